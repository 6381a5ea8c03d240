//! Who else would see a forged record, or be alarmed by it.

use std::collections::{BTreeMap, BTreeSet};

use signalarm_alarm::CompositeRule;
use signalarm_alert::{AlertName, Chain};
use signalarm_cloud::{
    AlarmType, Call, CloudWatchCall, DescribeAlarms, DescribeAlarmsForMetric, DescribedAlarms, DescribedCompositeAlarm,
    DescribedMetricAlarm, DescribedSubscriptionFilter, LogsCall, Page, PutMetricFilter, Reply,
};
use signalarm_deploy::Session;
use signalarm_event::Record;
use signalarm_filter_pattern::{LogEvent, Pattern};
use signalarm_metric::{MetricFilter, MetricId};
use signalarm_scenario::TargetError;
use signalarm_time::Timestamp;

use super::Site;
use crate::ask::{ask, pages, unfit};
use crate::outside::matching;

/// The forged records of a scenario, by its name.
pub(super) type Forged = BTreeMap<String, Vec<Record>>;

/// Who else would see a forged record, or be alarmed by it. Rules of EventBridge on changes of alarms cannot be seen from
/// here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Strangers {
    /// Who reads the log group along.
    pub readers: Vec<Reader>,
    /// Alarms of others that a forged record would feed.
    pub alarms: Vec<ForeignAlarm>,
}

/// A subscription filter of the log group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reader {
    /// Its name.
    pub filter: String,
    /// The stream or function that reads along.
    pub destination_arn: String,
    /// Its pattern; empty: everything.
    pub pattern: String,
    /// The scenarios of which it would be sent a forged record; none: its pattern matches none.
    pub scenarios: BTreeSet<String>,
}

/// An alarm of others that a forged record would feed, or a metric filter that feeds no alarm yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForeignAlarm {
    /// The metric filter of others on the log group that matches; `None`: the alarm watches a metric or an alarm of ours.
    pub filter: Option<String>,
    /// The alarm of ours, or the one whose metric it is, that it watches.
    pub watches: Option<AlertName>,
    /// The alarm; `None`: no alarm is on the filter's metric.
    pub alarm: Option<String>,
    /// Whether the alarm has actions and may run them.
    pub acts: bool,
    /// The scenarios whose forged records match.
    pub scenarios: BTreeSet<String>,
}

impl Strangers {
    /// Whether somebody would see or hear of a forged record. A metric without an alarm tells nobody.
    #[must_use]
    pub fn are_concerned(&self) -> bool {
        self.readers.iter().any(Reader::is_concerned) || self.alarms.iter().any(|alarm| alarm.alarm.is_some())
    }

    /// Those who are concerned, in words.
    #[must_use]
    pub fn in_words(&self) -> String {
        let readers = self.readers.iter().filter(|reader| reader.is_concerned());
        let readers =
            readers.map(|reader| format!("{} (subscription filter {})", reader.destination_arn, reader.filter));
        let alarms = self.alarms.iter().filter_map(|foreign| {
            let alarm = foreign.alarm.as_ref()?;
            Some(match (&foreign.filter, &foreign.watches) {
                (Some(filter), _) => format!("the alarm {alarm} (by the metric filter {filter})"),
                (None, Some(ours)) => format!("the alarm {alarm} (which watches {ours})"),
                (None, None) => format!("the alarm {alarm}"),
            })
        });
        readers.chain(alarms).collect::<Vec<String>>().join(", ")
    }
}

impl Reader {
    /// Whether it would be sent a forged record.
    #[must_use]
    pub fn is_concerned(&self) -> bool {
        !self.scenarios.is_empty()
    }
}

impl Strangers {
    /// Looks who would see the forged records, or be alarmed by them. It changes nothing.
    pub(super) fn find(session: &mut dyn Session, site: &Site, forged: &Forged) -> Result<Self, TargetError> {
        let mut alarms = Vec::new();
        for filter in foreign_filters(site) {
            alarms.extend(of_filter(session, filter, forged)?);
        }
        let rung = rung(&site.chain, forged);
        for (name, scenarios) in &rung {
            alarms.extend(on_ours(session, &site.chain, name, scenarios)?);
        }
        alarms.extend(composites(session, &site.chain, &rung)?);
        Ok(Self { readers: readers(session, site.chain.log_group.as_str(), forged)?, alarms })
    }
}

/// The alerts that the forged records ring, each with the scenarios.
pub(super) fn rung(chain: &Chain, forged: &Forged) -> BTreeMap<AlertName, BTreeSet<String>> {
    let mut rung: BTreeMap<AlertName, BTreeSet<String>> = BTreeMap::new();
    for (scenario, records) in forged {
        for alert in records.iter().flat_map(|record| matching(chain, record)) {
            rung.entry(alert).or_default().insert(scenario.clone());
        }
    }
    rung
}

/// The scenarios of which a pattern matches a record. One that we cannot read may match any.
fn scenarios(pattern: &str, forged: &Forged) -> BTreeSet<String> {
    let pattern = Pattern::parse(pattern).ok();
    let matches =
        |record: &Record| pattern.as_ref().is_none_or(|pattern| pattern.matches(&LogEvent::new(record.text())));
    let concerned = forged.iter().filter(|(_, records)| records.iter().any(matches));
    concerned.map(|(scenario, _)| scenario.clone()).collect()
}

fn readers(session: &mut dyn Session, log_group: &str, forged: &Forged) -> Result<Vec<Reader>, TargetError> {
    let call = |next_token| {
        let log_group_name = log_group.to_owned();
        LogsCall::DescribeSubscriptionFilters { log_group_name, next_token }.into()
    };
    let filters = pages(session, call, |reply| match reply {
        Reply::SubscriptionFilters(page) => Some(page),
        _ => None,
    })?;
    let reader = |filter: DescribedSubscriptionFilter| Reader {
        scenarios: scenarios(&filter.filter_pattern, forged),
        filter: filter.filter_name,
        destination_arn: filter.destination_arn,
        pattern: filter.filter_pattern,
    };
    Ok(filters.into_iter().map(reader).collect())
}

/// The metric filters on the log group that are not the chain's.
fn foreign_filters(site: &Site) -> Vec<&PutMetricFilter> {
    let group = site.view.found.log_group.present();
    let filters = group.and_then(|group| group.filters.present()).into_iter().flatten();
    let is_ours = |name: &String| site.chain.names().any(|ours| ours.as_str() == name);
    filters.filter(|(name, _)| !is_ours(name)).map(|(_, filter)| filter).collect()
}

/// The alarms on the metric of a filter that matches forged records; the filter alone where nobody watches its metric.
fn of_filter(
    session: &mut dyn Session,
    filter: &PutMetricFilter,
    forged: &Forged,
) -> Result<Vec<ForeignAlarm>, TargetError> {
    let concerned = scenarios(&filter.filter_pattern, forged);
    if concerned.is_empty() {
        return Ok(Vec::new());
    }
    let mut alarms: BTreeMap<String, bool> = BTreeMap::new();
    for metric in metrics(filter, forged) {
        for alarm in on_metric(session, metric)? {
            alarms.insert(alarm.configuration.alarm_name.clone(), acts(&alarm));
        }
    }
    let foreign = |alarm: Option<String>, acts| ForeignAlarm {
        filter: Some(filter.filter_name.clone()),
        watches: None,
        alarm,
        acts,
        scenarios: concerned.clone(),
    };
    Ok(match alarms.is_empty() {
        true => vec![foreign(None, false)],
        false => alarms.into_iter().map(|(name, acts)| foreign(Some(name), acts)).collect(),
    })
}

/// The metrics that a filter feeds with what it makes of forged records, each with its dimensions.
fn metrics(filter: &PutMetricFilter, forged: &Forged) -> Vec<MetricId> {
    let Ok(filter) = filter.check() else {
        let plain = |to: &signalarm_cloud::MetricTransformation| {
            MetricId::new(to.metric_namespace.clone(), to.metric_name.clone(), Vec::new())
        };
        return filter.metric_transformations.iter().map(plain).collect();
    };
    let mut metrics: Vec<MetricId> = Vec::new();
    for record in forged.values().flatten() {
        let sample = filter.apply(&LogEvent::new(record.text()), Timestamp::MIN).filter(|sample| sample.matched);
        let metric = sample.map(|sample| fed(&filter, sample.dimensions));
        metrics.extend(metric.filter(|metric| !metrics.contains(metric)));
    }
    metrics
}

fn fed(filter: &MetricFilter, dimensions: Vec<(String, String)>) -> MetricId {
    MetricId::new(filter.metric.namespace.clone(), filter.metric.name.clone(), dimensions)
}

/// Alarms of others on a metric of ours.
fn on_ours(
    session: &mut dyn Session,
    chain: &Chain,
    name: &AlertName,
    scenarios: &BTreeSet<String>,
) -> Result<Vec<ForeignAlarm>, TargetError> {
    let Some(alert) = chain.alert(name) else { return Ok(Vec::new()) };
    let is_ours =
        |alarm: &DescribedMetricAlarm| chain.names().any(|ours| ours.as_str() == alarm.configuration.alarm_name);
    let others = on_metric(session, chain.metric_filter(alert).metric)?.into_iter().filter(|alarm| !is_ours(alarm));
    let foreign = |alarm: DescribedMetricAlarm| ForeignAlarm {
        filter: None,
        watches: Some(name.clone()),
        acts: acts(&alarm),
        alarm: Some(alarm.configuration.alarm_name),
        scenarios: scenarios.clone(),
    };
    Ok(others.map(foreign).collect())
}

fn on_metric(session: &mut dyn Session, metric: MetricId) -> Result<Vec<DescribedMetricAlarm>, TargetError> {
    let (statistic, extended_statistic, period, unit) = (None, None, None, None);
    let request = DescribeAlarmsForMetric { metric, statistic, extended_statistic, period, unit };
    match ask(session, CloudWatchCall::DescribeAlarmsForMetric(request))? {
        Reply::AlarmsForMetric(alarms) => Ok(alarms),
        _ => Err(unfit("cloudwatch:DescribeAlarmsForMetric")),
    }
}

fn acts(alarm: &DescribedMetricAlarm) -> bool {
    alarm.configuration.actions_enabled.unwrap_or(true) && alarm.configuration.actions().next().is_some()
}

/// Composite alarms over ours.
fn composites(
    session: &mut dyn Session,
    chain: &Chain,
    rung: &BTreeMap<AlertName, BTreeSet<String>>,
) -> Result<Vec<ForeignAlarm>, TargetError> {
    if rung.is_empty() {
        return Ok(Vec::new());
    }
    let call = |next_token| -> Call {
        let alarm_types = vec![AlarmType::Composite];
        CloudWatchCall::DescribeAlarms(DescribeAlarms { alarm_types, next_token, ..DescribeAlarms::default() }).into()
    };
    let composites = pages(session, call, |reply| match reply {
        Reply::Alarms(DescribedAlarms { composite_alarms: items, next_token, .. }) => Some(Page { items, next_token }),
        _ => None,
    })?;
    let foreign = |composite: &DescribedCompositeAlarm| {
        let rule = CompositeRule::parse(&composite.configuration.alarm_rule).ok()?;
        let is_child = |name: &AlertName| {
            rule.children()
                .iter()
                .any(|child| *child == name.as_str() || *child == chain.place.alarm_arn(name.as_str()))
        };
        let (watched, scenarios) = rung.iter().find(|(name, _)| is_child(name))?;
        let configuration = &composite.configuration;
        Some(ForeignAlarm {
            filter: None,
            watches: Some(watched.clone()),
            alarm: Some(configuration.alarm_name.clone()),
            acts: configuration.actions_enabled.unwrap_or(true) && configuration.actions().next().is_some(),
            scenarios: scenarios.clone(),
        })
    };
    Ok(composites.iter().filter_map(foreign).collect())
}
