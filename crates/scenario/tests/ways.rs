//! The table of ways to die: every cell says something, and what it says of scenarios is so.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use signalarm_account::Link;
use signalarm_alert::{AlertName, Config};
use signalarm_scenario::{
    Action, ChainFault, FaultKind, Hearing, Run, Scenario, Shown, Sign, Simulator, Sources, Step, Tampering, Way,
    read_scenario, run, ways,
};
use signalarm_testkit::root;
use signalarm_time::Duration;

fn scenario(name: &str) -> Scenario {
    let path = root().join("scenarios").join(format!("{name}.toml"));
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let beside = |file: &str| fs::read(path.with_file_name(file)).map_err(|error| error.to_string());
    let sources = Sources { config: &Config::default(), environment: &|_| None, files: &beside };
    read_scenario(name, name, &text, sources).unwrap_or_else(|faulty| panic!("{faulty}"))
}

fn played(scenario: &Scenario) -> Run {
    run(scenario, &mut Simulator::for_scenario(scenario).unwrap()).unwrap()
}

/// What became of sign-ins: of all but the calls that broke something.
fn sign_ins(run: &Run) -> impl Iterator<Item = &Hearing> {
    run.hearings.iter().filter(|hearing| hearing.alert != AlertName::TAMPERING)
}

/// The ways that a scenario shows, with its name.
fn shown() -> impl Iterator<Item = (&'static Way, &'static str)> {
    ways().filter_map(|way| match way.shown {
        Shown::Scenario(name) => Some((way, name)),
        Shown::Test(_) => None,
    })
}

#[test]
fn every_cell_says_something() {
    let mut names = BTreeSet::new();
    for way in ways() {
        assert!(names.insert(way.name), "{} twice", way.name);
        let sign = match way.sign {
            Sign::Check(sign) | Sign::Invisible(sign) => sign,
        };
        let shown = match way.shown {
            Shown::Scenario(shown) | Shown::Test(shown) => shown,
        };
        let tampering = match way.tampering {
            Tampering::Unheard(why) => why,
            Tampering::Heard | Tampering::NoCall => way.name,
        };
        for cell in [way.name, way.behaviour, way.source, sign, tampering, shown, way.cure] {
            // A table in Markdown holds the names.
            assert!(2 < cell.len() && cell.trim() == cell && !cell.contains('|'), "{}: “{cell}”", way.name);
        }
    }
    assert!(45 <= names.len(), "{}", names.len());
}

#[test]
fn every_fault_has_a_way() {
    let listed: BTreeSet<FaultKind> = ways().flat_map(|way| way.faults).copied().collect();
    assert_eq!(listed, FaultKind::all().collect());
    let names: BTreeSet<&str> = FaultKind::all().map(|kind| kind.words().name).collect();
    assert_eq!(names.len(), FaultKind::all().count(), "each fault has a name of its own");
}

#[test]
fn every_way_is_shown_by_what_breaks_it() {
    for way in ways() {
        match way.shown {
            Shown::Scenario(name) => {
                let broken = |step: &Step| match &step.action {
                    Action::Break(fault) => Some(fault.kind()),
                    _ => None,
                };
                let broken: BTreeSet<FaultKind> = scenario(name).steps.iter().filter_map(broken).collect();
                assert!(!way.faults.is_empty(), "{}: no fault", way.name);
                assert!(way.faults.iter().all(|fault| broken.contains(fault)), "{}: {broken:?}", way.name);
            }
            Shown::Test(file) => {
                assert!(root().join(file).is_file(), "{file}");
                assert!(way.faults.is_empty() && way.link == Link::Deployment, "{}", way.name);
            }
        }
    }
}

#[test]
fn every_scenario_of_a_way_to_die_is_in_the_table() {
    let named: BTreeSet<String> = shown().map(|(_, name)| format!("{name}.toml")).collect();
    for entry in fs::read_dir(root().join("scenarios/ways-to-die")).unwrap() {
        let file = entry.unwrap().file_name();
        let name = format!("ways-to-die/{}", file.to_string_lossy());
        assert!(named.contains(&name), "{name} is in no row");
    }
}

/// What is unheard in the scenario of a way was lost at its link, and the words say more than that.
#[test]
fn every_unheard_sign_in_names_the_link_of_its_way() {
    for (way, name) in shown() {
        let run = played(&scenario(name));
        assert!(run.passed(), "{name}: {:#?}", run.verdicts);
        for unheard in sign_ins(&run).filter_map(|hearing| hearing.outcome.why_unheard()) {
            assert_eq!(unheard.link, way.link, "{name}: {}", unheard.why);
            assert!(unheard.why.contains(": "), "{name}: {}", unheard.why);
        }
    }
}

/// Whether the alert on tampering hears the calls that break the chain: those before anything is mended.
#[test]
fn tampering_is_heard_or_not_as_the_table_says() {
    for (way, name) in shown() {
        let scenario = scenario(name);
        let run = played(&scenario);
        let is_mended = |step: &&Step| matches!(step.action, Action::Mend(_));
        let until = scenario.steps.iter().find(is_mended).map_or(Duration::MAX, |step| step.at);
        let broken = run.hearings.iter().filter(|hearing| {
            let record = run.record(hearing.record).unwrap();
            hearing.alert == AlertName::TAMPERING && record.time() < scenario.start + until
        });
        let heard: Vec<bool> = broken.map(|hearing| hearing.outcome.is_heard()).collect();
        match way.tampering {
            Tampering::Heard => assert!(heard.contains(&true), "{name}: {heard:?}"),
            Tampering::Unheard(_) => assert!(!heard.is_empty() && !heard.contains(&true), "{name}: {heard:?}"),
            Tampering::NoCall => assert!(heard.is_empty(), "{name}: {heard:?}"),
        }
    }
}

/// Scenarios of ways from which nothing is lost for good: late, twice, out of order, refused, or by one path of two.
const HEARD: [&str; 11] = [
    "late-delivery",
    "duplicate-delivery",
    "unconfirmed-subscription",
    "ways-to-die/bucket-policy-broken",
    "ways-to-die/clock-ahead",
    "ways-to-die/delivery-scattered",
    "ways-to-die/delivery-unordered",
    "ways-to-die/put-log-events-throttled",
    "ways-to-die/sms-limit-reached",
    "ways-to-die/sms-sandbox",
    "ways-to-die/topic-other-region",
];

#[test]
fn the_other_ways_leave_a_sign_in_unheard() {
    let mut heard: BTreeMap<&str, bool> = BTreeMap::new();
    for (_, name) in shown() {
        heard.insert(name, sign_ins(&played(&scenario(name))).all(|hearing| hearing.outcome.is_heard()));
    }
    let heard: BTreeSet<&str> = heard.into_iter().filter(|(_, heard)| *heard).map(|(name, _)| name).collect();
    assert_eq!(heard, BTreeSet::from(HEARD));
}

/// Whatever is broken, a mended chain hears the next root sign-in by both paths, and the flood is over.
#[test]
fn a_mended_chain_hears_again() {
    for kind in FaultKind::all() {
        let fault = kind.words().name;
        let (breaks, names) = match kind {
            FaultKind::Whole(_) => (String::new(), String::new()),
            FaultKind::Timed(timed) => (format!(", {} = '10m'", timed.key()), String::new()),
            FaultKind::OfAlert(_) => {
                let alert = ", alert = 'signin-console-success-root'".to_owned();
                (alert.clone(), alert)
            }
        };
        let text = format!(
            "format = 1\ntitle = 't'\n[[step]]\nbreak = {{ fault = '{fault}'{breaks} }}\n\
             [[step]]\nat = '2h'\nmend = {{ fault = '{fault}'{names} }}\n\
             [[step]]\nat = '4h'\nsign-in = {{ user-type = 'root', outcome = 'success' }}\n\
             [[expect]]\nwithin = '20m'\nnotified = ['email', 'sms']\ncount = 1\nby = 'signin-console-success-root'\n\
             [[expect]]\nwithin = '20m'\nalarm = 'signin-console-failure-iam'\nnever = 'ALARM'\n\
             [[expect]]\nwithin = '20m'\nalarm = 'signin-console-silence'\nstates = []\n"
        );
        let sources =
            Sources { config: &Config::default(), environment: &|_| None, files: &|name| Err(name.to_owned()) };
        let scenario = read_scenario(fault, fault, &text, sources).unwrap_or_else(|faulty| panic!("{faulty}"));
        let run = played(&scenario);
        assert!(run.passed(), "{fault}: {:#?}", run.verdicts);
        assert!(matches!(&scenario.steps[0].action, Action::Break(broken) if broken.is_same(&again(&scenario))));
    }
}

fn again(scenario: &Scenario) -> ChainFault {
    match &scenario.steps[1].action {
        Action::Mend(fault) => fault.clone(),
        other => panic!("{other:?}"),
    }
}
