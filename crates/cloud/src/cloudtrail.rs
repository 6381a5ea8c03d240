//! The operations of CloudTrail.

use signalarm_time::Timestamp;

use crate::Tag;

/// A call of one operation of CloudTrail. A trail is named by its name in its home Region, or by its ARN.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CloudTrailCall {
    /// Creates a trail, which does not log yet. The service looks at the bucket's policy, the log group and the role first.
    /// → [`crate::Reply::Trail`]
    CreateTrail(Box<PutTrail>),
    /// Replaces what is given; destination fields that are `None` stay. → [`crate::Reply::Trail`]
    UpdateTrail(Box<PutTrail>),
    /// Tells of a trail. → [`crate::Reply::Trail`]
    GetTrail {
        /// Name or ARN.
        name: String,
    },
    /// Tells whether a trail logs, and when it delivered. → [`crate::Reply::TrailStatus`]
    GetTrailStatus {
        /// Name or ARN.
        name: String,
    },
    /// Lets a trail log; one that logs goes on.
    StartLogging {
        /// Name or ARN.
        name: String,
    },
    /// Lets a trail log no more.
    StopLogging {
        /// Name or ARN.
        name: String,
    },
    /// Deletes a trail; what it delivered stays.
    DeleteTrail {
        /// Name or ARN.
        name: String,
    },
    /// Tells what a trail records. → [`crate::Reply::EventSelectors`]
    GetEventSelectors {
        /// Name or ARN.
        trail_name: String,
    },
    /// Lets a trail record all management events, reading and writing, and nothing else: the selection that a new trail has.
    PutManagementEventSelector {
        /// Name or ARN.
        trail_name: String,
    },
    /// Tells the tags of a trail. → [`crate::Reply::Tags`]
    ListTags {
        /// The trail's ARN.
        resource_id: String,
    },
    /// Adds tags to a trail; a key that is there gets the new value.
    AddTags {
        /// The trail's ARN.
        resource_id: String,
        /// At least one.
        tags: Vec<Tag>,
    },
}

/// A request for a trail, under AWS's names (CloudTrail API Reference, *CreateTrail*, *UpdateTrail*).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PutTrail {
    /// 3 to 128 characters (or the ARN, to update).
    pub name: String,
    /// The bucket; required to create.
    pub s3_bucket_name: Option<String>,
    /// Where in it.
    pub s3_key_prefix: Option<String>,
    /// Whether events without a Region are recorded; `None` is true for a new trail.
    pub include_global_service_events: Option<bool>,
    /// Whether all Regions are recorded; `None` is false for a new trail.
    pub is_multi_region_trail: Option<bool>,
    /// Whether digests are written; `None` is false for a new trail.
    pub enable_log_file_validation: Option<bool>,
    /// The log group's ARN, ending in `:*`; together with the role.
    pub cloud_watch_logs_log_group_arn: Option<String>,
    /// The role's ARN.
    pub cloud_watch_logs_role_arn: Option<String>,
    /// At most 50; only to create.
    pub tags: Vec<Tag>,
}

/// A trail as the service tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DescribedTrail {
    /// Its name.
    pub name: String,
    /// Its ARN.
    pub trail_arn: String,
    /// The Region in which it was made.
    pub home_region: String,
    /// The bucket.
    pub s3_bucket_name: String,
    /// Where in it.
    pub s3_key_prefix: Option<String>,
    /// Whether events without a Region are recorded.
    pub include_global_service_events: bool,
    /// Whether all Regions are recorded.
    pub is_multi_region_trail: bool,
    /// Whether all accounts of the organisation are recorded.
    pub is_organization_trail: bool,
    /// Whether digests are written.
    pub log_file_validation_enabled: bool,
    /// The log group's ARN, ending in `:*`.
    pub cloud_watch_logs_log_group_arn: Option<String>,
    /// The role's ARN.
    pub cloud_watch_logs_role_arn: Option<String>,
    /// The ARN of the key that encrypts the log files, which no call here sets.
    pub kms_key_id: Option<String>,
    /// The ARN of the topic that is told of each log file, which no call here sets.
    pub sns_topic_arn: Option<String>,
}

/// What *GetTrailStatus* tells; an error is the service's code for it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TrailStatus {
    /// Whether the trail logs.
    pub is_logging: bool,
    /// When it last delivered to the bucket.
    pub latest_delivery_time: Option<Timestamp>,
    /// Why it last could not.
    pub latest_delivery_error: Option<String>,
    /// When it last delivered to the log group.
    pub latest_cloud_watch_logs_delivery_time: Option<Timestamp>,
    /// Why it last could not.
    pub latest_cloud_watch_logs_delivery_error: Option<String>,
}

impl CloudTrailCall {
    /// The operation's name.
    #[must_use]
    pub const fn operation(&self) -> &'static str {
        match self {
            Self::CreateTrail(_) => "CreateTrail",
            Self::UpdateTrail(_) => "UpdateTrail",
            Self::GetTrail { .. } => "GetTrail",
            Self::GetTrailStatus { .. } => "GetTrailStatus",
            Self::StartLogging { .. } => "StartLogging",
            Self::StopLogging { .. } => "StopLogging",
            Self::DeleteTrail { .. } => "DeleteTrail",
            Self::GetEventSelectors { .. } => "GetEventSelectors",
            Self::PutManagementEventSelector { .. } => "PutEventSelectors",
            Self::ListTags { .. } => "ListTags",
            Self::AddTags { .. } => "AddTags",
        }
    }
}
