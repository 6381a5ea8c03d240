//! What answers add to what is found, and which questions they raise.

mod parts;

use std::collections::BTreeMap;

use signalarm_alert::{AlertName, LogGroupName};
use signalarm_cloud::{
    Call, DescribedAlarms, DescribedMetricAlarm, DescribedTrail, FailureClass, Page, PutMetricFilter, Reply,
};

use super::Paging;
use super::question::{BucketPart, Question};
use crate::line::Answered;
use crate::memory::{HoldingKind, Memory};
use crate::plan::feeds;
use crate::{
    Denied, Fact, Found, FoundAlarm, FoundBucket, FoundLogGroup, FoundRole, FoundTopic, FoundTrail, Owner, Trouble,
    Wanted, WantedLogGroup,
};

/// How the descriptions of our alarms begin.
const DESCRIPTION_BEGINNING: &str = "signalarm: ";

/// Takes the reply apart that an operation answers; any other one does not fit.
macro_rules! reading {
    ($variant:path) => {
        |reply| match reply {
            $variant(value) => Some(value),
            _ => None,
        }
    };
}
pub(crate) use reading;

/// Takes an answer.
///
/// # Errors
///
/// The trouble with which the look ends.
pub(super) fn take(
    question: Question,
    mut answered: Answered,
    wanted: &mut Wanted,
    found: &mut Found,
) -> Result<Vec<Question>, Trouble> {
    match question {
        Question::Caller => caller(answered, wanted, found),
        Question::Trail(_) => trail(answered, wanted, found),
        Question::BucketRegion(bucket) => {
            let region = fact(&mut answered, reading!(Reply::BucketRegion))?;
            found.bucket = map(region, |region| FoundBucket { region, ..FoundBucket::default() });
            let parts =
                found.bucket.present().map(|_| BucketPart::ALL.map(|part| Question::Bucket(bucket.clone(), part)));
            Ok(parts.into_iter().flatten().collect())
        }
        Question::Role(name) => {
            let role = fact(&mut answered, reading!(Reply::Role))?;
            // A role that the console made stands under a path, which its ARN alone tells.
            wanted.name_role(role.present().map(|role| role.arn.as_str()));
            found.role =
                map(role, |role| FoundRole { role: *role, policy_names: Fact::Unasked, policy: Fact::Unasked });
            let raised = [Question::RolePolicies(name.clone(), Paging::default()), Question::RolePolicy(name)];
            Ok(found.role.present().map(|_| raised.to_vec()).unwrap_or_default())
        }
        Question::LogGroup(name, paging) => log_group(name, paging, answered, wanted, found),
        Question::Alarms(paging) => alarms(paging, answered, wanted, found),
        Question::Topic(name) => {
            let topic = fact(&mut answered, reading!(Reply::Attributes))?;
            let topic = map(topic, |attributes| FoundTopic { attributes, ..FoundTopic::default() });
            let is_there = topic.present().is_some();
            found.topics.insert(name.clone(), topic);
            let raised = [Question::TopicTags(name.clone()), Question::Subscriptions(name, Paging::default())];
            Ok(if is_there { raised.to_vec() } else { Vec::new() })
        }
        Question::AlarmTags(name) => {
            let tags = fact(&mut answered, reading!(Reply::Tags))?;
            let is_orphan =
                matches!(tags.owner(), Some(Owner::Deployed | Owner::Adopted)) && wanted.alert(&name).is_none();
            if let Some(alarm) = found.alarms.present_mut().and_then(|alarms| alarms.get_mut(&name)) {
                alarm.tags = tags;
            }
            let is_asked = found.topics.contains_key(&name);
            Ok(if is_orphan && !is_asked { vec![Question::Topic(name)] } else { Vec::new() })
        }
        Question::TopicTags(name) => topic_tags(&name, answered, wanted, found),
        Question::MetricFilters(name, paging) => metric_filters(name, paging, answered, wanted, found),
        Question::SmsSandbox => {
            found.sms_sandbox = optional(&mut answered, reading!(Reply::SmsSandbox))?;
            Ok(Vec::new())
        }
        Question::TrailTags(_)
        | Question::TrailStatus(_)
        | Question::TrailSelectors(_)
        | Question::Bucket(..)
        | Question::RolePolicies(..)
        | Question::RolePolicy(_)
        | Question::LogGroupTags(_)
        | Question::Leftover(_)
        | Question::OldFilters(..)
        | Question::Subscriptions(..) => parts::take(question, answered, found),
    }
}

/// Whoever calls for another account ends here, before anything else is asked.
fn caller(mut answered: Answered, wanted: &Wanted, found: &mut Found) -> Result<Vec<Question>, Trouble> {
    let identity = match fact(&mut answered, reading!(Reply::CallerIdentity))? {
        Fact::Present(identity) => identity,
        Fact::Unasked | Fact::Denied(_) | Fact::Absent => return Err(Trouble::Unreadable { call: answered.call }),
    };
    let account = wanted.place().account.as_str();
    if identity.account != account {
        return Err(Trouble::WrongAccount {
            wanted: account.to_owned(),
            found: identity.account,
            caller_arn: identity.arn,
        });
    }
    found.caller = Some(identity);
    let mut questions: Vec<Question> =
        wanted.alerts.iter().map(|alert| Question::Topic(alert.name.to_string())).collect();
    if let Some(trail) = &wanted.trail {
        questions.push(Question::Trail(trail.request.name.clone()));
        questions.push(Question::BucketRegion(trail.bucket.name.clone()));
        questions.push(Question::Role(trail.role.name.clone()));
    }
    match &wanted.log_group {
        WantedLogGroup::OfTrail { trail_arn } => questions.push(Question::Trail(trail_arn.clone())),
        WantedLogGroup::Own { name, .. } | WantedLogGroup::Somebodys { name } => {
            questions.push(Question::LogGroup(name.to_string(), Paging::default()));
        }
    }
    questions.push(Question::Alarms(Paging::default()));
    questions.extend(wanted.has_sms().then_some(Question::SmsSandbox));
    Ok(questions)
}

fn trail(mut answered: Answered, wanted: &mut Wanted, found: &mut Found) -> Result<Vec<Question>, Trouble> {
    let trail = map(fact(&mut answered, reading!(Reply::Trail))?, |trail| FoundTrail {
        trail: *trail,
        tags: Fact::Unasked,
        status: Fact::Unasked,
        all_management_events: Fact::Unasked,
    });
    found.trail = trail;
    let Some(FoundTrail { trail, .. }) = found.trail.present() else { return Ok(Vec::new()) };
    let arn = trail.trail_arn.clone();
    let mut questions = vec![Question::TrailStatus(arn.clone())];
    match &wanted.trail {
        // One whose home is elsewhere is not ours to ask about.
        Some(own) if own.arn != arn => return Ok(Vec::new()),
        Some(_) => questions.extend([Question::TrailTags(arn.clone()), Question::TrailSelectors(arn)]),
        None => {
            if let Some(name) = log_group_of(trail, wanted) {
                questions.push(Question::LogGroup(name.to_string(), Paging::default()));
                *wanted = wanted.on_log_group_of_trail(name);
            }
        }
    }
    Ok(questions)
}

/// The log group that somebody's trail delivers to, if it is in this account and Region.
fn log_group_of(trail: &DescribedTrail, wanted: &Wanted) -> Option<LogGroupName> {
    let arn = trail.cloud_watch_logs_log_group_arn.as_deref()?;
    let name = arn.strip_prefix(&wanted.place().log_group_arn(""))?;
    name.strip_suffix(":*").unwrap_or(name).parse().ok()
}

/// What the silence alarm's topic remembers of earlier configs is asked about.
fn topic_tags(
    name: &str,
    mut answered: Answered,
    wanted: &Wanted,
    found: &mut Found,
) -> Result<Vec<Question>, Trouble> {
    let tags = fact(&mut answered, reading!(Reply::Tags))?;
    let mut questions = Vec::new();
    if let Some(tags) = tags.present().filter(|_| name == AlertName::SILENCE.as_str()) {
        let now = wanted.holdings();
        for holding in Memory::of(tags).holdings.into_iter().filter(|holding| !now.contains(holding)) {
            if holding.kind == HoldingKind::LogGroup {
                questions.push(Question::OldFilters(holding.name.clone(), Paging::default()));
            }
            questions.push(Question::Leftover(holding));
        }
    }
    if let Some(topic) = parts::topic(found, name) {
        topic.tags = tags;
    }
    Ok(questions)
}

/// A filter that is made as ours and that nobody wants may be all that is left of an alert but its topic: what was begun
/// begins with the filter.
fn metric_filters(
    name: String,
    paging: Paging,
    mut answered: Answered,
    wanted: &Wanted,
    found: &mut Found,
) -> Result<Vec<Question>, Trouble> {
    let page = map(fact(&mut answered, reading!(Reply::MetricFilters))?, by_name);
    if page.is_absent() {
        // Somebody deleted the log group between two questions.
        found.log_group = Fact::Absent;
        return Ok(Vec::new());
    }
    let filters = page.present().into_iter().flat_map(|page| &page.items);
    let is_begun = |filter: &PutMetricFilter| {
        wanted.alert(&filter.filter_name).is_none() && feeds(filter, Some(wanted.namespace()))
    };
    let begun = filters.filter(|(_, filter)| is_begun(filter)).map(|(name, _)| Question::Topic(name.clone()));
    let mut questions: Vec<Question> = begun.collect();
    let Some(group) = found.log_group.present_mut() else { return Ok(Vec::new()) };
    let next = more(&mut group.filters, page, paging, &answered.call)?;
    questions.extend(next.map(|paging| Question::MetricFilters(name, paging)));
    Ok(questions)
}

fn log_group(
    name: String,
    paging: Paging,
    mut answered: Answered,
    wanted: &Wanted,
    found: &mut Found,
) -> Result<Vec<Question>, Trouble> {
    let Page { items, next_token } = match fact(&mut answered, reading!(Reply::LogGroups))? {
        Fact::Present(page) => page,
        Fact::Denied(denied) => {
            found.log_group = Fact::Denied(denied);
            return Ok(Vec::new());
        }
        Fact::Unasked | Fact::Absent => Page::whole(Vec::new()),
    };
    if let Some(group) = items.into_iter().find(|group| group.log_group_name == name) {
        found.log_group = Fact::Present(FoundLogGroup { group, tags: Fact::Unasked, filters: Fact::Unasked });
        let mut questions = vec![Question::MetricFilters(name, Paging::default())];
        if let WantedLogGroup::Own { arn, .. } = &wanted.log_group {
            questions.push(Question::LogGroupTags(arn.clone()));
        }
        return Ok(questions);
    }
    match paging.after(next_token, &answered.call)? {
        Some(paging) => Ok(vec![Question::LogGroup(name, paging)]),
        None => {
            found.log_group = Fact::Absent;
            Ok(Vec::new())
        }
    }
}

fn alarms(
    paging: Paging,
    mut answered: Answered,
    wanted: &Wanted,
    found: &mut Found,
) -> Result<Vec<Question>, Trouble> {
    let DescribedAlarms { metric_alarms, composite_alarms, next_token } =
        match fact(&mut answered, reading!(Reply::Alarms))? {
            Fact::Present(page) => page,
            Fact::Denied(denied) => {
                found.alarms = Fact::Denied(denied);
                return Ok(Vec::new());
            }
            Fact::Unasked | Fact::Absent => return Err(Trouble::Unreadable { call: answered.call }),
        };
    let is_wanted = |name: &str| wanted.alert(name).is_some();
    let composite_names = composite_alarms.into_iter().map(|alarm| alarm.configuration.alarm_name);
    found.composite_alarms.extend(composite_names.filter(|name| is_wanted(name)));
    let candidates: Vec<DescribedMetricAlarm> =
        metric_alarms.into_iter().filter(|alarm| may_be_ours(alarm, wanted)).collect();
    let next = paging.after(next_token, &answered.call)?.map(Question::Alarms);
    let tags = candidates.iter().map(|alarm| Question::AlarmTags(alarm.configuration.alarm_name.clone()));
    let questions = tags.chain(next).collect();
    if found.alarms.present().is_none() {
        found.alarms = Fact::Present(BTreeMap::new());
    }
    for alarm in candidates {
        if let Some(alarms) = found.alarms.present_mut() {
            let name = alarm.configuration.alarm_name.clone();
            alarms.insert(name, FoundAlarm { alarm, tags: Fact::Unasked });
        }
    }
    Ok(questions)
}

/// Whether an alarm is worth the question for its tags: it is wanted, or looks like that of an alert which is wanted no
/// longer.
fn may_be_ours(alarm: &DescribedMetricAlarm, wanted: &Wanted) -> bool {
    let request = &alarm.configuration;
    let topic = wanted.place().topic_arn(&request.alarm_name);
    wanted.alert(&request.alarm_name).is_some()
        || request.metric_name.as_ref() == Some(&request.alarm_name)
        || request.alarm_description.as_ref().is_some_and(|text| text.starts_with(DESCRIPTION_BEGINNING))
        || request.actions().any(|action| action == topic)
}

/// What an answer says of something.
///
/// # Errors
///
/// The call failed in a way that says nothing, or the reply is another operation's.
pub(crate) fn fact<T>(answered: &mut Answered, read: impl FnOnce(Reply) -> Option<T>) -> Result<Fact<T>, Trouble> {
    let call = &answered.call;
    match std::mem::replace(&mut answered.answer, Ok(Reply::Done)) {
        Ok(reply) => read(reply).map(Fact::Present).ok_or_else(|| Trouble::Unreadable { call: call.clone() }),
        Err(failure) => match failure.class() {
            FailureClass::NotFound => Ok(Fact::Absent),
            FailureClass::Denied => Ok(Fact::Denied(Denied { action: call.action() })),
            FailureClass::Exists
            | FailureClass::BucketTaken
            | FailureClass::Credentials
            | FailureClass::Throttled
            | FailureClass::Conflict
            | FailureClass::Uncertain
            | FailureClass::NotImplemented
            | FailureClass::Other => Err(Trouble::Failed { call: call.clone(), failure }),
        },
    }
}

/// As [`fact`], of what an emulator may not know and a plan can do without.
pub(crate) fn optional<T>(answered: &mut Answered, read: impl FnOnce(Reply) -> Option<T>) -> Result<Fact<T>, Trouble> {
    match &answered.answer {
        Err(failure) if failure.class() == FailureClass::NotImplemented => Ok(Fact::Absent),
        Ok(_) | Err(_) => fact(answered, read),
    }
}

/// The same of something else.
fn map<T, U>(fact: Fact<T>, change: impl FnOnce(T) -> U) -> Fact<U> {
    fact.and_then(|value| Fact::Present(change(value)))
}

/// A page of a list that is kept in a fact: what was there before stays.
fn more<T, U: Extend<T> + Default>(
    known: &mut Fact<U>,
    page: Fact<Page<T>>,
    paging: Paging,
    call: &Call,
) -> Result<Option<Paging>, Trouble> {
    match page {
        Fact::Present(Page { items, next_token }) => {
            let mut all = match std::mem::take(known) {
                Fact::Present(all) => all,
                Fact::Unasked | Fact::Denied(_) | Fact::Absent => U::default(),
            };
            all.extend(items);
            *known = Fact::Present(all);
            paging.after(next_token, call)
        }
        Fact::Denied(denied) => {
            *known = Fact::Denied(denied);
            Ok(None)
        }
        Fact::Unasked | Fact::Absent => {
            *known = Fact::Absent;
            Ok(None)
        }
    }
}

/// Metric filters by their names.
fn by_name(page: Page<PutMetricFilter>) -> Page<(String, PutMetricFilter)> {
    let items = page.items.into_iter().map(|filter| (filter.filter_name.clone(), filter)).collect();
    Page { items, next_token: page.next_token }
}
