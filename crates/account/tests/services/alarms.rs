//! CloudWatch: pages and tags.

use signalarm_account::Account;
use signalarm_cloud::{AlarmType, CloudWatchCall, DescribeAlarmHistory, DescribeAlarms, PutCompositeAlarm, Reply};

use crate::support::{account, alarm, check_refused, tags};

const ALARM: &str = "arn:aws:cloudwatch:eu-west-1:111122223333:alarm:";

fn put(account: &mut Account, name: &str) {
    let alarm = alarm(name);
    account.answer(CloudWatchCall::PutMetricAlarm(Box::new(alarm))).unwrap();
}

fn account_with_alarms() -> Account {
    let mut account = account();
    for n in 0..120 {
        put(&mut account, &format!("a{n:03}"));
    }
    let (alarm_name, alarm_rule) = ("0-composite".to_owned(), "ALARM(a000)".to_owned());
    let composite = PutCompositeAlarm { alarm_name, alarm_rule, ..PutCompositeAlarm::default() };
    account.answer(CloudWatchCall::PutCompositeAlarm(Box::new(composite))).unwrap();
    account
}

const BOTH: [AlarmType; 2] = [AlarmType::Metric, AlarmType::Composite];

#[test]
fn alarms_come_fifty_a_page_composite_ones_last() {
    let mut account = account_with_alarms();
    let (mut told, mut sizes, mut token) = (Vec::new(), Vec::new(), None);
    loop {
        let next_token = token.take();
        let request = DescribeAlarms { alarm_types: BOTH.to_vec(), next_token, ..DescribeAlarms::default() };
        let Ok(Reply::Alarms(page)) = account.answer(CloudWatchCall::DescribeAlarms(request)) else {
            panic!("no page")
        };
        let metric_alarms = page.metric_alarms.into_iter().map(|alarm| alarm.configuration.alarm_name);
        let composites = page.composite_alarms.into_iter().map(|alarm| alarm.configuration.alarm_name);
        let names: Vec<String> = metric_alarms.chain(composites).collect();
        sizes.push(names.len());
        told.extend(names);
        token = page.next_token;
        if token.is_none() {
            break;
        }
    }
    let expected: Vec<String> = (0..120).map(|n| format!("a{n:03}")).chain(["0-composite".to_owned()]).collect();
    assert_eq!((told, sizes), (expected, vec![50, 50, 21]));
    let next_token = Some("x".to_owned());
    let call = CloudWatchCall::DescribeAlarms(DescribeAlarms { next_token, ..DescribeAlarms::default() });
    check_refused(&mut account, call, "InvalidNextToken 400");
}

#[test]
fn the_history_comes_fifty_a_page_and_goes_on_where_it_was() {
    for is_ascending in [true, false] {
        let mut account = account_with_alarms();
        let (mut told, mut token) = (Vec::new(), None);
        loop {
            let next_token = token.take();
            let request = DescribeAlarmHistory { is_ascending, next_token, ..DescribeAlarmHistory::default() };
            let Ok(Reply::AlarmHistory(page)) = account.answer(CloudWatchCall::DescribeAlarmHistory(request.clone()))
            else {
                panic!("no page")
            };
            assert!(page.items.len() <= 50);
            told.extend(page.items.into_iter().map(|item| item.alarm_name));
            token = page.next_token;
            if token.is_none() {
                break;
            }
            // What happens between two pages shifts nothing.
            put(&mut account, &format!("later {}", told.len()));
            let alarm_name = Some("a000".to_owned());
            let foreign = DescribeAlarmHistory { alarm_name, next_token: token.clone(), ..request };
            check_refused(&mut account, CloudWatchCall::DescribeAlarmHistory(foreign), "InvalidNextToken 400");
        }
        told.retain(|name| !name.starts_with("later"));
        let mut expected: Vec<String> = (0..120).map(|n| format!("a{n:03}")).collect();
        if !is_ascending {
            expected.reverse();
        }
        assert_eq!(told, expected);
    }
}

#[test]
fn alarms_are_tagged_by_their_arns() {
    let mut account = account_with_alarms();
    let tag = |name: &str, given: &[(&str, &str)]| CloudWatchCall::TagResource {
        resource_arn: format!("{ALARM}{name}"),
        tags: tags(given),
    };
    for name in ["a000", "0-composite"] {
        account.answer(tag(name, &[("k", "v"), ("l", "1")])).unwrap();
        account.answer(tag(name, &[("l", "2")])).unwrap();
        let listed = account.answer(CloudWatchCall::ListTagsForResource(format!("{ALARM}{name}")));
        assert_eq!(listed, Ok(Reply::Tags(tags(&[("k", "v"), ("l", "2")]))));
    }
    check_refused(&mut account, tag("none", &[("k", "v")]), "ResourceNotFoundException 404");
    check_refused(&mut account, tag("a000", &[("aws:k", "v")]), "AccessDenied 403");
    check_refused(&mut account, tag("a000", &[("", "v")]), "ValidationError 400");
}
