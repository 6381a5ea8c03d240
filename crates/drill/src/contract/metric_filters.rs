//! CloudWatch Logs: metric filters as they are put and listed. What they count is asked by [`crate::probe()`].

use signalarm_cloud::{Call, LogsCall, MetricTransformation, PutMetricFilter, Reply};

use super::{Case, Seen, Stage, case};
use crate::stage::{counted, unfit};

/// One more than a page of *DescribeMetricFilters* holds.
const MORE_THAN_A_PAGE: usize = 51;
const PUT: &str = "CloudWatch Logs API Reference, PutMetricFilter";

pub(super) const CASES: &[Case] = &[
    case("logs: PutMetricFilter twice", "1 filter: ERROR", PUT, |stage| {
        put_twice(stage)?;
        match patterns_by_page(stage)?.concat().as_slice() {
            [pattern] => Ok(format!("1 filter: {pattern}")),
            patterns => Ok(counted(patterns.len(), "filter")),
        }
    }),
    case(
        "logs: DeleteMetricFilter after PutMetricFilter twice",
        "0 filters",
        "CloudWatch Logs API Reference, DeleteMetricFilter",
        |stage| {
            put_twice(stage)?;
            stage.ask(delete(stage))?;
            listed(stage)
        },
    ),
    case(
        "logs: metric filters of a log group that was deleted and made again",
        "0 filters",
        "CloudWatch Logs API Reference, DeleteLogGroup",
        |stage| {
            let log_group_name = stage.log_group()?;
            stage.make(put(filter(stage)), delete(stage))?;
            stage.ask(LogsCall::DeleteLogGroup { log_group_name })?;
            stage.log_group()?;
            listed(stage)
        },
    ),
    case(
        "logs: DescribeMetricFilters of a log group that is not there",
        "refused: ResourceNotFoundException",
        "CloudWatch Logs API Reference, DescribeMetricFilters",
        |stage| stage.tell(LogsCall::DescribeMetricFilters { log_group_name: stage.missing(), next_token: None }),
    ),
    case(
        "logs: DescribeMetricFilters of 51 filters",
        "50 + 1",
        "CloudWatch Logs API Reference, DescribeMetricFilters",
        many,
    ),
    case(
        "logs: DeleteMetricFilter that is not there",
        "refused: ResourceNotFoundException",
        "CloudWatch Logs API Reference, DeleteMetricFilter",
        |stage| {
            stage.log_group()?;
            stage.tell(delete(stage))
        },
    ),
    case(
        "logs: PutMetricFilter on a log group that is not there",
        "refused: ResourceNotFoundException",
        PUT,
        |stage| stage.attempt(put(filter(stage)), delete(stage)),
    ),
    case("logs: PutMetricFilter with a broken pattern", "refused: InvalidParameterException", PUT, |stage| {
        refused(stage, |filter| filter.filter_pattern = "{ $.eventName = }".to_owned())
    }),
    case(
        "logs: PutMetricFilter with a default value and dimensions",
        "refused: InvalidParameterException",
        "CloudWatch Logs API Reference, MetricTransformation",
        |stage| {
            refused(stage, |filter| {
                for transformation in &mut filter.metric_transformations {
                    transformation.default_value = Some(0.0);
                    transformation.dimensions = vec![("User".to_owned(), "$.user".to_owned())];
                }
            })
        },
    ),
    case("logs: PutMetricFilter with two transformations", "refused: InvalidParameterException", PUT, |stage| {
        refused(stage, |filter| {
            let again = filter.metric_transformations.clone();
            filter.metric_transformations.extend(again);
        })
    }),
    case("logs: TestMetricFilter", "matches 0, 2", "CloudWatch Logs API Reference, TestMetricFilter", |stage| {
        test(stage, "ERROR")
    }),
    case(
        "logs: TestMetricFilter of a pattern with parentheses",
        "matches 3",
        "CloudWatch Logs User Guide, Filter pattern syntax",
        |stage| test(stage, "{ ($.a = 1) && ($.b = \"c*\") }"),
    ),
    case(
        "logs: TestMetricFilter with a broken pattern",
        "refused: InvalidParameterException",
        "CloudWatch Logs API Reference, TestMetricFilter",
        |stage| test(stage, "{ $.eventName = }"),
    ),
];

fn filter(stage: &Stage<'_>) -> PutMetricFilter {
    PutMetricFilter {
        log_group_name: stage.name(),
        filter_name: stage.name(),
        filter_pattern: "{ $.a = 1 }".to_owned(),
        metric_transformations: vec![MetricTransformation {
            metric_name: "m".to_owned(),
            metric_namespace: stage.name(),
            metric_value: "1".to_owned(),
            default_value: None,
            unit: None,
            dimensions: Vec::new(),
        }],
    }
}

fn put(filter: PutMetricFilter) -> Call {
    LogsCall::PutMetricFilter(Box::new(filter)).into()
}

fn delete(stage: &Stage<'_>) -> Call {
    LogsCall::DeleteMetricFilter { log_group_name: stage.name(), filter_name: stage.name() }.into()
}

fn put_twice(stage: &mut Stage<'_>) -> Result<(), String> {
    stage.log_group()?;
    stage.make(put(filter(stage)), delete(stage))?;
    let second = PutMetricFilter { filter_pattern: "ERROR".to_owned(), ..filter(stage) };
    // Where both are kept, both must be removed.
    stage.make(put(second), delete(stage)).map(|_| ())
}

/// Whether a filter is taken that is faulty in such a way.
fn refused(stage: &mut Stage<'_>, spoil: fn(&mut PutMetricFilter)) -> Seen {
    stage.log_group()?;
    let mut filter = filter(stage);
    spoil(&mut filter);
    stage.attempt(put(filter), delete(stage))
}

fn patterns_by_page(stage: &mut Stage<'_>) -> Result<Vec<Vec<String>>, String> {
    let log_group_name = stage.name();
    let pages = stage.pages(
        |next_token| LogsCall::DescribeMetricFilters { log_group_name: log_group_name.clone(), next_token }.into(),
        |reply| match reply {
            Reply::MetricFilters(page) => Some(page),
            _ => None,
        },
    )?;
    let pattern = |filter: PutMetricFilter| filter.filter_pattern;
    Ok(pages.into_iter().map(|page| page.into_iter().map(pattern).collect()).collect())
}

fn listed(stage: &mut Stage<'_>) -> Seen {
    Ok(counted(patterns_by_page(stage)?.concat().len(), "filter"))
}

fn many(stage: &mut Stage<'_>) -> Seen {
    let log_group_name = stage.log_group()?;
    for number in 0..MORE_THAN_A_PAGE {
        let filter = PutMetricFilter { filter_name: format!("f{number}"), ..filter(stage) };
        let filter_name = filter.filter_name.clone();
        let undo = LogsCall::DeleteMetricFilter { log_group_name: log_group_name.clone(), filter_name };
        stage.make(put(filter), undo)?;
    }
    let sizes: Vec<String> = patterns_by_page(stage)?.iter().map(|page| page.len().to_string()).collect();
    Ok(sizes.join(" + "))
}

fn test(stage: &mut Stage<'_>, filter_pattern: &str) -> Seen {
    let texts = ["an ERROR", "fine", "ERROR again", r#"{"a":1,"b":"cd"}"#];
    let log_event_messages = texts.iter().map(|text| (*text).to_owned()).collect();
    let filter_pattern = filter_pattern.to_owned();
    match stage.try_ask(LogsCall::TestMetricFilter { filter_pattern, log_event_messages })? {
        Reply::Matches(matches) => {
            let numbers: Vec<String> = matches.iter().map(ToString::to_string).collect();
            Ok(format!("matches {}", numbers.join(", ")))
        }
        _ => Err(unfit("TestMetricFilter")),
    }
}
