//! CloudWatch Logs.

use rstest::rstest;
use signalarm_account::Account;
use signalarm_cloud::{DescribedLogGroup, LogsCall, MetricTransformation, Page, PutMetricFilter, Reply};

use crate::support::{account, check_refused, create_log_group, tags};

fn filter(log_group: &str, name: &str) -> PutMetricFilter {
    PutMetricFilter {
        log_group_name: log_group.to_owned(),
        filter_name: name.to_owned(),
        filter_pattern: "{ $.eventName = \"ConsoleLogin\" }".to_owned(),
        metric_transformations: vec![MetricTransformation {
            metric_name: "m".to_owned(),
            metric_namespace: "N".to_owned(),
            metric_value: "1".to_owned(),
            default_value: Some(0.0),
            unit: None,
            dimensions: Vec::new(),
        }],
    }
}

fn put(filter: PutMetricFilter) -> LogsCall {
    LogsCall::PutMetricFilter(Box::new(filter))
}

fn create(name: &str) -> LogsCall {
    LogsCall::CreateLogGroup { log_group_name: name.to_owned(), tags: tags(&[("k", "v")]) }
}

fn retain(name: &str, retention_in_days: i32) -> LogsCall {
    LogsCall::PutRetentionPolicy { log_group_name: name.to_owned(), retention_in_days }
}

fn delete_filter(log_group: &str, name: &str) -> LogsCall {
    LogsCall::DeleteMetricFilter { log_group_name: log_group.to_owned(), filter_name: name.to_owned() }
}

fn test(pattern: &str, messages: usize) -> LogsCall {
    LogsCall::TestMetricFilter {
        filter_pattern: pattern.to_owned(),
        log_event_messages: vec!["x".to_owned(); messages],
    }
}

fn list_tags(arn: &str) -> LogsCall {
    LogsCall::ListTagsForResource { resource_arn: arn.to_owned() }
}

fn groups(account: &mut Account, prefix: &str, next_token: Option<String>) -> Page<DescribedLogGroup> {
    let call = LogsCall::DescribeLogGroups { log_group_name_prefix: prefix.to_owned(), next_token };
    match account.answer(call) {
        Ok(Reply::LogGroups(page)) => page,
        other => panic!("{other:?}"),
    }
}

fn filters(account: &mut Account, next_token: Option<String>) -> Page<PutMetricFilter> {
    match account.answer(LogsCall::DescribeMetricFilters { log_group_name: "g".to_owned(), next_token }) {
        Ok(Reply::MetricFilters(page)) => page,
        other => panic!("{other:?}"),
    }
}

#[rstest]
#[case(create("g"), "ResourceAlreadyExistsException 400")]
#[case(create(""), "InvalidParameterException 400")]
#[case(create("a b"), "InvalidParameterException 400")]
#[case(create(&"a".repeat(513)), "InvalidParameterException 400")]
#[case(retain("none", 90), "ResourceNotFoundException 400")]
#[case(retain("g", 91), "InvalidParameterException 400")]
#[case(LogsCall::DeleteLogGroup { log_group_name: "none".to_owned() }, "ResourceNotFoundException 400")]
#[case(put(filter("none", "f")), "ResourceNotFoundException 400")]
#[case(put(filter("g", "a:b")), "InvalidParameterException 400")]
#[case(LogsCall::DescribeMetricFilters { log_group_name: "none".to_owned(), next_token: None }, "ResourceNotFoundException 400")]
#[case(LogsCall::DescribeMetricFilters { log_group_name: "g".to_owned(), next_token: Some("t".to_owned()) },
    "InvalidParameterException 400: The specified nextToken is invalid.")]
#[case(LogsCall::DescribeLogGroups { log_group_name_prefix: "g".to_owned(), next_token: Some("t".to_owned()) },
    "InvalidParameterException 400: The specified nextToken is invalid.")]
#[case(delete_filter("g", "none"), "ResourceNotFoundException 400: The specified metric filter does not exist.")]
#[case(delete_filter("none", "f"), "ResourceNotFoundException 400")]
#[case(test("{ $.a = ", 1), "InvalidParameterException 400: Invalid metric filter pattern")]
#[case(test("", 0), "InvalidParameterException 400")]
#[case(test("", 51), "InvalidParameterException 400")]
#[case(list_tags("arn:aws:logs:eu-west-1:111122223333:log-group:none"), "ResourceNotFoundException 400")]
#[case(list_tags("arn:aws:logs:us-east-1:111122223333:log-group:g"), "ResourceNotFoundException 400")]
#[case(list_tags("arn:aws:logs:eu-west-1:111122223333:log-group:g:*"), "InvalidParameterException 400")]
#[case(LogsCall::TagResource { resource_arn: "arn:aws:logs:eu-west-1:111122223333:log-group:g".to_owned(),
    tags: tags(&[("aws:x", "")]) }, "InvalidParameterException 400")]
fn log_groups_are_refused(#[case] call: LogsCall, #[case] expected: &str) {
    let mut account = account();
    create_log_group(&mut account, "g");
    check_refused(&mut account, call, expected);
    let [group] = groups(&mut account, "", None).items.try_into().unwrap();
    assert_eq!((group.log_group_name.as_str(), group.retention_in_days), ("g", None), "nothing has changed");
}

#[test]
fn a_log_group_is_told_with_its_retention_and_tags() {
    let mut account = account();
    account.answer(create("g")).unwrap();
    account.answer(retain("g", 90)).unwrap();
    let expected = DescribedLogGroup {
        log_group_name: "g".to_owned(),
        retention_in_days: Some(90),
        is_standard_class: true,
        stored_bytes: 0,
    };
    assert_eq!(groups(&mut account, "g", None), Page::whole(vec![expected]));
    let resource_arn = "arn:aws:logs:eu-west-1:111122223333:log-group:g".to_owned();
    account.answer(LogsCall::TagResource { resource_arn: resource_arn.clone(), tags: tags(&[("l", "w")]) }).unwrap();
    assert_eq!(account.answer(list_tags(&resource_arn)), Ok(Reply::Tags(tags(&[("k", "v"), ("l", "w")]))));
}

#[test]
fn filters_are_replaced_deleted_and_go_with_their_log_group() {
    let mut account = account();
    create_log_group(&mut account, "g");
    let (first, mut second) = (filter("g", "a"), filter("g", "b"));
    for put_one in [&second, &first, &second] {
        account.answer(put(put_one.clone())).unwrap();
    }
    second.metric_transformations[0].default_value = None;
    account.answer(put(second.clone())).unwrap();
    assert_eq!(filters(&mut account, None), Page::whole(vec![first, second.clone()]));
    account.answer(delete_filter("g", "a")).unwrap();
    assert_eq!(filters(&mut account, None), Page::whole(vec![second]));
    account.answer(LogsCall::DeleteLogGroup { log_group_name: "g".to_owned() }).unwrap();
    create_log_group(&mut account, "g");
    assert_eq!(filters(&mut account, None), Page::whole(Vec::new()));
}

#[test]
fn a_log_group_takes_a_hundred_filters_and_tells_fifty_a_page() {
    let mut account = account();
    create_log_group(&mut account, "g");
    let name = |n: usize| format!("f{n:03}");
    for n in (0..100).rev() {
        account.answer(put(filter("g", &name(n)))).unwrap();
    }
    check_refused(&mut account, put(filter("g", "one more")), "LimitExceededException 400");
    assert!(account.answer(put(filter("g", &name(7)))).is_ok(), "replacing one is no more");
    let first = filters(&mut account, None);
    let second = filters(&mut account, first.next_token);
    let told: Vec<String> = first.items.into_iter().chain(second.items).map(|filter| filter.filter_name).collect();
    assert_eq!((told, second.next_token), ((0..100).map(name).collect(), None));
}

#[test]
fn log_groups_come_fifty_a_page() {
    let mut account = account();
    let name = |n: usize| format!("a/{n:03}");
    for n in 0..120 {
        create_log_group(&mut account, &name(n));
    }
    create_log_group(&mut account, "b");
    let (mut told, mut token, mut sizes) = (Vec::new(), None, Vec::new());
    loop {
        let page = groups(&mut account, "a/", token);
        sizes.push(page.items.len());
        told.extend(page.items.into_iter().map(|group| group.log_group_name));
        token = page.next_token;
        if token.is_none() {
            break;
        }
    }
    assert_eq!((told, sizes), ((0..120).map(name).collect(), vec![50, 50, 20]));
    let foreign = groups(&mut account, "a/", None).next_token;
    let call = LogsCall::DescribeLogGroups { log_group_name_prefix: "a".to_owned(), next_token: foreign };
    check_refused(&mut account, call, "InvalidParameterException 400: The specified nextToken is invalid.");
}

#[test]
fn a_pattern_is_tested_on_texts() {
    let call = LogsCall::TestMetricFilter {
        filter_pattern: "{ $.a = 1 }".to_owned(),
        log_event_messages: ["{\"a\":1}", "{\"a\":2}", "x", "{\"a\":1.0}"].map(str::to_owned).to_vec(),
    };
    assert_eq!(account().answer(call), Ok(Reply::Matches(vec![0, 3])));
}
