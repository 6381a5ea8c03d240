//! What differs between a resource as it is and as it is wanted, field by field, for a person and for the decision.

use signalarm_cloud::{
    DescribedTrail, LifecycleRule, MetricTransformation, PublicAccessBlock, PutMetricAlarm, PutMetricFilter, PutTrail,
};

use crate::step::FieldChange;

/// Names and values of fields; `None` where nothing is set.
pub(super) type Fields = Vec<(&'static str, Option<String>)>;

/// The fields that differ. Both sides list the same fields in the same order.
pub(super) fn differences(before: Fields, after: Fields) -> Vec<FieldChange> {
    let pairs = before.into_iter().zip(after);
    pairs
        .filter(|((_, before), (_, after))| before != after)
        .map(|((field, before), (_, after))| FieldChange { field, before, after })
        .collect()
}

/// The fields of alarms that differ; most do not, and are not written out for it.
pub(super) fn of_alarms(before: &PutMetricAlarm, after: &PutMetricAlarm) -> Vec<FieldChange> {
    if before == after { Vec::new() } else { differences(of_alarm(before), of_alarm(after)) }
}

/// The same of metric filters.
pub(super) fn of_filters(before: &PutMetricFilter, after: &PutMetricFilter) -> Vec<FieldChange> {
    if before == after { Vec::new() } else { differences(of_filter(before), of_filter(after)) }
}

/// One field that differs.
pub(super) fn one(field: &'static str, before: Option<String>, after: Option<String>) -> Vec<FieldChange> {
    vec![FieldChange { field, before, after }]
}

/// What an alarm does. Settings that AWS tells as their default are told as nothing.
fn of_alarm(alarm: &PutMetricAlarm) -> Fields {
    let but_for = |value: &Option<String>, default: &str| value.clone().filter(|value| value != default);
    let list = |values: &[String]| {
        let mut values = values.to_vec();
        values.sort();
        (!values.is_empty()).then(|| values.join(", "))
    };
    let mut dimensions: Vec<String> = alarm.dimensions.iter().map(|(name, value)| format!("{name}={value}")).collect();
    dimensions.sort();
    vec![
        ("AlarmDescription", alarm.alarm_description.clone()),
        ("ActionsEnabled", Some(alarm.actions_enabled.unwrap_or(true).to_string())),
        ("OKActions", list(&alarm.ok_actions)),
        ("AlarmActions", list(&alarm.alarm_actions)),
        ("InsufficientDataActions", list(&alarm.insufficient_data_actions)),
        ("MetricName", alarm.metric_name.clone()),
        ("Namespace", alarm.namespace.clone()),
        ("Statistic", alarm.statistic.clone()),
        ("ExtendedStatistic", alarm.extended_statistic.clone()),
        ("Dimensions", list(&dimensions)),
        ("Period", alarm.period.map(|seconds| seconds.to_string())),
        ("Unit", alarm.unit.clone()),
        ("EvaluationPeriods", alarm.evaluation_periods.map(|periods| periods.to_string())),
        // All of them, where AWS was told nothing.
        ("DatapointsToAlarm", alarm.datapoints_to_alarm.or(alarm.evaluation_periods).map(|count| count.to_string())),
        ("Threshold", alarm.threshold.map(|threshold| threshold.to_string())),
        ("ThresholdMetricId", alarm.threshold_metric_id.clone()),
        ("ComparisonOperator", alarm.comparison_operator.clone()),
        ("TreatMissingData", but_for(&alarm.treat_missing_data, "missing")),
        ("EvaluateLowSampleCountPercentile", but_for(&alarm.evaluate_low_sample_count_percentile, "evaluate")),
        ("EvaluationWindow", but_for(&alarm.evaluation_window, "SlidingWindow")),
        ("Metrics", (!alarm.metrics.is_empty()).then(|| format!("{} queries", alarm.metrics.len()))),
    ]
}

/// What a metric filter does.
fn of_filter(filter: &PutMetricFilter) -> Fields {
    let transformations = &filter.metric_transformations;
    let first = transformations.first();
    let text = |read: fn(&MetricTransformation) -> String| first.map(read);
    let further = transformations.len().saturating_sub(1);
    vec![
        ("filterPattern", Some(filter.filter_pattern.clone())),
        ("metricName", text(|transformation| transformation.metric_name.clone())),
        ("metricNamespace", text(|transformation| transformation.metric_namespace.clone())),
        ("metricValue", text(|transformation| transformation.metric_value.clone())),
        ("defaultValue", first.and_then(|one| one.default_value).map(|value| value.to_string())),
        ("unit", first.and_then(|one| one.unit.clone()).filter(|unit| unit != "None")),
        ("dimensions", first.and_then(dimensions)),
        ("metricTransformations", (0 < further).then(|| format!("{further} more"))),
    ]
}

fn dimensions(transformation: &MetricTransformation) -> Option<String> {
    let mut pairs: Vec<String> =
        transformation.dimensions.iter().map(|(name, selector)| format!("{name}={selector}")).collect();
    pairs.sort();
    (!pairs.is_empty()).then(|| pairs.join(", "))
}

/// What a trail does, as it is.
pub(super) fn of_trail(trail: &DescribedTrail) -> Fields {
    vec![
        ("S3BucketName", Some(trail.s3_bucket_name.clone())),
        ("S3KeyPrefix", trail.s3_key_prefix.clone().filter(|prefix| !prefix.is_empty())),
        ("IncludeGlobalServiceEvents", Some(trail.include_global_service_events.to_string())),
        ("IsMultiRegionTrail", Some(trail.is_multi_region_trail.to_string())),
        ("EnableLogFileValidation", Some(trail.log_file_validation_enabled.to_string())),
        ("CloudWatchLogsLogGroupArn", trail.cloud_watch_logs_log_group_arn.clone()),
        ("CloudWatchLogsRoleArn", trail.cloud_watch_logs_role_arn.clone()),
    ]
}

/// What a trail does, as it is wanted.
pub(super) fn of_wanted_trail(trail: &PutTrail) -> Fields {
    let flag = |flag: Option<bool>| flag.map(|flag| flag.to_string());
    vec![
        ("S3BucketName", trail.s3_bucket_name.clone()),
        ("S3KeyPrefix", trail.s3_key_prefix.clone()),
        ("IncludeGlobalServiceEvents", flag(trail.include_global_service_events)),
        ("IsMultiRegionTrail", flag(trail.is_multi_region_trail)),
        ("EnableLogFileValidation", flag(trail.enable_log_file_validation)),
        ("CloudWatchLogsLogGroupArn", trail.cloud_watch_logs_log_group_arn.clone()),
        ("CloudWatchLogsRoleArn", trail.cloud_watch_logs_role_arn.clone()),
    ]
}

/// What of public access is blocked.
pub(super) fn of_block(block: PublicAccessBlock) -> Fields {
    vec![
        ("BlockPublicAcls", Some(block.block_public_acls.to_string())),
        ("IgnorePublicAcls", Some(block.ignore_public_acls.to_string())),
        ("BlockPublicPolicy", Some(block.block_public_policy.to_string())),
        ("RestrictPublicBuckets", Some(block.restrict_public_buckets.to_string())),
    ]
}

/// A rule in one line.
pub(super) fn rule_text(rule: &LifecycleRule) -> String {
    let days = |what: &str, days: Option<i32>| days.map(|days| format!("{what} after {days} days"));
    let moved = rule.transition.as_ref().map(|(days, class)| format!("to {class} after {days} days"));
    let parts = [
        (!rule.is_enabled).then(|| "not in force".to_owned()),
        moved,
        days("deleted", rule.expiration_days),
        days("gone", rule.noncurrent_version_expiration_days),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    format!("{}: {}", rule.id, parts.join(", "))
}
