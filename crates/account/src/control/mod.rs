//! The control plane, service by service: each call, what it changes, and what it is refused for.

mod bucket_rules;
mod buckets;
mod cloudwatch;
mod log_groups;
mod metric_filters;
mod objects;
mod outside;
mod roles;
mod subscriptions;
mod topics;
mod trail_destinations;
mod trails;

pub(crate) use buckets::Bucket;
pub(crate) use log_groups::{LogGroup, PastFilter};
pub(crate) use roles::Role;
pub(crate) use subscriptions::MadeSubscription;
pub(crate) use topics::TopicTexts;
pub(crate) use trail_destinations::Route;
pub(crate) use trails::Trail;
