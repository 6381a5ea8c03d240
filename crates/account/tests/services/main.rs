//! The control plane service by service: every refusal once, what may be repeated, pages, and what a trail needs.

mod alarms;
mod buckets;
mod caller;
mod calls;
mod conditions;
mod delivery;
mod log_groups;
mod log_streams;
mod metric_data;
mod mute_rules;
mod queues;
mod roles;
mod subscriptions;
mod support;
mod topics;
mod trail_refusals;
mod trails;
