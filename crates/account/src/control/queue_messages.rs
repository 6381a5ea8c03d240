//! SQS: messages in a queue, seen by one receiver at a time.

use std::collections::BTreeMap;

use signalarm_cloud::{QueueMessage, Refusal};
use signalarm_time::{Duration, Timestamp};

use super::queues::no_queue;
use crate::account::Account;
use crate::pages::{opened, sealed};

/// The most messages of one *ReceiveMessage* (SQS API Reference).
const RECEIVED_MAX: usize = 10;

/// The messages of a queue, in the order in which they came.
#[derive(Clone)]
pub(super) struct Messages {
    /// When the queue was made: what tells it from an earlier one of its name.
    created: Timestamp,
    by_number: BTreeMap<u64, Message>,
    /// How many have come.
    come: u64,
}

#[derive(Clone)]
struct Message {
    body: String,
    sent: Timestamp,
    /// Until then nobody receives it.
    hidden_until: Timestamp,
    /// How often it was received; the last receipt is the one that counts.
    receipts: u64,
}

impl Messages {
    pub(super) const fn new(created: Timestamp) -> Self {
        Self { created, by_number: BTreeMap::new(), come: 0 }
    }

    pub(super) fn add(&mut self, body: String, now: Timestamp) {
        self.by_number.insert(self.come, Message { body, sent: now, hidden_until: now, receipts: 0 });
        self.come += 1;
    }

    /// The oldest messages that nobody else has in hand, each with its number and the number of its receipt.
    fn receive(&mut self, now: Timestamp, retention: Duration, hidden_for: Duration) -> Vec<(u64, u64, String)> {
        self.by_number.retain(|_, message| now < message.sent + retention);
        let visible = self.by_number.iter_mut().filter(|(_, message)| message.hidden_until <= now);
        let receive = |(number, message): (&u64, &mut Message)| {
            message.hidden_until = now + hidden_for;
            message.receipts += 1;
            (*number, message.receipts, message.body.clone())
        };
        visible.take(RECEIVED_MAX).map(receive).collect()
    }

    /// A receipt that is not the last one of its message removes nothing.
    fn remove(&mut self, number: u64, receipt: u64) {
        if self.by_number.get(&number).is_some_and(|message| message.receipts == receipt) {
            self.by_number.remove(&number);
        }
    }
}

impl Account {
    /// *ReceiveMessage*: a message comes again when its visibility timeout is over and nobody has deleted it (SQS Developer
    /// Guide, *Amazon SQS visibility timeout*). A standard queue promises no order; here the oldest come first.
    pub(super) fn receive_messages(&mut self, url: &str) -> Result<Vec<QueueMessage>, Refusal> {
        let (name, now) = (self.queue_of_url(url)?, self.now);
        let queue = self.queues.get_mut(name).ok_or_else(no_queue)?;
        let (retention, hidden_for) = (queue.retention(), queue.visibility_timeout());
        let seal = seal(name, queue.messages.created);
        let told = |(number, receipt, body)| QueueMessage {
            receipt_handle: sealed(&seal, &format!("{number}:{receipt}")),
            body,
        };
        Ok(queue.messages.receive(now, retention, hidden_for).into_iter().map(told).collect())
    }

    /// *DeleteMessage*. With a receipt handle that is not the last one the call succeeds and deletes nothing, and one that
    /// has been deleted is no error (SQS API Reference).
    pub(super) fn delete_message(&mut self, url: &str, receipt_handle: &str) -> Result<(), Refusal> {
        let name = self.queue_of_url(url)?;
        let queue = self.queues.get_mut(name).ok_or_else(no_queue)?;
        let receipt = opened(&seal(name, queue.messages.created), receipt_handle).ok();
        let numbers = receipt.and_then(|receipt| {
            let (number, receipt) = receipt.split_once(':')?;
            Some((number.parse().ok()?, receipt.parse().ok()?))
        });
        let Some((number, receipt)) = numbers else {
            let words = format!("The input receipt handle \"{receipt_handle}\" is not a valid receipt handle.");
            return Err(Refusal::service("ReceiptHandleIsInvalid", 400, words));
        };
        queue.messages.remove(number, receipt);
        Ok(())
    }
}

/// What seals the receipt handles of a queue.
fn seal(name: &str, created: Timestamp) -> String {
    format!("receipts of {name} of {created}")
}
