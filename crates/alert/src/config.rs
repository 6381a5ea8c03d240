//! The settings that make a chain: the built-in ones, and what a person's config changes in them.
//!
//! Text becomes a [`Patch`] in the module `read`; here a patch is laid over a [`Config`], and a config becomes a
//! [`Chain`].

use std::ops::Range;

use signalarm_alarm::{MissingData, Period};
use signalarm_diagnostic::Fault;
use signalarm_event::{Outcome, UserType};
use signalarm_filter_pattern::Pattern;
use signalarm_notification::{Endpoint, Protocol};

use crate::chain::{Alert, Chain};
use crate::lint::Allowance;
use crate::name::AlertName;
use crate::place::{AccountId, LogGroupName, Namespace, Place, Region, RoleName, TrailName};

/// The account number that stands where nobody named one: the one that AWS's documentation uses.
const PLACEHOLDER_ACCOUNT: &str = "111122223333";
/// A phone number that can belong to nobody.
const PLACEHOLDER_PHONE: &str = "+12025550123";
/// Addresses below this domain can belong to nobody (RFC 2606).
const PLACEHOLDER_DOMAIN: &str = "example.com";

/// Everything that can be set, set.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    account: Option<AccountId>,
    region: Region,
    namespace: Namespace,
    trail: TrailName,
    log_group: LogGroupName,
    role: RoleName,
    defaults: AlarmSettings,
    /// The four in their order, then the user's own.
    alerts: Vec<AlertSettings>,
    silence_subscribers: Option<Vec<Endpoint>>,
    pub(crate) allowances: Vec<Allowance>,
}

/// What holds for every alert that does not say otherwise.
#[derive(Clone, Debug, PartialEq)]
struct AlarmSettings {
    period: Period,
    default_value: Option<f64>,
    missing_data: MissingData,
    notify_ok: bool,
}

#[derive(Clone, Debug, PartialEq)]
struct AlertSettings {
    name: AlertName,
    pattern: Pattern,
    own: AlarmPatch,
    subscribers: Option<Vec<Endpoint>>,
}

/// Changes to a [`Config`]; what is `None` stays as it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Patch {
    pub(crate) account: Option<AccountId>,
    pub(crate) region: Option<Region>,
    pub(crate) namespace: Option<Namespace>,
    pub(crate) trail: Option<TrailName>,
    pub(crate) log_group: Option<LogGroupName>,
    pub(crate) role: Option<RoleName>,
    pub(crate) defaults: AlarmPatch,
    pub(crate) alerts: Vec<AlertPatch>,
    pub(crate) silence_subscribers: Option<Vec<Endpoint>>,
    pub(crate) allowances: Vec<Allowance>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct AlarmPatch {
    pub(crate) period: Option<Period>,
    /// `Some(None)` takes the default value away.
    pub(crate) default_value: Option<Option<f64>>,
    pub(crate) missing_data: Option<MissingData>,
    pub(crate) notify_ok: Option<bool>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct AlertPatch {
    pub(crate) name: AlertName,
    pub(crate) name_span: Range<usize>,
    pub(crate) pattern: Option<Pattern>,
    pub(crate) alarm: AlarmPatch,
    pub(crate) subscribers: Option<Vec<Endpoint>>,
}

impl Patch {
    /// Whether this changes nothing but the filters and alarms of alerts: what can be done in place.
    #[must_use]
    pub fn is_in_place(&self) -> bool {
        // Allowances say what is well known of a pattern and change nothing.
        let Self {
            account,
            region,
            namespace,
            trail,
            log_group,
            role,
            defaults: _,
            alerts,
            silence_subscribers,
            allowances: _,
        } = self;
        let names_kept = account.is_none() && region.is_none() && namespace.is_none() && trail.is_none();
        let group_kept = log_group.is_none() && role.is_none() && silence_subscribers.is_none();
        names_kept && group_kept && alerts.iter().all(|alert| alert.subscribers.is_none())
    }
}

impl Default for Config {
    /// The built-in settings: what holds where there is no config.
    fn default() -> Self {
        fn known<T: std::str::FromStr<Err: std::fmt::Debug>>(text: &str) -> T {
            text.parse().expect("a built-in name is valid")
        }
        let four = [Outcome::Failure, Outcome::Success]
            .map(|outcome| [UserType::Iam, UserType::Root].map(|user_type| built_in_alert(outcome, user_type)));
        let [[failure_iam, failure_root], [success_iam, success_root]] = four;
        Self {
            account: None,
            region: known("us-east-1"),
            namespace: known("signalarm"),
            trail: known("events-management"),
            log_group: known("aws-cloudtrail-logs-signin-console"),
            role: known("CloudTrail-CloudWatchLogs-Signin-Console"),
            defaults: AlarmSettings {
                period: Period::from_seconds(60).expect("a minute is a valid period"),
                default_value: Some(0.0),
                missing_data: MissingData::Missing,
                notify_ok: false,
            },
            alerts: vec![failure_iam, success_iam, failure_root, success_root],
            silence_subscribers: None,
            allowances: Vec::new(),
        }
    }
}

fn built_in_alert(outcome: Outcome, user_type: UserType) -> AlertSettings {
    let pattern = built_in_pattern(outcome, user_type);
    AlertSettings {
        name: AlertName::of(outcome, user_type).expect("IAM users and root have alerts"),
        pattern: Pattern::parse(&pattern).expect("a built-in pattern is valid"),
        own: AlarmPatch::default(),
        subscribers: None,
    }
}

/// The pattern of one of the four.
///
/// It decides by type and outcome alone. `errorMessage` is of no use: a failed sign-in with an unknown user name has
/// another one than a wrong password has (CloudTrail User Guide, *AWS Management Console sign-in events*).
fn built_in_pattern(outcome: Outcome, user_type: UserType) -> String {
    let user_type = match user_type {
        UserType::Root => "Root",
        UserType::Iam | UserType::Federated | UserType::Other => "IAMUser",
    };
    let outcome = match outcome {
        Outcome::Failure => "Failure",
        Outcome::Success => "Success",
    };
    format!("{{ ($.userIdentity.type = \"{user_type}\") && ($.responseElements.ConsoleLogin = \"{outcome}\") }}")
}

impl Config {
    /// Lays a patch over these settings. The one thing that can be wrong then is an own alert without a pattern.
    ///
    /// # Errors
    ///
    /// Every fault.
    pub fn patched(&self, patch: &Patch) -> Result<Self, Vec<Fault>> {
        let (config, faults) = self.patched_anyway(patch);
        if faults.is_empty() { Ok(config) } else { Err(faults) }
    }

    /// Lays a patch over these settings, and lists what is wrong. An own alert without a pattern is there all the same
    /// and matches everything, so that the rest of a faulty file can be checked against its name.
    #[must_use]
    pub fn patched_anyway(&self, patch: &Patch) -> (Self, Vec<Fault>) {
        let mut config = self.clone();
        let faults: Vec<Fault> = patch.alerts.iter().filter_map(|alert| config.patch_alert(alert)).collect();
        replace_some(&mut config.region, &patch.region);
        replace_some(&mut config.namespace, &patch.namespace);
        replace_some(&mut config.trail, &patch.trail);
        replace_some(&mut config.log_group, &patch.log_group);
        replace_some(&mut config.role, &patch.role);
        replace_some(&mut config.defaults.period, &patch.defaults.period);
        replace_some(&mut config.defaults.default_value, &patch.defaults.default_value);
        replace_some(&mut config.defaults.missing_data, &patch.defaults.missing_data);
        replace_some(&mut config.defaults.notify_ok, &patch.defaults.notify_ok);
        config.account = patch.account.clone().or(config.account);
        config.silence_subscribers = patch.silence_subscribers.clone().or(config.silence_subscribers);
        config.allowances.extend_from_slice(&patch.allowances);
        (config, faults)
    }

    fn patch_alert(&mut self, patch: &AlertPatch) -> Option<Fault> {
        if let Some(settings) = self.alerts.iter_mut().find(|settings| settings.name == patch.name) {
            replace_some(&mut settings.pattern, &patch.pattern);
            settings.own.lay(&patch.alarm);
            settings.subscribers = patch.subscribers.clone().or(settings.subscribers.take());
            return None;
        }
        self.alerts.push(AlertSettings {
            name: patch.name.clone(),
            pattern: patch.pattern.clone().unwrap_or_else(every_event),
            own: patch.alarm.clone(),
            subscribers: patch.subscribers.clone(),
        });
        if patch.pattern.is_some() {
            return None;
        }
        let built_in = AlertName::FOUR.map(|name| name.to_string()).join(", ");
        let cure = format!("an alert of your own needs `pattern = '{{ … }}'`; the built-in ones are {built_in}");
        let message = format!("the alert {} has no pattern", patch.name);
        Some(Fault::new(patch.name_span.clone(), message).cure(cure))
    }

    /// How many alerts there are: the four and the user's own.
    #[must_use]
    pub fn alert_count(&self) -> usize {
        self.alerts.len()
    }

    /// The name and the pattern of every alert, in their order.
    pub(crate) fn patterns(&self) -> impl Iterator<Item = (&AlertName, &Pattern)> {
        self.alerts.iter().map(|alert| (&alert.name, &alert.pattern))
    }

    /// The chain for the simulator: where nobody is named, placeholders subscribe.
    ///
    /// One e-mail address per alert, and for a root success a phone number besides.
    #[must_use]
    pub fn simulated_chain(&self) -> Chain {
        let account = self.account.clone();
        self.chain(account.unwrap_or_else(|| PLACEHOLDER_ACCOUNT.parse().expect("twelve digits")), placeholders)
    }

    fn chain(&self, account: AccountId, fallback: fn(&AlertName) -> Vec<Endpoint>) -> Chain {
        let alert = |settings: &AlertSettings| Alert {
            name: settings.name.clone(),
            pattern: settings.pattern.clone(),
            default_value: settings.own.default_value.unwrap_or(self.defaults.default_value),
            period: settings.own.period.unwrap_or(self.defaults.period),
            missing_data: settings.own.missing_data.unwrap_or(self.defaults.missing_data),
            notify_ok: settings.own.notify_ok.unwrap_or(self.defaults.notify_ok),
            subscribers: settings.subscribers.clone().unwrap_or_else(|| fallback(&settings.name)),
        };
        let alerts: Vec<Alert> = self.alerts.iter().map(alert).collect();
        let silence_subscribers = self.silence_subscribers.clone().unwrap_or_else(|| mail_of_the_four(&alerts));
        Chain {
            place: Place { account, region: self.region.clone() },
            namespace: self.namespace.clone(),
            trail: self.trail.clone(),
            log_group: self.log_group.clone(),
            role: self.role.clone(),
            alerts,
            silence_subscribers,
        }
    }
}

impl AlarmPatch {
    fn lay(&mut self, over: &Self) {
        self.period = over.period.or(self.period);
        self.default_value = over.default_value.or(self.default_value);
        self.missing_data = over.missing_data.or(self.missing_data);
        self.notify_ok = over.notify_ok.or(self.notify_ok);
    }
}

/// The pattern that matches everything: it stands where a pattern is missing or faulty, in settings that are refused.
pub(crate) fn every_event() -> Pattern {
    Pattern::parse("").expect("a blank pattern is valid")
}

fn replace_some<T: Clone>(setting: &mut T, patch: &Option<T>) {
    if let Some(value) = patch {
        setting.clone_from(value);
    }
}

/// Whether nobody's address or number is being given away: it is one of [`Config::simulated_chain`]'s.
#[must_use]
pub fn is_placeholder(endpoint: &Endpoint) -> bool {
    let text = endpoint.to_string();
    text == PLACEHOLDER_PHONE || text.ends_with(&format!("@{PLACEHOLDER_DOMAIN}"))
}

/// Whether the account number is the one that stands where nobody named one.
#[must_use]
pub fn is_placeholder_account(account: &AccountId) -> bool {
    account.as_str() == PLACEHOLDER_ACCOUNT
}

fn placeholders(name: &AlertName) -> Vec<Endpoint> {
    let mail = format!("{name}@{PLACEHOLDER_DOMAIN}").parse().map(Endpoint::Email);
    let mut endpoints = vec![mail.expect("an alert's name may stand before the @ of an address")];
    if *name == AlertName::SUCCESS_ROOT {
        endpoints.push(Endpoint::Sms(PLACEHOLDER_PHONE.parse().expect("a phone number in E.164 form")));
    }
    endpoints
}

/// The e-mail subscribers of the four alerts, each once.
fn mail_of_the_four(alerts: &[Alert]) -> Vec<Endpoint> {
    let four = alerts.iter().filter(|alert| AlertName::FOUR.contains(&alert.name));
    let mut found: Vec<Endpoint> = Vec::new();
    for endpoint in four.flat_map(|alert| &alert.subscribers) {
        if endpoint.protocol() == Protocol::Email && !found.contains(endpoint) {
            found.push(endpoint.clone());
        }
    }
    found
}
