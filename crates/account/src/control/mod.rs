//! The control plane, service by service: each call, what it changes, and what it is refused for.

mod bucket_rules;
mod buckets;
mod cloudwatch;
mod log_groups;
mod log_streams;
mod metric_filters;
mod mute_rules;
mod objects;
mod outside;
mod queue_messages;
mod queues;
mod roles;
mod subscriptions;
mod topics;
mod trail_destinations;
mod trails;

pub(crate) use buckets::Bucket;
pub(crate) use log_groups::{LogGroup, PastFilter};
pub(crate) use mute_rules::MuteRule;
pub(crate) use queues::Queue;
pub(crate) use roles::Role;
pub(crate) use subscriptions::{MadeSubscription, uuid};
pub(crate) use topics::{TopicTexts, invalid as topic_refusal};
pub(crate) use trail_destinations::Route;
pub(crate) use trails::Trail;
