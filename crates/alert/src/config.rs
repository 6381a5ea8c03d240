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
use crate::place::{AccountId, Namespace, Place, Region};
use crate::placeholder::{placeholder_account, placeholders};
use crate::prices::Prices;
use crate::tampering::tampering;
use crate::trail::{KeyArn, TrailPatch, TrailSettings, TrailUse, place_of, replace_some, trail_name};

/// The Region where nobody named one: it is the one in which the root user's sign-ins are recorded (CloudTrail User
/// Guide, *AWS Management Console sign-in events*).
const DEFAULT_REGION: &str = "us-east-1";
/// After 90 days an investigation is rare, and Glacier Instant Retrieval bills a file for 90 days at least (S3 User
/// Guide, *Storage classes*), which a year gives it time for.
const GLACIER_DAYS: i32 = 90;
const EXPIRATION_DAYS: i32 = 365;
/// As long as CloudTrail's own event history; the bucket holds what is older.
const RETENTION_DAYS: i32 = 90;

/// Everything that can be set, set.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    pub(crate) account: Option<AccountId>,
    pub(crate) region: Option<Region>,
    pub(crate) namespace: Namespace,
    pub(crate) trail: TrailSettings,
    pub(crate) topic_key: Option<KeyArn>,
    pub(crate) defaults: AlarmSettings,
    /// The built-in ones in their order, then the user's own.
    pub(crate) alerts: Vec<AlertSettings>,
    pub(crate) silence_subscribers: Option<Vec<Endpoint>>,
    pub(crate) allowances: Vec<Allowance>,
    pub(crate) prices: Prices,
}

/// What holds for every alert that does not say otherwise.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct AlarmSettings {
    pub(crate) period: Period,
    pub(crate) default_value: Option<f64>,
    pub(crate) missing_data: MissingData,
    pub(crate) notify_ok: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct AlertSettings {
    pub(crate) name: AlertName,
    pub(crate) pattern: Pattern,
    pub(crate) own: AlarmPatch,
    pub(crate) subscribers: Option<Vec<Endpoint>>,
}

/// Changes to a [`Config`]; what is `None` stays as it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Patch {
    pub(crate) account: Option<AccountId>,
    pub(crate) region: Option<Region>,
    pub(crate) namespace: Option<Namespace>,
    pub(crate) trail: TrailPatch,
    pub(crate) topic_key: Option<KeyArn>,
    pub(crate) defaults: AlarmPatch,
    pub(crate) alerts: Vec<AlertPatch>,
    pub(crate) silence_subscribers: Option<Vec<Endpoint>>,
    pub(crate) allowances: Vec<Allowance>,
    pub(crate) prices: Prices,
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
        // Allowances say what is well known of a pattern, prices what it costs: they change nothing.
        let Self {
            account,
            region,
            namespace,
            trail,
            topic_key,
            defaults: _,
            alerts,
            silence_subscribers,
            allowances: _,
            prices: _,
        } = self;
        let names_kept = account.is_none() && region.is_none() && namespace.is_none();
        let rest_kept = *trail == TrailPatch::default() && topic_key.is_none() && silence_subscribers.is_none();
        names_kept && rest_kept && alerts.iter().all(|alert| alert.subscribers.is_none())
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
        let trail = TrailSettings {
            source: TrailUse::Own,
            name: known("events-management"),
            log_group: known("aws-cloudtrail-logs-signin-console"),
            role: known("CloudTrail-CloudWatchLogs-Signin-Console"),
            bucket: None,
            glacier_days: Some(GLACIER_DAYS),
            expiration_days: Some(EXPIRATION_DAYS),
            retention_days: RETENTION_DAYS,
        };
        let tampering = AlertSettings::built_in(AlertName::TAMPERING, tampering(&trail));
        Self {
            account: None,
            region: None,
            namespace: known("signalarm"),
            trail,
            topic_key: None,
            defaults: AlarmSettings {
                period: Period::from_seconds(60).expect("a minute is a valid period"),
                default_value: Some(0.0),
                missing_data: MissingData::Missing,
                notify_ok: false,
            },
            alerts: vec![failure_iam, success_iam, failure_root, success_root, tampering],
            silence_subscribers: None,
            allowances: Vec::new(),
            prices: Prices::new(),
        }
    }
}

fn built_in_alert(outcome: Outcome, user_type: UserType) -> AlertSettings {
    let name = AlertName::of(outcome, user_type).expect("IAM users and root have alerts");
    let pattern = Pattern::parse(&built_in_pattern(outcome, user_type)).expect("a built-in pattern is valid");
    AlertSettings::built_in(name, pattern)
}

impl AlertSettings {
    fn built_in(name: AlertName, pattern: Pattern) -> Self {
        Self { name, pattern, own: AlarmPatch::default(), subscribers: None }
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
    /// Lays a patch over these settings. What can be wrong then is an own alert without a pattern, and log files that
    /// are deleted before they move.
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
        let mut faults: Vec<Fault> = config.trail.lay(&patch.trail).into_iter().collect();
        config.follow_trail(&self.trail);
        faults.splice(0..0, patch.alerts.iter().filter_map(|alert| config.patch_alert(alert)));
        replace_some(&mut config.namespace, &patch.namespace);
        replace_some(&mut config.defaults.period, &patch.defaults.period);
        replace_some(&mut config.defaults.default_value, &patch.defaults.default_value);
        replace_some(&mut config.defaults.missing_data, &patch.defaults.missing_data);
        replace_some(&mut config.defaults.notify_ok, &patch.defaults.notify_ok);
        config.account = patch.account.clone().or(config.account);
        config.region = patch.region.clone().or(config.region);
        config.topic_key = patch.topic_key.clone().or(config.topic_key);
        config.silence_subscribers = patch.silence_subscribers.clone().or(config.silence_subscribers);
        config.allowances.extend_from_slice(&patch.allowances);
        config.prices.extend(patch.prices.clone());
        (config, faults)
    }

    /// The pattern of the alert on tampering names what the trail has, unless somebody gave it another one.
    fn follow_trail(&mut self, before: &TrailSettings) {
        let before = tampering(before);
        let followed =
            |settings: &&mut AlertSettings| settings.name == AlertName::TAMPERING && settings.pattern == before;
        for settings in self.alerts.iter_mut().filter(followed) {
            settings.pattern = tampering(&self.trail);
        }
    }

    /// Whether an alert has the pattern that is made from the settings of the trail.
    pub(crate) fn follows_trail(&self, alert: &Alert) -> bool {
        alert.name == AlertName::TAMPERING && alert.pattern == tampering(&self.trail)
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
        let built_in = AlertName::BUILT_IN.map(|name| name.to_string()).join(", ");
        let cure = format!("an alert of your own needs `pattern = '{{ … }}'`; the built-in ones are {built_in}");
        let message = format!("the alert {} has no pattern", patch.name);
        Some(Fault::new(patch.name_span.clone(), message).cure(cure))
    }

    /// How many alerts there are: the built-in ones and the user's own.
    #[must_use]
    pub fn alert_count(&self) -> usize {
        self.alerts.len()
    }

    /// The name and the pattern of every alert, in their order.
    pub(crate) fn patterns(&self) -> impl Iterator<Item = (&AlertName, &Pattern)> {
        self.alerts.iter().map(|alert| (&alert.name, &alert.pattern))
    }

    /// The account that the config names, by itself or in the ARN of somebody's log group.
    ///
    /// The ARN of a trail does not tell: the trail of an organisation may be another account's.
    #[must_use]
    pub fn account(&self) -> Option<AccountId> {
        let in_arn = || match &self.trail.source {
            TrailUse::LogGroup { arn, .. } => Some(place_of(arn)?.0),
            TrailUse::Own | TrailUse::None | TrailUse::Trail(_) => None,
        };
        self.account.clone().or_else(in_arn)
    }

    /// The numbers of all accounts that the config names, somebody else's too.
    #[must_use]
    pub fn accounts(&self) -> Vec<AccountId> {
        let key = self.topic_key.as_ref().map(KeyArn::arn);
        let in_arns = self.trail.source.arn().into_iter().chain(key).filter_map(|arn| Some(place_of(arn)?.0));
        self.account.clone().into_iter().chain(in_arns).collect()
    }

    /// The Region that the config names, by itself or in the ARN of somebody's trail or log group.
    #[must_use]
    pub fn region(&self) -> Option<Region> {
        self.region.clone().or_else(|| Some(place_of(self.trail.source.arn()?)?.1))
    }

    /// The prices that the config tells.
    #[must_use]
    pub fn prices(&self) -> &Prices {
        &self.prices
    }

    /// The place for which nobody asked: what the config names, otherwise placeholders.
    #[must_use]
    pub fn presumed_place(&self) -> Place {
        Place {
            account: self.account().unwrap_or_else(placeholder_account),
            region: self.region().unwrap_or_else(|| DEFAULT_REGION.parse().expect("a Region's code")),
        }
    }

    /// The chain for the simulator: where nobody is named, placeholders subscribe.
    ///
    /// One e-mail address per alert, and for a root success a phone number besides.
    #[must_use]
    pub fn simulated_chain(&self) -> Chain {
        self.chain(self.presumed_place(), placeholders)
    }

    /// The chain at a place; `fallback` tells who subscribes where nobody is named.
    pub(crate) fn chain(&self, place: Place, fallback: fn(&AlertName) -> Vec<Endpoint>) -> Chain {
        let alert = |settings: &AlertSettings| Alert {
            name: settings.name.clone(),
            pattern: settings.pattern.clone(),
            default_value: settings.own.default_value.unwrap_or(self.defaults.default_value),
            period: settings.own.period.unwrap_or(self.defaults.period),
            missing_data: settings.own.missing_data.unwrap_or(self.defaults.missing_data),
            notify_ok: settings.own.notify_ok.unwrap_or(self.defaults.notify_ok),
            subscribers: settings.subscribers.clone().unwrap_or_else(|| fallback(&settings.name)),
        };
        let mut alerts: Vec<Alert> = self.alerts.iter().map(alert).collect();
        let of_the_four = mail_of_the_four(&alerts);
        for (alert, settings) in alerts.iter_mut().zip(&self.alerts) {
            if alert.name == AlertName::TAMPERING && settings.subscribers.is_none() {
                alert.subscribers.clone_from(&of_the_four);
            }
        }
        let silence_subscribers = self.silence_subscribers.clone().unwrap_or(of_the_four);
        let (trail, log_group) = match &self.trail.source {
            TrailUse::Own | TrailUse::None => (None, None),
            TrailUse::Trail(arn) => (trail_name(arn), None),
            TrailUse::LogGroup { name, .. } => (None, Some(name.clone())),
        };
        Chain {
            place,
            namespace: self.namespace.clone(),
            trail: trail.unwrap_or_else(|| self.trail.name.clone()),
            log_group: log_group.unwrap_or_else(|| self.trail.log_group.clone()),
            role: self.trail.role.clone(),
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
