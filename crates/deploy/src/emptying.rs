//! Emptying a bucket, page by page: all versions of all objects, and the marks of deletion.

use signalarm_cloud::{Answer, Call, FailureClass, ObjectVersion, ObjectVersions, Reply, S3Call, S3Operation};

use crate::line::{Answered, Heard, Line};
use crate::{Machine, Next, Trouble};

/// Pages of a thousand that are deleted at most: a hundred million versions.
const PAGES_MAX: u32 = 100_000;

/// Empties a bucket. Its output is how many versions it deleted.
///
/// It begins at the front each time: what is deleted is listed no longer, and a run that was ended goes on so too.
#[derive(Clone, Debug)]
pub struct Emptying {
    bucket: String,
    owner: String,
    line: Line,
    pages: u32,
    deleted: u64,
    /// What the last page was, which must not come again.
    last: Vec<ObjectVersion>,
}

impl Emptying {
    /// Will empty a bucket of an account.
    #[must_use]
    pub fn new(bucket: &str, account: &str) -> Self {
        let (bucket, owner) = (bucket.to_owned(), account.to_owned());
        Self { bucket, owner, line: Line::default(), pages: 0, deleted: 0, last: Vec::new() }
    }

    fn call(&self, operation: S3Operation) -> Call {
        S3Call { bucket: self.bucket.clone(), expected_bucket_owner: self.owner.clone(), operation }.into()
    }

    fn list(&mut self) -> Next<Result<u64, Trouble>> {
        let call = self.call(S3Operation::ListObjectVersions { after: None });
        self.line.ask(call).into()
    }

    fn take(&mut self, Answered { call, answer, .. }: Answered) -> Next<Result<u64, Trouble>> {
        match answer {
            Ok(Reply::ObjectVersions(ObjectVersions { versions, .. })) if versions.is_empty() => {
                Next::Done(Ok(self.deleted))
            }
            Ok(Reply::ObjectVersions(ObjectVersions { versions, .. })) => {
                if self.last == versions || PAGES_MAX <= self.pages {
                    return Next::Done(Err(Trouble::BucketNotEmpty { bucket: self.bucket.clone() }));
                }
                self.pages += 1;
                self.last.clone_from(&versions);
                let call = self.call(S3Operation::DeleteObjects(versions));
                self.line.ask(call).into()
            }
            Ok(Reply::Done) => {
                self.deleted += self.last.len() as u64;
                self.list()
            }
            Ok(_) => Next::Done(Err(Trouble::Unreadable { call })),
            // Somebody deleted the bucket meanwhile.
            Err(failure) if failure.class() == FailureClass::NotFound => Next::Done(Ok(self.deleted)),
            Err(failure) => Next::Done(Err(Trouble::Failed { call, failure })),
        }
    }
}

impl Machine for Emptying {
    type Output = Result<u64, Trouble>;

    fn next(&mut self, answer: Option<Answer>) -> Next<Self::Output> {
        match self.line.hear(answer) {
            Heard::Idle => self.list(),
            Heard::Pause(pause) => pause.into(),
            Heard::Answered(answered) => self.take(answered),
        }
    }
}
