//! The log group and its metric filters.

use signalarm_cloud::{LogsCall, PutMetricFilter};

use super::{Claim, Planner, fields};
use crate::step::{Change, Obstacle, Resource};
use crate::wanted::{deployed_tags, tag};
use crate::{Fact, Owner, WantedLogGroup};

impl Planner<'_> {
    pub(super) fn log_group(&mut self) {
        let Some(name) = self.wanted.log_group_name() else { return };
        let resource = Resource::LogGroup(name.to_owned());
        let Some(found) = self.known(&resource, &self.found.log_group) else { return };
        if found.is_some_and(|found| !found.group.is_standard_class) {
            self.obstacles.push(Obstacle::LogGroupClass(name.to_owned()));
        }
        let WantedLogGroup::Own { arn, retention_days, .. } = &self.wanted.log_group else {
            match found {
                Some(_) => self.plan.foreign.push(resource),
                None => self.obstacles.push(Obstacle::Missing(resource)),
            }
            return;
        };
        let steps = self.plan.steps.len();
        let retention = match found {
            None => {
                let call = LogsCall::CreateLogGroup { log_group_name: name.to_owned(), tags: deployed_tags() };
                self.step(&resource, Change::Create, call);
                None
            }
            Some(found) => {
                match self.claim(&resource, &found.tags) {
                    Claim::Deployed | Claim::Adopted => {}
                    Claim::Take(value) => {
                        let call = LogsCall::TagResource { resource_arn: arn.clone(), tags: vec![tag(value)] };
                        self.step(&resource, Change::Tag(value), call);
                    }
                    Claim::No => return,
                }
                found.group.retention_in_days
            }
        };
        if retention != Some(*retention_days) {
            let text = |days: i32| days.to_string();
            let changes = fields::one("retentionInDays", retention.map(text), Some(text(*retention_days)));
            let (log_group_name, retention_in_days) = (name.to_owned(), *retention_days);
            self.update(&resource, changes, || {
                LogsCall::PutRetentionPolicy { log_group_name, retention_in_days }.into()
            });
        }
        self.untouched_since(steps, &resource);
    }

    /// A filter bears no tags. In a log group of ours one of our names is ours; in somebody's only one that feeds our
    /// metric is.
    pub(super) fn metric_filters(&mut self) {
        let Some(log_group) = self.wanted.log_group_name() else { return };
        let resource = Resource::LogGroup(log_group.to_owned());
        let found = match &self.found.log_group {
            Fact::Present(group) => match self.known(&resource, &group.filters) {
                Some(filters) => filters,
                None => return,
            },
            Fact::Absent => None,
            // The log group itself says so.
            Fact::Unasked | Fact::Denied(_) => return,
        };
        for wanted in self.wanted.alerts.iter().filter_map(|alert| alert.filter.as_ref()) {
            let name = wanted.filter_name.clone();
            let present = found.and_then(|filters| filters.get(&name));
            self.metric_filter(&Resource::MetricFilter { log_group: log_group.to_owned(), name }, wanted, present);
        }
    }

    fn metric_filter(&mut self, resource: &Resource, wanted: &PutMetricFilter, present: Option<&PutMetricFilter>) {
        let put = || LogsCall::PutMetricFilter(Box::new(wanted.clone()));
        let Some(present) = present else {
            self.step(resource, Change::Create, put());
            return;
        };
        let is_in_ours = matches!(self.wanted.log_group, WantedLogGroup::Own { .. });
        if !is_in_ours && !feeds_same_metric(present, wanted) && self.claim_by(resource, Owner::Foreign) == Claim::No {
            return;
        }
        let steps = self.plan.steps.len();
        let changes = fields::of_filters(present, wanted);
        self.update(resource, changes, || put().into());
        self.untouched_since(steps, resource);
    }
}

/// Whether two filters feed the same metric.
pub(crate) fn feeds_same_metric(one: &PutMetricFilter, other: &PutMetricFilter) -> bool {
    let metrics = |filter: &PutMetricFilter| {
        let of = filter.metric_transformations.iter();
        of.map(|one| (one.metric_namespace.clone(), one.metric_name.clone())).collect::<Vec<_>>()
    };
    metrics(one) == metrics(other)
}
