//! Where one case is played: names of its own, calls whose answers become words, and what must be undone afterwards.

use std::collections::BTreeMap;

use signalarm_alert::Place;
use signalarm_cloud::{
    Answer, Call, CloudWatchCall, Failure, FailureClass, LogsCall, Page, PutMetricAlarm, QueueMessage, Reply, S3Call,
    S3Operation, SnsCall, SqsCall, Tag,
};
use signalarm_deploy::{Emptying, Session, drive};
use signalarm_time::{Duration, Timestamp};

use crate::ask::{pause, try_ask};
use crate::queue::{policy, queue_arn};

/// What an account was seen to do, in short words; an error says what kept a case from being played to its end, and is
/// compared as well.
pub type Seen = Result<String, String>;

/// How often a step that must succeed is repeated while another change is under way, and after what time.
const CONFLICTS_MAX: u32 = 5;
const CONFLICT_WAIT: Duration = Duration::from_secs(2);
/// How long a message that must come is waited for, and one that must not.
pub(crate) const HEARD_WITHIN: Duration = Duration::from_secs(10);
pub(crate) const QUIET: Duration = Duration::from_secs(3);
/// Pages of a list that are read at most.
const PAGES_MAX: usize = 10;

/// SQS has two codes for a thing: that of its JSON protocol, and that of the older one, which the SDK tells.
const OLDER_CODES: [(&str, &str); 3] = [
    ("QueueAlreadyExists", "QueueNameExists"),
    ("AWS.SimpleQueueService.NonExistentQueue", "QueueDoesNotExist"),
    ("AWS.SimpleQueueService.QueueDeletedRecently", "QueueDeletedRecently"),
];

/// Where one case is played.
pub struct Stage<'s> {
    pub(crate) session: &'s mut dyn Session,
    /// The account and the Region that are called.
    pub(crate) place: Place,
    name: String,
    undo: Vec<Undo>,
}

/// What undoes what a case did.
enum Undo {
    Call(Call),
    /// The same where the service has said that it failed: most likely there is nothing, and where it fails at this too,
    /// there never was (emulators answer so to operations that they do not know).
    Doubtful(Call),
    /// Empties the bucket of that name first.
    Bucket(String),
    /// Deletes the queue of that name, whose URL nobody told.
    Queue(String),
}

impl<'s> Stage<'s> {
    /// A stage on which everything is named so, or begins so.
    pub(crate) fn new(session: &'s mut dyn Session, place: Place, name: String) -> Self {
        Self { session, place, name, undo: Vec::new() }
    }

    /// The name of what this case makes.
    pub(crate) fn name(&self) -> String {
        self.name.clone()
    }

    /// The name of something that is not there.
    pub(crate) fn missing(&self) -> String {
        format!("{}-none", self.name)
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.session.now()
    }

    /// What comes of a call, in words.
    pub(crate) fn tell(&mut self, call: impl Into<Call>) -> Seen {
        Ok(words(&try_ask(self.session, call)))
    }

    /// The same of a call that may make something, which `undo` removes. What was refused has made nothing.
    pub(crate) fn attempt(&mut self, call: impl Into<Call>, undo: impl Into<Call>) -> Seen {
        let answer = try_ask(self.session, call);
        match &answer {
            Err(failure) if !may_have_happened(failure) => {}
            Err(Failure::Refused(_)) => self.undo.push(Undo::Doubtful(undo.into())),
            Ok(_) | Err(_) => self.undo.push(Undo::Call(undo.into())),
        }
        Ok(words(&answer))
    }

    /// The reply to a call that must succeed.
    pub(crate) fn ask(&mut self, call: impl Into<Call>) -> Result<Reply, String> {
        let call = call.into();
        for _ in 0..CONFLICTS_MAX {
            match try_ask(self.session, call.clone()) {
                Err(failure) if failure.class() == FailureClass::Conflict => self.session.wait(CONFLICT_WAIT),
                Err(failure) => return Err(format!("{} {}", call.operation(), words(&Err(failure)))),
                Ok(reply) => return Ok(reply),
            }
        }
        let operation = call.operation();
        try_ask(self.session, call).map_err(|failure| format!("{operation} {}", words(&Err(failure))))
    }

    /// The reply to a call that must succeed and makes something, which `undo` removes.
    pub(crate) fn make(&mut self, call: impl Into<Call>, undo: impl Into<Call>) -> Result<Reply, String> {
        self.undo.push(Undo::Call(undo.into()));
        self.ask(call)
    }

    /// The reply to a call that may be refused; the refusal, in words, ends the case.
    pub(crate) fn try_ask(&mut self, call: impl Into<Call>) -> Result<Reply, String> {
        try_ask(self.session, call).map_err(|failure| words(&Err(failure)))
    }

    /// The tags that a call lists, as `key=value`.
    pub(crate) fn tags(&mut self, call: impl Into<Call>) -> Seen {
        match self.try_ask(call)? {
            Reply::Tags(tags) => Ok(in_words(tags)),
            _ => Err(unfit("a list of tags")),
        }
    }

    /// Asks again until something is seen, for so long at most; what was seen last.
    pub(crate) fn until<T: Clone>(
        &mut self,
        wait_max: Duration,
        mut look: impl FnMut(&mut Self) -> Result<T, String>,
        is_it: impl Fn(&T) -> bool,
    ) -> Result<T, String> {
        let end = self.now() + wait_max;
        loop {
            let seen = look(self)?;
            if is_it(&seen) || end <= self.now() {
                return Ok(seen);
            }
            self.pause(Duration::SECOND)?;
        }
    }

    /// Lets time pass; somebody may end it.
    pub(crate) fn pause(&mut self, duration: Duration) -> Result<(), String> {
        pause(self.session, duration).map_err(|error| error.to_string())
    }

    /// All pages of a list.
    pub(crate) fn pages<T>(
        &mut self,
        call: impl Fn(Option<String>) -> Call,
        page: impl Fn(Reply) -> Option<Page<T>>,
    ) -> Result<Vec<Vec<T>>, String> {
        let (mut pages, mut token) = (Vec::new(), None);
        while pages.len() < PAGES_MAX {
            let call = call(token.take());
            let operation = call.operation();
            let Page { items, next_token } = page(self.ask(call)?).ok_or_else(|| unfit(operation))?;
            pages.push(items);
            let Some(next) = next_token else { return Ok(pages) };
            token = Some(next);
        }
        Err(format!("more than {PAGES_MAX} pages"))
    }

    /// Makes the case's log group.
    pub(crate) fn log_group(&mut self) -> Result<String, String> {
        let log_group_name = self.name();
        self.make(
            LogsCall::CreateLogGroup { log_group_name: log_group_name.clone(), tags: Vec::new() },
            LogsCall::DeleteLogGroup { log_group_name: log_group_name.clone() },
        )?;
        Ok(log_group_name)
    }

    /// Makes the case's topic; its ARN.
    pub(crate) fn topic(&mut self, attributes: BTreeMap<String, String>) -> Result<String, String> {
        let (name, topic_arn) = (self.name(), self.place.topic_arn(&self.name));
        let create = SnsCall::CreateTopic { name, attributes, tags: Vec::new() };
        match self.make(create, SnsCall::DeleteTopic { topic_arn })? {
            Reply::TopicArn(arn) => Ok(arn),
            _ => Err(unfit("CreateTopic")),
        }
    }

    /// Makes the case's queue; its URL.
    pub(crate) fn queue(&mut self, attributes: BTreeMap<String, String>) -> Result<String, String> {
        let queue_name = self.name();
        self.try_queue(&queue_name, attributes).map_err(|words| format!("CreateQueue {words}"))
    }

    /// Makes a queue, if it is not refused; its URL, by which alone it can be removed.
    pub(crate) fn try_queue(&mut self, name: &str, attributes: BTreeMap<String, String>) -> Result<String, String> {
        let create = SqsCall::CreateQueue { queue_name: name.to_owned(), attributes, tags: Vec::new() };
        match try_ask(self.session, create) {
            Ok(Reply::QueueUrl(queue_url)) => {
                self.undo.push(Undo::Call(delete_queue(queue_url.clone())));
                Ok(queue_url)
            }
            Ok(_) => Err(unfit("CreateQueue")),
            Err(failure) => {
                if may_have_happened(&failure) {
                    self.undo.push(Undo::Queue(name.to_owned()));
                }
                Err(words(&Err(failure)))
            }
        }
    }

    /// Makes the case's queue, which listens to a topic.
    pub(crate) fn listening(
        &mut self,
        topic_arn: &str,
        attributes: BTreeMap<String, String>,
    ) -> Result<String, String> {
        let queue_url = self.queue(attributes)?;
        let (protocol, endpoint) = ("sqs".to_owned(), queue_arn(&self.place, &self.name));
        self.ask(SnsCall::Subscribe { topic_arn: topic_arn.to_owned(), protocol, endpoint })?;
        Ok(queue_url)
    }

    /// The policy of the case's queue that lets a topic send to it.
    pub(crate) fn lets(&self, topic_arn: &str) -> BTreeMap<String, String> {
        let policy = policy(&[topic_arn.to_owned()], &queue_arn(&self.place, &self.name));
        BTreeMap::from([("Policy".to_owned(), policy)])
    }

    /// Publishes a message that tells of no alarm.
    pub(crate) fn publish(&mut self, topic_arn: &str) -> Result<(), String> {
        let (topic_arn, subject, message) = (topic_arn.to_owned(), "signalarm".to_owned(), "signalarm".to_owned());
        self.ask(SnsCall::Publish { topic_arn, subject, message }).map(|_| ())
    }

    /// The first messages that come into a queue, if any come in time.
    pub(crate) fn hear(&mut self, queue_url: &str, within: Duration) -> Result<Vec<QueueMessage>, String> {
        self.until(within, |stage| stage.receive(queue_url), |messages| !messages.is_empty())
    }

    /// What is in a queue.
    pub(crate) fn receive(&mut self, queue_url: &str) -> Result<Vec<QueueMessage>, String> {
        match self.ask(SqsCall::ReceiveMessage { queue_url: queue_url.to_owned() })? {
            Reply::QueueMessages(messages) => Ok(messages),
            _ => Err(unfit("ReceiveMessage")),
        }
    }

    /// Makes an alarm.
    pub(crate) fn alarm(&mut self, request: PutMetricAlarm) -> Result<(), String> {
        let undo = CloudWatchCall::DeleteAlarms(vec![request.alarm_name.clone()]);
        self.make(CloudWatchCall::PutMetricAlarm(Box::new(request)), undo).map(|_| ())
    }

    /// A call for the case's bucket.
    pub(crate) fn on_bucket(&self, operation: S3Operation) -> S3Call {
        S3Call { bucket: self.bucket_name(), expected_bucket_owner: self.place.account.to_string(), operation }
    }

    /// Makes the case's bucket.
    pub(crate) fn bucket(&mut self) -> Result<String, String> {
        let bucket = self.bucket_name();
        self.undo.push(Undo::Bucket(bucket.clone()));
        self.ask(self.on_bucket(S3Operation::CreateBucket { region: self.place.region.to_string() }))?;
        Ok(bucket)
    }

    /// Names of buckets are shared by all accounts.
    fn bucket_name(&self) -> String {
        format!("{}-{}", self.name, self.place.account)
    }

    /// Removes what was made, the last first; what could not be removed, in words.
    pub(crate) fn clear(&mut self) -> Vec<String> {
        let mut left = Vec::new();
        while let Some(undo) = self.undo.pop() {
            let calls = match undo {
                Undo::Call(call) => vec![call],
                Undo::Doubtful(call) => {
                    let operation = call.operation();
                    let failed = try_ask(self.session, call).err().filter(|failure| !is_gone(failure));
                    let unknown = failed.filter(|failure| !matches!(failure, Failure::Refused(_)));
                    left.extend(unknown.map(|failure| format!("{}: {operation}: {failure}", self.name)));
                    Vec::new()
                }
                Undo::Bucket(bucket) => {
                    let mut emptying = Emptying::new(&bucket, self.place.account.as_str());
                    let emptied = drive(&mut emptying, self.session, &mut |_, _| {});
                    left.extend(emptied.err().map(|trouble| format!("{bucket}: {trouble}")));
                    vec![self.on_bucket(S3Operation::DeleteBucket).into()]
                }
                Undo::Queue(name) => {
                    match self.ask(SqsCall::ListQueues { queue_name_prefix: name, next_token: None }) {
                        Ok(Reply::Names(urls)) => urls.items.into_iter().map(delete_queue).collect(),
                        Ok(_) => Vec::new(),
                        Err(why) => {
                            left.push(format!("{}: {why}", self.name));
                            Vec::new()
                        }
                    }
                }
            };
            left.extend(calls.into_iter().filter_map(|call| self.remove(call)));
        }
        left
    }

    /// Removes something; what became of it where it may still be there.
    fn remove(&mut self, call: Call) -> Option<String> {
        let operation = call.operation();
        let failure = try_ask(self.session, call).err().filter(|failure| !is_gone(failure))?;
        Some(format!("{}: {operation}: {failure}", self.name))
    }
}

fn delete_queue(queue_url: String) -> Call {
    SqsCall::DeleteQueue { queue_url }.into()
}

/// Whether a call may have done what it should, though it failed.
fn may_have_happened(failure: &Failure) -> bool {
    failure.class() == FailureClass::Uncertain
}

/// What was never made need not be removed.
fn is_gone(failure: &Failure) -> bool {
    matches!(failure.class(), FailureClass::NotFound | FailureClass::NotImplemented)
}

/// What came of a call, in words.
fn words(answer: &Answer) -> String {
    let failure = match answer {
        Ok(_) => return "done".to_owned(),
        Err(failure) => failure,
    };
    let refusal = match (failure, failure.class()) {
        (_, FailureClass::NotImplemented) => return "not implemented".to_owned(),
        (Failure::Unsent(_), _) => return "not sent".to_owned(),
        (_, FailureClass::Uncertain) | (Failure::Unanswered(_), _) => return "failed".to_owned(),
        (Failure::Refused(refusal), _) => refusal,
    };
    let code = refusal.code();
    let code = OLDER_CODES.iter().find(|(older, _)| *older == code).map_or(code, |(_, newer)| newer);
    format!("refused: {code}")
}

/// Tags as `key=value`, by their keys.
pub(crate) fn in_words(mut tags: Vec<Tag>) -> String {
    tags.sort_by(|a, b| a.key.cmp(&b.key));
    let tags: Vec<String> = tags.iter().map(|tag| format!("{}={}", tag.key, tag.value)).collect();
    if tags.is_empty() { "no tag".to_owned() } else { tags.join(", ") }
}

/// A tag, alone.
pub(crate) fn tag(value: &str) -> Vec<Tag> {
    vec![Tag { key: "k".to_owned(), value: value.to_owned() }]
}

/// A reply that is another operation's.
pub(crate) fn unfit(operation: &str) -> String {
    format!("{operation} answered by another operation's reply")
}

/// So many of something, in words.
pub(crate) fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}
