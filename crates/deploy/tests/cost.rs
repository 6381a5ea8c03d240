//! What a deployment costs: which lines there are, what is free, what is not known, and what a bad month adds.

use rstest::rstest;
use signalarm_alert::{Config, PriceItem, read_config};
use signalarm_deploy::{Amount, Assumptions, Cost, cost};

const GB: u64 = 1_000_000_000;

fn reckoned(text: &str, region: &str, assumptions: &Assumptions) -> Cost {
    let patch = read_config("f", &format!("format = 1\n{text}"), &|_| None).unwrap_or_else(|faulty| panic!("{faulty}"));
    let config = Config::default().patched(&patch).unwrap();
    let deployment = config.deployment(&"111122223333".parse().unwrap(), &region.parse().unwrap()).unwrap();
    cost(&deployment, config.prices(), assumptions)
}

/// The amounts of an item in a usual and in a bad month.
fn amounts(cost: &Cost, item: PriceItem) -> Option<[Amount; 2]> {
    cost.lines.iter().find(|line| line.item == item).map(|line| [line.expected, line.bad])
}

fn with_events(events_per_month: u64) -> Assumptions {
    Assumptions { events_per_month, ..Assumptions::default() }
}

/// Log events of so many GB a month, kept for a month, of which 5 GB are free together.
#[rstest]
#[case::nothing(0, [0, 0])]
#[case::both_free(2, [0, 0])]
#[case::taking_in_is_free(4, [0, 3 * 30_000])]
#[case::storage_gets_what_is_left(5, [0, 5 * 30_000])]
#[case::neither_is_free(7, [2 * 570_000, 7 * 30_000])]
#[case::much(1_000, [995 * 570_000, 1_000 * 30_000])]
fn free_bytes_are_shared_by_taking_in_and_keeping(#[case] gigabytes: u64, #[case] expected: [u64; 2]) {
    let assumptions = Assumptions { log_event_bytes: GB, ..with_events(gigabytes) };
    let cost = reckoned("trail.retention = '30d'", "eu-west-1", &assumptions);
    let found = [PriceItem::LogIngestion, PriceItem::LogStorage]
        .map(|item| amounts(&cost, item).map_or(0, |[usual, _]| usual.micro_dollars.unwrap()));
    assert_eq!(found, expected);
}

#[rstest]
#[case("", true, true)]
#[case("trail.use = 'none'", false, true)]
#[case("trail.use = 'arn:aws:logs:eu-west-1:111122223333:log-group:g'", false, false)]
#[case("trail.use = 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/abc'", false, false)]
fn somebodys_trail_and_log_group_are_paid_for_already(#[case] text: &str, #[case] files: bool, #[case] events: bool) {
    let cost = reckoned(text, "eu-west-1", &Assumptions::default());
    for item in [PriceItem::TrailEvents, PriceItem::S3Storage, PriceItem::S3Puts, PriceItem::GlacierStorage] {
        assert_eq!(amounts(&cost, item).is_some(), files, "{item:?}");
    }
    for item in [PriceItem::LogIngestion, PriceItem::LogStorage] {
        assert_eq!(amounts(&cost, item).is_some(), events, "{item:?}");
    }
    assert_eq!(amounts(&cost, PriceItem::Alarm).unwrap()[0], Amount { quantity: 6, free: 10, micro_dollars: Some(0) });
}

#[test]
fn a_second_trail_is_billed() {
    let second = Assumptions { has_other_trail: true, ..with_events(250_000) };
    let billed = |assumptions: &Assumptions| {
        amounts(&reckoned("", "us-east-1", assumptions), PriceItem::TrailEvents).unwrap()[0].micro_dollars
    };
    assert_eq!((billed(&with_events(250_000)), billed(&second)), (Some(0), Some(5_000_000)));
}

/// Eleven alerts and the silence alarm are twelve alarms, of which ten are free.
#[test]
fn the_eleventh_alarm_costs() {
    let own: String = (0..6).map(|number| format!("alerts.own-{number}.pattern = ''\n")).collect();
    let cost = reckoned(&own, "us-east-1", &Assumptions::default());
    let found = [PriceItem::Metric, PriceItem::Alarm].map(|item| amounts(&cost, item).unwrap()[0].micro_dollars);
    assert_eq!(found, [Some(300_000), Some(200_000)]);
}

/// What files weigh on average decides whether S3 moves them, and a file that moves is billed for ninety days at least.
#[rstest]
#[case::small("", 100_000, 365, Some(0))]
#[case::large("", 100_000_000, 90, Some(275))]
#[case::soon_deleted("trail.delete-after = '91d'", 100_000_000, 90, Some(90))]
#[case::never_moved("trail.glacier-after = 'never'", 100_000_000, 365, None)]
#[case::never_deleted("trail.delete-after = 'never'", 100_000_000, 90, Some(275))]
#[case::short("trail.glacier-after = 'never'\ntrail.delete-after = '30d'", 100_000_000, 30, None)]
fn log_files_lie_where_the_lifecycle_puts_them(
    #[case] text: &str,
    #[case] events: u64,
    #[case] standard_days: u64,
    #[case] glacier_days: Option<u64>,
) {
    let cost = reckoned(text, "eu-west-1", &with_events(events));
    let kept = |days: u64| events * 400 * days / 30;
    let quantity = |item| amounts(&cost, item).map(|[usual, _]| usual.quantity);
    assert_eq!(quantity(PriceItem::S3Storage), Some(kept(standard_days)));
    assert_eq!(quantity(PriceItem::GlacierStorage), glacier_days.map(kept));
}

#[rstest]
#[case("email = 'a@example.org'", PriceItem::Emails, 30, 894)]
#[case("email-json = 'a@example.org'", PriceItem::Emails, 30, 894)]
#[case("sms = '+12025550123'", PriceItem::SmsParts, 30, 894)]
#[case("https = 'https://example.org'", PriceItem::HttpNotifications, 30, 894)]
#[case("http = 'http://example.org'", PriceItem::HttpNotifications, 30, 894)]
#[case("sqs = 'arn:aws:sqs:eu-west-1:111122223333:q'", PriceItem::SqsNotifications, 30, 894)]
#[case("lambda = 'arn:aws:lambda:eu-west-1:111122223333:function:f'", PriceItem::LambdaNotifications, 30, 894)]
fn each_protocol_has_its_line(
    #[case] subscriber: &str,
    #[case] item: PriceItem,
    #[case] expected: u64,
    #[case] bad: u64,
) {
    let text = format!(
        "silence.subscribers = []\nalerts.signin-console-tampering.subscribers = []\nalerts.signin-console-failure-iam.subscribers = [{{ {subscriber} }}]"
    );
    let cost = reckoned(&text, "eu-west-1", &Assumptions::default());
    assert_eq!(amounts(&cost, item).unwrap().map(|amount| amount.quantity), [expected, bad]);
    let others = [PriceItem::Emails, PriceItem::SmsParts, PriceItem::HttpNotifications, PriceItem::SqsNotifications];
    assert!(others.iter().all(|other| *other == item || amounts(&cost, *other).is_none()), "{:?}", cost.lines);
}

/// Three days of a flood, in which an alert rings once in five of its periods; OK is told as well where it is wanted.
#[rstest]
#[case("period = '1m'", [30, 30 + 864])]
#[case("period = '1h'", [30, 30 + 14])]
#[case("period = '1h'\nnotify-ok = true", [60, 2 * (30 + 14)])]
fn a_longer_period_makes_a_bad_month_better(#[case] settings: &str, #[case] expected: [u64; 2]) {
    let text = format!("[alerts.signin-console-failure-iam]\n{settings}\nsubscribers = [{{ sms = '+12025550123' }}]");
    let cost = reckoned(&text, "eu-west-1", &Assumptions::default());
    assert_eq!(amounts(&cost, PriceItem::SmsParts).unwrap().map(|amount| amount.quantity), expected);
}

#[test]
fn what_is_not_known_is_not_guessed() {
    let sms = "[alerts.signin-console-failure-iam]\nsubscribers = [{ sms = '+12025550123' }]\n";
    let cost = reckoned(sms, "eu-west-1", &Assumptions::default());
    assert_eq!(amounts(&cost, PriceItem::SmsParts).unwrap()[0].micro_dollars, None);
    assert_eq!((cost.expected().unknown, cost.bad().unknown), (1, 1));
    let told = reckoned(&format!("{sms}[prices]\nsms = 0.0645"), "eu-west-1", &Assumptions::default());
    assert_eq!(amounts(&told, PriceItem::SmsParts).unwrap()[0].micro_dollars, Some(30 * 64_500));
    assert_eq!(told.expected().unknown, 0);
    assert_eq!(told.expected().micro_dollars, cost.expected().micro_dollars + 30 * 64_500);
    let elsewhere = reckoned("", "ap-south-1", &Assumptions::default());
    assert!(elsewhere.lines.iter().all(|line| line.price.is_none()));
    assert_eq!(elsewhere.expected().micro_dollars, 0);
    assert_ne!(elsewhere.expected().unknown, 0);
}

#[test]
fn a_key_is_told_and_so_are_its_uses() {
    let key = "topics.key = 'arn:aws:kms:eu-west-1:111122223333:key/k'";
    let cost = reckoned(key, "eu-west-1", &Assumptions::default());
    assert_eq!(amounts(&cost, PriceItem::Key).unwrap()[0].micro_dollars, Some(1_000_000));
    let publications = amounts(&cost, PriceItem::SnsRequests).unwrap()[0].quantity;
    assert_eq!(publications, 4 * 30 + 2 + 2);
    assert_eq!(amounts(&cost, PriceItem::KeyRequests).unwrap()[0].quantity, 2 * publications);
}

/// Nobody's figures make it panic.
#[test]
fn absurd_figures_are_cut() {
    let most = u64::MAX;
    let assumptions = Assumptions {
        events_per_month: most,
        log_event_bytes: most,
        log_file_bytes_per_event: most,
        log_files_per_day: most,
        has_other_trail: true,
        alarms_per_alert: most,
        tamperings: most,
        silences: most,
        sms_parts_per_message: most,
        flood_days: most,
        flood_sign_ins_per_second: most,
        flood_cycle_periods: 0,
    };
    let text = "notify-ok = true\n[alerts.signin-console-failure-iam]\nsubscribers = [{ sms = '+12025550123' }]\n[prices]\nsms = 1000000";
    assert_eq!(reckoned(text, "eu-west-1", &assumptions).bad().micro_dollars, most);
}
