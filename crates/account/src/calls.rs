//! Calls of people, which CloudTrail records as it records everything: who changes a chain is seen by it.

use signalarm_alert::Place;
use signalarm_cloud::{Call, Refusal, Reply};
use signalarm_event::{CallForgery, Record, forge_call};
use signalarm_time::Timestamp;

use crate::account::Account;
use crate::delay::delivery_delay;
use crate::journal::What;
use crate::recorded_call::RecordedCall;

/// Who calls, from where and with what: a block that is kept for documentation (RFC 5737).
const USER: &str = "operator";
const SOURCE_IP: &str = "198.51.100.77";
const USER_AGENT: &str = "aws-cli/2.31.0";

impl Account {
    /// Answers a call of a person, now, and lets CloudTrail make a record of it if it changes something.
    ///
    /// # Errors
    ///
    /// AWS's refusals, which are recorded too.
    pub fn call(&mut self, call: impl Into<Call>) -> Result<Reply, Refusal> {
        let call = call.into();
        match RecordedCall::of(&call) {
            Some(recorded) => self.recorded(&recorded, |account| account.answer(call)),
            None => self.answer(call),
        }
    }

    /// Lets CloudTrail make a record of a call, which `make` makes.
    ///
    /// The trails that capture it are those that log when it is made: a trail records the call that stops it, deletes it or
    /// takes management events from it, and does not record the one that starts it. That is inferred: records from before
    /// *StopLogging* still arrived after it, and a trail is deaf for a while after *StartLogging* (recorded in 2026), and
    /// published detections of *StopLogging* rest on its own record. To where a record is delivered is found out when it is
    /// due.
    ///
    /// What `make` is refused is recorded too.
    pub(crate) fn recorded<T>(
        &mut self,
        call: &RecordedCall,
        make: impl FnOnce(&mut Self) -> Result<T, Refusal>,
    ) -> Result<T, Refusal> {
        let region = self.region_of(call);
        let captured = self.capturing_trails(|| Some(region.clone()));
        let made = make(self);
        let record = self.record_of(call, &region, made.as_ref().err());
        let number = self.calls_recorded;
        self.calls_recorded += 1;
        let index = self.keep(record, false);
        self.tell(What::Recorded { record: index });
        let delay = delivery_delay(self.seed, "delivery of a call", number);
        self.send_out(index, captured, delay, ("call delivered again", number));
        made
    }

    fn record_of(&self, call: &RecordedCall, region: &str, refusal: Option<&Refusal>) -> Record {
        let refused = refusal.map(|refusal| (refusal.code(), refusal.message()));
        let refused = refused.as_ref().map(|(code, message)| (*code, message.as_ref()));
        let account = self.place.account.as_str();
        forged(call, refused, (account, region), self.now, self.drawn_id("call id", self.calls_recorded))
    }

    /// The Region in which a call is recorded.
    fn region_of(&self, call: &RecordedCall) -> String {
        region_of(call, &self.place).to_owned()
    }
}

/// The record that CloudTrail makes of a call of somebody, as the simulated account has it; `None`: a trail records no such
/// call unless it is told to, or the call only reads.
#[must_use]
pub fn record_of_call(call: &Call, place: &Place, at: Timestamp) -> Option<Record> {
    let call = RecordedCall::of(call)?;
    Some(forged(&call, None, (place.account.as_str(), region_of(&call, place)), at, 0))
}

fn forged(
    call: &RecordedCall,
    error: Option<(&str, &str)>,
    (account, region): (&str, &str),
    at: Timestamp,
    id: u128,
) -> Record {
    forge_call(&CallForgery {
        event_source: call.event_source,
        event_name: call.event_name,
        request_parameters: &call.request_parameters,
        error,
        at,
        account,
        region,
        user: USER,
        source_ip: SOURCE_IP,
        user_agent: USER_AGENT,
        id,
    })
}

fn region_of<'p>(call: &RecordedCall, place: &'p Place) -> &'p str {
    if call.is_global() { home_of_global_services(place.region.partition()) } else { place.region.as_str() }
}

/// Where a partition records the calls of services that are one for all Regions (CloudTrail User Guide, *Global service
/// events*; for the other partitions IAM's endpoint, AWS General Reference).
fn home_of_global_services(partition: &str) -> &'static str {
    match partition {
        "aws-cn" => "cn-north-1",
        "aws-us-gov" => "us-gov-west-1",
        _ => "us-east-1",
    }
}
