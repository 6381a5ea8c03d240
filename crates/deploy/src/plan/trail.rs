//! The trail: ours, or the one that is used.

use signalarm_cloud::{CloudTrailCall, PutTrail};

use super::{Claim, Planner, fields};
use crate::step::{Change, Obstacle, Resource};
use crate::wanted::{deployed_tags, tag};
use crate::{FoundTrail, WantedLogGroup, WantedTrail};
use signalarm_alert::Source;

impl<'a> Planner<'a> {
    pub(super) fn trail(&mut self) {
        match (&self.wanted.trail, &self.wanted.deployment().source) {
            (Some(wanted), _) => self.own_trail(wanted),
            (None, Source::Trail(arn)) => self.used_trail(arn),
            (None, Source::Own(_) | Source::LogGroup(_) | Source::None) => {}
        }
    }

    /// Somebody's trail is not touched, but it must deliver to a log group that can carry filters.
    fn used_trail(&mut self, arn: &str) {
        let resource = Resource::Trail(arn.to_owned());
        match self.known(&resource, &self.found.trail) {
            Some(Some(found)) if matches!(self.wanted.log_group, WantedLogGroup::OfTrail { .. }) => {
                let log_group = found.trail.cloud_watch_logs_log_group_arn.clone();
                self.obstacles.push(Obstacle::NoLogGroupOfTrail { trail: arn.to_owned(), log_group });
            }
            Some(Some(_)) => self.plan.foreign.push(resource),
            Some(None) => self.obstacles.push(Obstacle::Missing(resource)),
            None => {}
        }
    }

    fn own_trail(&mut self, wanted: &'a WantedTrail) {
        let resource = Resource::Trail(wanted.request.name.clone());
        let Some(found) = self.known(&resource, &self.found.trail) else { return };
        let name = wanted.arn.clone();
        let Some(found) = found else {
            let request = PutTrail { tags: deployed_tags(), ..wanted.request.clone() };
            self.step(&resource, Change::Create, CloudTrailCall::CreateTrail(Box::new(request)));
            self.step(&resource, Change::StartLogging, CloudTrailCall::StartLogging { name });
            return;
        };
        if let Some(why) = elsewhere(found, wanted) {
            self.obstacles.push(Obstacle::TrailElsewhere { name: wanted.request.name.clone(), why });
            return;
        }
        let steps = self.plan.steps.len();
        match self.claim(&resource, &found.tags) {
            Claim::Deployed | Claim::Adopted => {}
            Claim::Take(value) => {
                let call = CloudTrailCall::AddTags { resource_id: wanted.arn.clone(), tags: vec![tag(value)] };
                self.step(&resource, Change::Tag(value), call);
            }
            Claim::No => return,
        }
        let changes = fields::differences(fields::of_trail(&found.trail), fields::of_wanted_trail(&wanted.request));
        self.update(&resource, changes, || CloudTrailCall::UpdateTrail(Box::new(update(found, wanted))).into());
        let selected = self.known(&resource, &found.all_management_events);
        // An endpoint that cannot tell is left alone.
        if selected.flatten() == Some(&false) {
            let changes = fields::one("EventSelectors", None, Some("all management events".to_owned()));
            let trail_name = wanted.arn.clone();
            self.update(&resource, changes, || CloudTrailCall::PutManagementEventSelector { trail_name }.into());
        }
        if let Some(status) = self.known(&resource, &found.status)
            && !status.is_some_and(|status| status.is_logging)
        {
            self.step(&resource, Change::StartLogging, CloudTrailCall::StartLogging { name });
        }
        self.untouched_since(steps, &resource);
        // An update that does not name them leaves them as they are.
        let extras = [("KmsKeyId", &found.trail.kms_key_id), ("SnsTopicARN", &found.trail.sns_topic_arn)];
        for (field, value) in extras {
            let setting =
                |value: &String| Resource::Setting { of: resource.clone().into(), field, value: value.clone() };
            self.plan.foreign.extend(value.as_ref().map(setting));
        }
    }
}

/// Why a trail of the wanted name is not one that we could change.
fn elsewhere(found: &FoundTrail, wanted: &WantedTrail) -> Option<String> {
    if found.trail.is_organization_trail {
        return Some("is an organisation's".to_owned());
    }
    (found.trail.trail_arn != wanted.arn).then(|| format!("has its home in {}", found.trail.home_region))
}

/// What is not given stays, so a prefix is taken away by an empty one.
fn update(found: &FoundTrail, wanted: &WantedTrail) -> PutTrail {
    let s3_key_prefix = found.trail.s3_key_prefix.as_ref().map(|_| String::new());
    PutTrail { s3_key_prefix, ..wanted.request.clone() }
}
