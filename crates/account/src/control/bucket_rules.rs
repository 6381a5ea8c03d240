//! S3: names of buckets, and lifecycle rules.

use std::collections::BTreeSet;
use std::net::Ipv4Addr;

use signalarm_cloud::{LifecycleRule, Refusal};

/// Beginnings and ends that names of general purpose buckets must not have (S3 User Guide, *General purpose bucket naming
/// rules*).
const RESERVED_BEGINNINGS: [&str; 3] = ["xn--", "sthree-", "amzn-s3-demo-"];
const RESERVED_ENDS: [&str; 5] = ["-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3"];

/// The most rules of a bucket and the most characters of a rule's id (S3 API Reference, *LifecycleRule*).
const RULES_MAX: usize = 1_000;
const RULE_ID_CHARS_MAX: usize = 255;
/// The storage classes to which a rule can move objects (S3 API Reference, *Transition*).
const STORAGE_CLASSES: [&str; 6] =
    ["STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE"];
/// Objects move to the infrequent-access classes after so many days at the earliest (S3 User Guide, *Transitioning objects*).
const INFREQUENT_ACCESS: [&str; 2] = ["STANDARD_IA", "ONEZONE_IA"];
const INFREQUENT_ACCESS_DAYS_MIN: i32 = 30;

/// Refuses what is no name of a bucket.
pub(crate) fn check_name(name: &str) -> Result<(), Refusal> {
    let is_inner = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b".-".contains(&byte);
    let is_outer = |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    let bytes = name.as_bytes();
    let is_name = (3..=63).contains(&bytes.len())
        && bytes.iter().all(|byte| is_inner(*byte))
        && is_outer(bytes.first())
        && is_outer(bytes.last())
        && !name.contains("..")
        && name.parse::<Ipv4Addr>().is_err()
        && !RESERVED_BEGINNINGS.iter().any(|beginning| name.starts_with(beginning))
        && !RESERVED_ENDS.iter().any(|end| name.ends_with(end));
    if is_name { Ok(()) } else { Err(Refusal::service("InvalidBucketName", 400, "The specified bucket is not valid.")) }
}

/// Refuses rules that S3 does not take; the words are in its manner.
pub(crate) fn check_lifecycle(rules: &[LifecycleRule]) -> Result<(), Refusal> {
    if rules.is_empty() || RULES_MAX < rules.len() {
        let words = "The XML you provided was not well-formed or did not validate against our published schema";
        return Err(Refusal::service("MalformedXML", 400, words));
    }
    let ids: BTreeSet<&str> = rules.iter().map(|rule| rule.id.as_str()).collect();
    if ids.len() < rules.len() {
        return Err(invalid("Rule ID must be unique. Found same ID for more than one rule"));
    }
    rules.iter().try_for_each(check_rule)
}

fn check_rule(rule: &LifecycleRule) -> Result<(), Refusal> {
    if RULE_ID_CHARS_MAX < rule.id.chars().count() {
        return Err(invalid("ID length should not exceed allowed limit of 255"));
    }
    let expirations = [rule.expiration_days, rule.noncurrent_version_expiration_days];
    if rule.transition.is_none() && expirations.iter().all(Option::is_none) && !rule.has_more {
        let words = "At least one action needs to be specified in a rule";
        return Err(Refusal::service("InvalidRequest", 400, words));
    }
    if expirations.iter().flatten().any(|days| *days < 1) {
        return Err(invalid("'Days' for Expiration action must be a positive integer"));
    }
    let Some((days, class)) = &rule.transition else { return Ok(()) };
    if !STORAGE_CLASSES.contains(&class.as_str()) {
        let words = "The XML you provided was not well-formed or did not validate against our published schema";
        return Err(Refusal::service("MalformedXML", 400, words));
    }
    if *days < 0 || (INFREQUENT_ACCESS.contains(&class.as_str()) && *days < INFREQUENT_ACCESS_DAYS_MIN) {
        return Err(invalid("'Days' in Transition action must be at least as many as the storage class asks for"));
    }
    if rule.expiration_days.is_some_and(|expiration| expiration <= *days) {
        return Err(invalid("'Days' in the Expiration action must be greater than 'Days' in the Transition action"));
    }
    Ok(())
}

fn invalid(words: &str) -> Refusal {
    Refusal::service("InvalidArgument", 400, words)
}
