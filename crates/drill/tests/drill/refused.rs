//! What is refused for safety: with its reason, and before anything is changed.

use signalarm_alert::AlertName;
use signalarm_cloud::{
    Call, CloudWatchCall, Failure, LogsCall, PutCompositeAlarm, PutMetricAlarm, PutMetricFilter, Refusal, Reply,
    SnsCall, SqsCall, StsCall,
};
use signalarm_deploy::Trouble;
use signalarm_drill::{DrillResult, NotDrilled, Refused, Request, RunName, Stopped, Thing};
use signalarm_metric::MetricFilter;
use signalarm_scenario::Scenario;
use signalarm_time::Duration;

use crate::world::World;

fn scenarios(world: &World) -> Vec<Scenario> {
    world.scenarios(&["failure-iam"])
}

/// What is refused, in words; nothing but reading calls was made.
fn refused(world: &World) -> Refused {
    world.count_anew();
    let scenarios = scenarios(world);
    match world.prepare(&scenarios) {
        Err(NotDrilled::Refused(refused)) => {
            crate::preview::check_only_reads(&world.session.calls.borrow());
            refused
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_account_that_nobody_named() {
    let mut world = World::new();
    world.request.account = None;
    let refused = refused(&world);
    assert_eq!(refused, Refused::NoAccount);
    assert!(refused.to_string().contains("--account"), "{refused}");
    assert!(world.session.calls.borrow().is_empty());
}

#[test]
fn the_config_of_another_account() {
    let mut world = World::new();
    world.request.account = Some("444455556666".parse().unwrap());
    let refused = refused(&world);
    assert!(matches!(refused, Refused::OtherConfig { .. }), "{refused}");
    assert!(world.session.calls.borrow().is_empty());
}

#[test]
fn the_credentials_of_another_account() {
    let mut world = World::new();
    let other = "444455556666".parse().unwrap();
    world.request.account = Some(other);
    world.deployment =
        world.config.deployment(&"444455556666".parse().unwrap(), &"us-east-1".parse().unwrap()).unwrap();
    let refused = refused(&world);
    let Refused::OtherAccount { found, .. } = &refused else { panic!("{refused}") };
    assert_eq!(found, "111122223333");
    assert!(refused.to_string().contains("AWS_PROFILE"));
}

#[test]
fn a_chain_that_is_not_there() {
    let world = World::new();
    world.call(CloudWatchCall::DeleteAlarms(vec![AlertName::SUCCESS_ROOT.to_string()]));
    let refused = refused(&world);
    assert!(matches!(&refused, Refused::Missing(missing) if missing.len() == 1), "{refused}");
    assert!(refused.to_string().contains("`deploy`"));
}

/// A topic that lost our tag may be somebody else's; by name it will do.
#[test]
fn a_chain_that_is_not_ours() {
    let mut world = World::new();
    let topic_arn = world.deployment.chain.place.topic_arn("signin-console-success-iam");
    world.call(SnsCall::DeleteTopic { topic_arn });
    let (name, attributes, tags) = ("signin-console-success-iam".to_owned(), Default::default(), Vec::new());
    world.call(SnsCall::CreateTopic { name, attributes, tags });
    let refused = refused(&world);
    assert!(matches!(&refused, Refused::NotOurs(foreign) if foreign.len() == 1), "{refused}");
    world.request.adopted = true;
    let drill = world.prepare(&scenarios(&world)).unwrap();
    assert!(!drill.site().is_tagged);
    // What a deployment took over bears our tag.
    world.deploy(true);
    world.request.adopted = false;
    assert!(world.prepare(&scenarios(&world)).unwrap().site().is_tagged);
}

#[test]
fn what_may_not_be_looked_at() {
    let mut world = World::new();
    world.session.way = |call| match call {
        Call::Sns(SnsCall::ListSubscriptionsByTopic { .. }) => {
            Err(Err(Failure::from(Refusal::service("AuthorizationError", 403, "no"))))
        }
        call => Ok(call),
    };
    let refused = refused(&world);
    assert!(matches!(refused, Refused::Unknown(_)) && refused.to_string().contains("sns:ListSubscriptionsByTopic"));
}

#[test]
fn an_alarm_for_a_real_reason() {
    let mut world = World::new();
    let sign_in = world.root_signs_in(signalarm_event::Outcome::Success, true);
    world.with(|account, deployment| account.put_log_events(&deployment.chain.log_group, sign_in.clone()).unwrap());
    let drill = world.prepare(&scenarios(&world)).unwrap();
    world.pass(Duration::MINUTE * 2);
    let refused = refused(&world);
    let Refused::InAlarm(alarms) = &refused else { panic!("{refused}") };
    assert_eq!((alarms.len(), &alarms[0].alarm), (1, &AlertName::SUCCESS_ROOT));
    assert!(refused.to_string().contains("Threshold Crossed"));
    // It rang while somebody made up his mind.
    world.count_anew();
    let evidence = world.play(drill);
    assert!(matches!(evidence.stopped, Some(Stopped::Refused(Refused::InAlarm(_)))), "{:?}", evidence.stopped);
    assert_eq!(evidence.result(), DrillResult::Refused);
    crate::preview::check_only_reads(&world.session.calls.borrow());
}

#[test]
fn what_was_agreed_to_long_ago() {
    let mut world = World::new();
    let drill = world.prepare(&scenarios(&world)).unwrap();
    world.pass(Duration::HOUR);
    world.count_anew();
    let evidence = world.play(drill);
    assert!(matches!(evidence.stopped, Some(Stopped::Refused(Refused::Stale { .. }))));
    assert!(world.session.calls.borrow().is_empty());
}

/// What a drill makes, under the name of one that began at this time and may last an hour.
fn make(world: &World, run: RunName) -> [Thing; 4] {
    let place = &world.deployment.chain.place;
    let (log_group, name) = (world.deployment.chain.log_group.to_string(), format!("signalarm-drill/{run}"));
    let (log_group_name, log_stream_name) = (log_group.clone(), name.clone());
    world.call(LogsCall::CreateLogStream { log_group_name, log_stream_name });
    let queue_name = format!("signalarm-drill-{run}");
    let (attributes, tags) = (Default::default(), Vec::new());
    let url = match world.call(SqsCall::CreateQueue { queue_name: queue_name.clone(), attributes, tags }) {
        Reply::QueueUrl(url) => url,
        other => panic!("{other:?}"),
    };
    let (topic_arn, queue_arn) =
        (place.topic_arn("signin-console-silence"), format!("arn:aws:sqs:us-east-1:111122223333:{queue_name}"));
    let (protocol, endpoint) = ("sqs".to_owned(), queue_arn.clone());
    let arn = match world.call(SnsCall::Subscribe { topic_arn: topic_arn.clone(), protocol, endpoint }) {
        Reply::SubscriptionArn(arn) => arn,
        other => panic!("{other:?}"),
    };
    let at = world.now().floor(Duration::MINUTE);
    let rule = signalarm_cloud::PutAlarmMuteRule {
        name: queue_name.clone(),
        alarm_names: vec!["signin-console-tampering".to_owned(), "signin-console-silence".to_owned()],
        at,
        duration: Duration::MINUTE,
        expire_date: at + Duration::HOUR,
    };
    world.call(CloudWatchCall::PutAlarmMuteRule(rule));
    [
        Thing::Subscription { topic_arn, queue_arn, arn: Some(arn) },
        Thing::Queue { name: queue_name.clone(), url: Some(url) },
        Thing::MuteRule { name: queue_name },
        Thing::Stream { log_group, name },
    ]
}

/// Each thing alone says that a drill runs; when its time is over, it is removed and told.
#[test]
fn another_drill_that_runs() {
    for left in 0..4 {
        let mut world = World::new();
        let run = RunName::new(world.now(), Duration::HOUR, 1);
        let before = world.found();
        let things = make(&world, run);
        for (number, thing) in things.iter().enumerate() {
            if number != left {
                let call: Call = match thing.clone() {
                    Thing::Subscription { arn, .. } => SnsCall::Unsubscribe { subscription_arn: arn.unwrap() }.into(),
                    Thing::Queue { url, .. } => SqsCall::DeleteQueue { queue_url: url.unwrap() }.into(),
                    Thing::MuteRule { name } => CloudWatchCall::DeleteAlarmMuteRule(name).into(),
                    Thing::Stream { log_group, name } => {
                        LogsCall::DeleteLogStream { log_group_name: log_group, log_stream_name: name }.into()
                    }
                };
                world.call(call);
            }
        }
        let refused = refused(&world);
        assert!(matches!(&refused, Refused::AnotherDrill { run: other, .. } if *other == run), "{left}: {refused}");
        world.pass(Duration::HOUR);
        let drill = world.prepare(&scenarios(&world)).unwrap();
        assert_eq!(drill.leftovers().iter().map(|left| &left.thing).collect::<Vec<_>>(), [&things[left]]);
        let first = drill.preview().calls.iter().find(|call| !call.is_reading).unwrap();
        assert!(first.what.contains(&format!("which the drill {run} left")), "{left}: {first}");
        let evidence = world.play(drill);
        assert_eq!(evidence.removed.len(), 1, "{left}");
        assert_eq!(evidence.result(), DrillResult::Passed, "{left}: {:?}", evidence.stopped);
        assert_eq!(world.found(), before, "{left}");
        assert!(world.prepare(&scenarios(&world)).unwrap().leftovers().is_empty(), "{left}");
    }
}

/// What bears the name of no drill stays, and says nothing.
#[test]
fn what_others_named_alike_is_left_alone() {
    let world = World::new();
    let (queue_name, attributes, tags) = ("signalarm-drill-mine".to_owned(), Default::default(), Vec::new());
    world.call(SqsCall::CreateQueue { queue_name, attributes, tags });
    assert!(world.prepare(&scenarios(&world)).unwrap().leftovers().is_empty());
}

/// Two that were prepared at the same time: the second one finds the first one's log stream and withdraws.
#[test]
fn another_drill_that_begins_at_the_same_time() {
    let world = World::new();
    let drill = world.prepare(&scenarios(&world)).unwrap();
    let run = RunName::new(world.now(), Duration::HOUR, 1);
    let log_group_name = world.deployment.chain.log_group.to_string();
    let log_stream_name = format!("signalarm-drill/{run}");
    world.call(LogsCall::CreateLogStream { log_group_name, log_stream_name });
    world.count_anew();
    let evidence = world.play(drill);
    assert!(
        matches!(evidence.stopped, Some(Stopped::Refused(Refused::AnotherDrill { run: other, .. })) if other == run)
    );
    let calls = world.session.calls.borrow();
    let operations: Vec<&str> = calls.iter().map(Call::operation).collect();
    assert_eq!(operations[operations.len() - 3..], ["CreateLogStream", "DescribeLogStreams", "DeleteLogStream"]);
    assert_eq!(evidence.left, []);
}

#[test]
fn credentials_that_are_none_are_no_refusal_for_safety() {
    let mut world = World::new();
    world.session.way = |call| match call {
        Call::Sts(StsCall::GetCallerIdentity) => Err(Err(Failure::Unsent("no credentials".to_owned()))),
        call => Ok(call),
    };
    let not_drilled = world.prepare(&scenarios(&world)).unwrap_err();
    assert!(matches!(not_drilled, NotDrilled::Trouble(Trouble::Failed { .. })), "{not_drilled}");
}

/// A filter of others on the log group, as somebody makes it by hand, with an alarm on its metric.
fn foreign_alarm(world: &World, pattern: &str) {
    let chain = &world.deployment.chain;
    let ours = chain.metric_filter(&chain.alerts[0]);
    let metric = signalarm_metric::MetricId::new("theirs".to_owned(), "m".to_owned(), Vec::new());
    let pattern = signalarm_filter_pattern::Pattern::parse(pattern).unwrap();
    let filter = MetricFilter { name: "their-filter".to_owned(), metric, pattern, ..ours };
    world.call(LogsCall::PutMetricFilter(Box::new(PutMetricFilter::new(chain.log_group.as_str(), &filter))));
    let alarm = PutMetricAlarm {
        alarm_name: "their-alarm".to_owned(),
        namespace: Some("theirs".to_owned()),
        metric_name: Some("m".to_owned()),
        ..PutMetricAlarm::from(&chain.metric_alarm(&chain.alerts[0]))
    };
    world.call(CloudWatchCall::PutMetricAlarm(Box::new(alarm)));
}

fn strangers(world: &World) -> signalarm_drill::Strangers {
    match refused(world) {
        Refused::Strangers(strangers) => *strangers,
        refused => panic!("{refused}"),
    }
}

#[test]
fn others_who_read_the_log_group() {
    let mut world = World::new();
    let destination = "arn:aws:lambda:us-east-1:111122223333:function:siem";
    world.with(|account, deployment| {
        let log_group = deployment.chain.log_group.as_str();
        account.put_subscription_filter(log_group, "all", "", destination).unwrap();
        account.put_subscription_filter(log_group, "none", "{ $.eventName = \"DeleteTrail\" }", destination).unwrap();
    });
    let strangers = strangers(&world);
    let concerned = |name: &str| strangers.readers.iter().find(|reader| reader.filter == name).unwrap().is_concerned();
    assert!(concerned("all") && !concerned("none"));
    assert!(strangers.in_words().contains("function:siem"));
    world.request.others_informed = true;
    assert!(world.prepare(&scenarios(&world)).unwrap().strangers().are_concerned());
}

#[test]
fn alarms_of_others_that_would_ring() {
    let world = World::new();
    foreign_alarm(&world, "{ $.eventName = \"ConsoleLogin\" }");
    let strangers = strangers(&world);
    let [alarm] = strangers.alarms.as_slice() else { panic!("{strangers:?}") };
    assert_eq!(
        (alarm.alarm.as_deref(), alarm.filter.as_deref(), alarm.acts),
        (Some("their-alarm"), Some("their-filter"), true)
    );
    assert!(alarm.scenarios.contains("failure-iam"));
}

#[test]
fn filters_of_others_that_match_nothing_of_ours() {
    let world = World::new();
    foreign_alarm(&world, "{ $.eventName = \"DeleteTrail\" }");
    assert!(world.prepare(&scenarios(&world)).unwrap().strangers().alarms.is_empty());
}

/// Somebody else watches our metric, and a composite alarm our alarm.
#[test]
fn alarms_of_others_that_watch_ours() {
    let world = World::new();
    let chain = &world.deployment.chain;
    let alarm = PutMetricAlarm {
        alarm_name: "their-alarm".to_owned(),
        ..PutMetricAlarm::from(&chain.metric_alarm(&chain.alerts[0]))
    };
    world.call(CloudWatchCall::PutMetricAlarm(Box::new(alarm)));
    let composite = PutCompositeAlarm {
        alarm_name: "their-composite".to_owned(),
        alarm_rule: "ALARM(signin-console-failure-iam) OR ALARM(their-alarm)".to_owned(),
        ..PutCompositeAlarm::default()
    };
    world.call(CloudWatchCall::PutCompositeAlarm(Box::new(composite)));
    let strangers = strangers(&world);
    let names: Vec<&str> = strangers.alarms.iter().filter_map(|alarm| alarm.alarm.as_deref()).collect();
    assert_eq!(names, ["their-alarm", "their-composite"]);
    assert!(strangers.alarms.iter().all(|alarm| alarm.watches == Some(AlertName::FAILURE_IAM)));
    assert!(strangers.alarms[0].acts && !strangers.alarms[1].acts);
}

#[test]
fn a_request_waits_half_an_hour_unless_somebody_says_otherwise() {
    assert_eq!(Request::default().wait_max, Duration::MINUTE * 30);
    let mut world = World::new();
    world.request.wait_max = Duration::MINUTE * 10;
    let drill = world.prepare(&scenarios(&world)).unwrap();
    assert!(drill.preview().unplayed[0].1.contains("at most 10m are waited for"), "{:?}", drill.preview().unplayed);
}
