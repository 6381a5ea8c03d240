//! CloudTrail: trails, their settings and tags.

use std::sync::Arc;

use signalarm_alert::TrailName;
use signalarm_cloud::{CloudTrailCall, DescribedTrail, PutTrail, Refusal, Reply, TrailStatus};
use signalarm_notification::Arn;
use signalarm_time::Timestamp;

use super::trail_destinations::Route;
use crate::account::Account;
use crate::tags::{TagRefusals, TagSet, merged, told};

/// Trails of one Region (CloudTrail User Guide, *Quotas in AWS CloudTrail*).
const TRAILS_MAX: usize = 5;

const TAGS: TagRefusals =
    TagRefusals { invalid: ("InvalidTagParameterException", 400), too_many: ("TagsLimitExceededException", 400) };

/// A trail.
#[derive(Clone)]
pub(crate) struct Trail {
    pub(crate) described: DescribedTrail,
    tags: TagSet,
    /// Since when the trail logs; `None` while it does not.
    pub(crate) logging_since: Option<Timestamp>,
    pub(crate) all_management_events: bool,
    /// Its last deliveries; whether it logs is told by `logging_since`.
    pub(crate) status: TrailStatus,
    /// Where it may bring what it captures, as it was found last.
    pub(crate) route: Option<Route>,
    /// Of which moment the last log file is.
    pub(crate) log_file_slot: Option<Timestamp>,
}

impl Account {
    pub(crate) fn answer_cloudtrail(&mut self, call: CloudTrailCall) -> Result<Reply, Refusal> {
        match call {
            CloudTrailCall::CreateTrail(request) => return self.create_trail(*request),
            CloudTrailCall::UpdateTrail(request) => return self.update_trail(*request),
            CloudTrailCall::GetTrail { name } => {
                return Ok(Reply::Trail(Box::new(self.trail_mut(&name)?.described.clone())));
            }
            CloudTrailCall::GetTrailStatus { name } => {
                let trail = self.trail_mut(&name)?;
                let is_logging = trail.logging_since.is_some();
                return Ok(Reply::TrailStatus(Box::new(TrailStatus { is_logging, ..trail.status.clone() })));
            }
            CloudTrailCall::StartLogging { name } => {
                let now = self.now;
                let trail = self.own_trail_mut(&name)?;
                trail.logging_since = trail.logging_since.or(Some(now));
            }
            // What is under way still arrives (observed).
            CloudTrailCall::StopLogging { name } => self.own_trail_mut(&name)?.logging_since = None,
            CloudTrailCall::DeleteTrail { name } => {
                let arn = self.own_trail_mut(&name)?.described.trail_arn.clone();
                self.trails.remove(arn.as_str());
            }
            CloudTrailCall::GetEventSelectors { trail_name } => {
                let all_management_events = self.trail_mut(&trail_name)?.all_management_events;
                return Ok(Reply::EventSelectors { all_management_events });
            }
            CloudTrailCall::PutManagementEventSelector { trail_name } => {
                self.own_trail_mut(&trail_name)?.all_management_events = true;
            }
            CloudTrailCall::ListTags { resource_id } => {
                return self.tagged_trail(&resource_id).map(|t| Reply::Tags(told(&t.tags)));
            }
            CloudTrailCall::AddTags { resource_id, tags } => {
                let trail = self.tagged_trail(&resource_id)?;
                trail.tags = merged(&trail.tags, &tags).map_err(|fault| TAGS.of(fault))?;
            }
        }
        Ok(Reply::Done)
    }

    /// A trail that stands there already and that nobody here made, such as an organisation's: it logs since now.
    pub fn place_trail(&mut self, described: DescribedTrail, all_management_events: bool) {
        let arn = Arc::from(described.trail_arn.as_str());
        let trail =
            Trail { logging_since: Some(self.now), all_management_events, ..Trail::new(described, TagSet::new()) };
        self.trails.insert(arn, trail);
        self.revision += 1;
    }

    /// Somebody gives a trail of this account a key for its log files and a topic that is told of them; no call that is
    /// carried here does.
    ///
    /// # Errors
    ///
    /// `TrailNotFoundException`.
    pub fn set_trail_extras(&mut self, name: &str, key: Option<String>, topic: Option<String>) -> Result<(), Refusal> {
        let described = &mut self.own_trail_mut(name)?.described;
        (described.kms_key_id, described.sns_topic_arn) = (key, topic);
        Ok(())
    }

    /// The trail of a name in this Region, or of an ARN.
    pub(crate) fn trail_mut(&mut self, name: &str) -> Result<&mut Trail, Refusal> {
        let arn = self.trail_arn(name)?;
        self.trails.get_mut(arn.as_str()).ok_or_else(|| Refusal::TrailNotFound(name.to_owned()))
    }

    fn trail_arn(&self, name: &str) -> Result<String, Refusal> {
        if !name.starts_with("arn:") {
            let name: TrailName = name.parse().map_err(|why| invalid_name(format!("{why}")))?;
            return Ok(self.place.trail_arn(name.as_str()));
        }
        let is_trail = |arn: &Arn| arn.service() == "cloudtrail" && arn.resource().starts_with("trail/");
        match name.parse::<Arn>().ok().filter(is_trail) {
            Some(arn) => Ok(arn.to_string()),
            None => Err(invalid_arn(name)),
        }
    }

    /// The same, to change it: that is for the account that made it, in its home Region.
    pub(crate) fn own_trail_mut(&mut self, name: &str) -> Result<&mut Trail, Refusal> {
        let (region, account) = (self.place.region.to_string(), self.place.account.to_string());
        let trail = self.trail_mut(name)?;
        let described = &trail.described;
        if described.trail_arn.split(':').nth(4) != Some(account.as_str()) {
            let words = "Only the management account of the organization changes this trail.";
            return Err(Refusal::service("NotOrganizationMasterAccountException", 400, words));
        }
        if described.home_region != region {
            let words = format!("The trail {} belongs to the Region {}.", described.name, described.home_region);
            return Err(Refusal::service("InvalidHomeRegionException", 400, words));
        }
        Ok(trail)
    }

    fn tagged_trail(&mut self, arn: &str) -> Result<&mut Trail, Refusal> {
        if !arn.starts_with("arn:") {
            return Err(invalid_arn(arn));
        }
        let not_found = || Refusal::service("ResourceNotFoundException", 400, format!("there is no trail {arn}"));
        let key = self.trail_arn(arn)?;
        self.trails.get_mut(key.as_str()).ok_or_else(not_found)
    }

    fn create_trail(&mut self, request: PutTrail) -> Result<Reply, Refusal> {
        let name: TrailName = request.name.parse().map_err(|why| invalid_name(format!("{why}")))?;
        let tags = merged(&TagSet::new(), &request.tags).map_err(|fault| TAGS.of(fault))?;
        let trail_arn = self.place.trail_arn(name.as_str());
        if self.trails.contains_key(trail_arn.as_str()) {
            return Err(Refusal::TrailExists(name.to_string()));
        }
        let region = self.place.region.to_string();
        if TRAILS_MAX <= self.trails.values().filter(|trail| trail.described.home_region == region).count() {
            let words = format!("User: {} already has {TRAILS_MAX} trails in {region}.", self.place.account);
            return Err(Refusal::service("MaximumNumberOfTrailsExceededException", 400, words));
        }
        let s3_bucket_name = request.s3_bucket_name.clone().unwrap_or_default();
        let empty = DescribedTrail {
            name: name.to_string(),
            trail_arn: trail_arn.clone(),
            home_region: region,
            s3_bucket_name,
            s3_key_prefix: None,
            include_global_service_events: true,
            is_multi_region_trail: false,
            is_organization_trail: false,
            log_file_validation_enabled: false,
            cloud_watch_logs_log_group_arn: None,
            cloud_watch_logs_role_arn: None,
            kms_key_id: None,
            sns_topic_arn: None,
        };
        let described = asked_for(empty, &request)?;
        self.check_destinations(&described, &request)?;
        self.trails.insert(Arc::from(trail_arn), Trail::new(described.clone(), tags));
        Ok(Reply::Trail(Box::new(described)))
    }

    fn update_trail(&mut self, request: PutTrail) -> Result<Reply, Refusal> {
        let present = self.own_trail_mut(&request.name)?.described.clone();
        let described = asked_for(present, &request)?;
        self.check_destinations(&described, &request)?;
        self.own_trail_mut(&request.name)?.described = described.clone();
        Ok(Reply::Trail(Box::new(described)))
    }
}

impl Trail {
    fn new(described: DescribedTrail, tags: TagSet) -> Self {
        Self {
            described,
            tags,
            logging_since: None,
            all_management_events: true,
            status: TrailStatus::default(),
            route: None,
            log_file_slot: None,
        }
    }
}

/// A trail with what a request gives; what it leaves out stays. An empty log group or role, either, takes both away
/// (recorded answers).
fn asked_for(mut trail: DescribedTrail, request: &PutTrail) -> Result<DescribedTrail, Refusal> {
    let (group, role) = (&request.cloud_watch_logs_log_group_arn, &request.cloud_watch_logs_role_arn);
    if [group, role].into_iter().flatten().any(String::is_empty) {
        trail.cloud_watch_logs_log_group_arn = None;
        trail.cloud_watch_logs_role_arn = None;
    } else {
        trail.cloud_watch_logs_log_group_arn = group.clone().or(trail.cloud_watch_logs_log_group_arn);
        trail.cloud_watch_logs_role_arn = role.clone().or(trail.cloud_watch_logs_role_arn);
    }
    trail.s3_bucket_name = request.s3_bucket_name.clone().unwrap_or(trail.s3_bucket_name);
    trail.s3_key_prefix = request.s3_key_prefix.clone().or(trail.s3_key_prefix).filter(|prefix| !prefix.is_empty());
    let switch = |asked: Option<bool>, present| asked.unwrap_or(present);
    trail.include_global_service_events =
        switch(request.include_global_service_events, trail.include_global_service_events);
    trail.is_multi_region_trail = switch(request.is_multi_region_trail, trail.is_multi_region_trail);
    trail.log_file_validation_enabled = switch(request.enable_log_file_validation, trail.log_file_validation_enabled);
    if trail.is_multi_region_trail && !trail.include_global_service_events {
        let words = "Multi-Region trail must include global service events.";
        return Err(Refusal::service("InvalidParameterCombinationException", 400, words));
    }
    Ok(trail)
}

fn invalid_name(message: String) -> Refusal {
    Refusal::service("InvalidTrailNameException", 400, message)
}

fn invalid_arn(arn: &str) -> Refusal {
    Refusal::service("CloudTrailARNInvalidException", 400, format!("{arn} is no ARN of a trail"))
}
