//! CloudWatch Logs: metric filters.

use signalarm_cloud::{Page, PutMetricFilter, Refusal};
use signalarm_filter_pattern::{LogEvent, Pattern};

use super::log_groups::{PastFilter, foreign_token, invalid};
use crate::account::Account;
use crate::pages::page;

/// Metric filters that one log group takes (CloudWatch Logs User Guide, *CloudWatch Logs quotas*).
const METRIC_FILTERS_MAX: usize = 100;
/// Metric filters on a page (CloudWatch Logs API Reference, *DescribeMetricFilters*).
const PAGE: usize = 50;
/// Texts of one *TestMetricFilter* (CloudWatch Logs API Reference).
const MESSAGES_MAX: usize = 50;

impl Account {
    /// *PutMetricFilter*: a filter of the same name is replaced in place; nothing is looked at again that was there before.
    pub(crate) fn put_metric_filter(&mut self, request: PutMetricFilter) -> Result<(), Refusal> {
        let filter = request.check()?;
        let (metric, revision) = (self.metric(&filter.metric), self.revision);
        let group = self.log_group_mut(&request.log_group_name)?;
        // The words are not known.
        if !group.is_standard_class {
            return Err(invalid("a log group of the class INFREQUENT_ACCESS takes no metric filters"));
        }
        let position = group.filters.iter().position(|(present, _)| present.name == filter.name);
        match position {
            Some(position) => {
                let (before, _) = std::mem::replace(&mut group.filters_mut()[position], (filter, metric));
                group.past.push(PastFilter { until: revision, name: before.name.clone(), filter: Some(before) });
            }
            None if group.filters.len() < METRIC_FILTERS_MAX => {
                group.past.push(PastFilter { until: revision, name: filter.name.clone(), filter: None });
                group.filters_mut().push((filter, metric));
            }
            None => return Err(Refusal::TooManyMetricFilters(METRIC_FILTERS_MAX)),
        }
        group.requests.insert(request.filter_name.clone(), request);
        Ok(())
    }

    pub(crate) fn describe_metric_filters(
        &mut self,
        log_group: &str,
        token: Option<&str>,
    ) -> Result<Page<PutMetricFilter>, Refusal> {
        let requests = self.log_group_mut(log_group)?.requests.values().cloned().collect();
        let list = format!("metric filters of {log_group}");
        page(&list, token, requests, PAGE, |request: &PutMetricFilter| request.filter_name.clone())
            .map_err(foreign_token)
    }

    pub(crate) fn delete_metric_filter(&mut self, log_group: &str, name: &str) -> Result<(), Refusal> {
        let revision = self.revision;
        let group = self.log_group_mut(log_group)?;
        let Some(position) = group.filters.iter().position(|(filter, _)| filter.name == name) else {
            let words = "The specified metric filter does not exist.";
            return Err(Refusal::service("ResourceNotFoundException", 400, words));
        };
        let (filter, _) = group.filters_mut().remove(position);
        group.past.push(PastFilter { until: revision, name: filter.name.clone(), filter: Some(filter) });
        group.requests.remove(name);
        Ok(())
    }
}

/// *TestMetricFilter*: which texts match, counted from 0.
pub(crate) fn test(pattern: &str, messages: &[String]) -> Result<Vec<usize>, Refusal> {
    let pattern = Pattern::parse(pattern).map_err(|_| invalid("Invalid metric filter pattern"))?;
    if !(1..=MESSAGES_MAX).contains(&messages.len()) || messages.iter().any(String::is_empty) {
        return Err(invalid(format!("1 to {MESSAGES_MAX} messages of at least one character are tested at once")));
    }
    let matches = |(_, message): &(usize, &String)| pattern.matches(&LogEvent::new(message));
    Ok(messages.iter().enumerate().filter(matches).map(|(index, _)| index).collect())
}
