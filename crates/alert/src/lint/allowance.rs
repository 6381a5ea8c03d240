//! Findings that a config allows, each with a reason.
//!
//! ```toml
//! [[allow]]
//! rule = "mixed-connectives"
//! alert = "unauthorized-calls"
//! reason = "the exact text of CIS v3.0 4.1"
//! ```
//!
//! Without `alert` the rule is allowed in the patterns of all alerts.

use signalarm_diagnostic::Fault;
use signalarm_diagnostic::toml::{Node, Table};
use signalarm_filter_pattern::lint::{Finding, Rule};

use super::{lint, rules};
use crate::config::Config;
use crate::name::AlertName;

/// What a rule finds in an alert's pattern, and is meant to be so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allowance {
    /// The rule.
    pub rule: &'static Rule,
    /// The alert; `None` for all.
    pub alert: Option<AlertName>,
    /// Why.
    pub reason: String,
}

/// A finding in the pattern of an alert.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlertFinding<'c> {
    /// The alert.
    pub alert: &'c AlertName,
    /// The pattern that the finding's place is in.
    pub pattern: &'c str,
    /// What was found.
    pub finding: Finding,
    /// What allows it, if anything does.
    pub allowance: Option<&'c Allowance>,
}

impl Allowance {
    fn allows(&self, alert: &AlertName, rule: &Rule) -> bool {
        *self.rule == *rule && self.alert.as_ref().is_none_or(|own| own == alert)
    }
}

impl Config {
    /// What is found in the patterns of all alerts, allowed or not, in the order of the alerts.
    #[must_use]
    pub fn lint(&self) -> Vec<AlertFinding<'_>> {
        let findings = self.patterns().flat_map(|(alert, pattern)| {
            lint(pattern).into_iter().map(move |finding| (alert, pattern.text(), finding))
        });
        let judged = findings.map(|(alert, pattern, finding)| {
            let allowance = self.allowances.iter().find(|allowance| allowance.allows(alert, finding.rule));
            AlertFinding { alert, pattern, finding, allowance }
        });
        judged.collect()
    }

    /// The allowances that allow nothing that is found.
    #[must_use]
    pub fn unused_allowances(&self) -> Vec<&Allowance> {
        let found = self.lint();
        let is_unused =
            |allowance: &&Allowance| !found.iter().any(|found| allowance.allows(found.alert, found.finding.rule));
        self.allowances.iter().filter(is_unused).collect()
    }
}

/// Reads `[[allow]]` from a config.
pub(crate) fn read_allowances(table: &mut Table<'_>, faults: &mut Vec<Fault>) -> Vec<Allowance> {
    let nodes = table.optional("allow").and_then(|node| node.array(faults)).unwrap_or_default();
    nodes.iter().filter_map(|node| read_allowance(node, faults)).collect()
}

fn read_allowance(node: &Node<'_>, faults: &mut Vec<Fault>) -> Option<Allowance> {
    let mut table = node.table("[[allow]]", faults)?;
    let choices: Vec<(&str, &'static Rule)> = rules().map(|rule| (rule.id, rule)).collect();
    let rule = table.required("rule", "name the rule that is allowed", faults);
    let rule = rule.and_then(|node| node.choice(&choices, faults));
    let alert = table.optional("alert").map(|node| node.parsed::<AlertName>(faults));
    let reason = table.required("reason", "say why the pattern is meant so", faults);
    let reason = reason.and_then(|node| read_reason(&node, faults));
    table.finish(faults);
    // An alert that cannot be read is a fault and does not stand for all.
    let alert = match alert {
        Some(read) => Some(read?),
        None => None,
    };
    Some(Allowance { rule: rule?, alert, reason: reason? })
}

fn read_reason(node: &Node<'_>, faults: &mut Vec<Fault>) -> Option<String> {
    let reason = node.string(faults)?;
    if reason.trim().is_empty() {
        faults.push(node.fault("`reason` is blank").cure("say why the pattern is meant so"));
        return None;
    }
    Some(reason.to_owned())
}

#[cfg(test)]
mod tests {
    use crate::config::Config;
    use crate::read::read_config;

    const ALERTS: &str = r#"
format = 1

[alerts.root-usage]
pattern = '{ $.userIdentity.type = "root" }'

[alerts.trail-changes]
pattern = "{ $.eventName = CreateTrail || $.eventName = CreateTrail }"
"#;

    /// The findings of a config with these allowances, and what is left unused; or its faults.
    fn shown(allowances: &str) -> String {
        let patch = match read_config("c", &format!("{ALERTS}{allowances}"), &|_| None) {
            Ok(patch) => patch,
            Err(faulty) => return faulty.to_string(),
        };
        let config = Config::default().patched(&patch).unwrap();
        let mut lines = Vec::new();
        for found in config.lint() {
            let reason = found.allowance.map_or("", |allowance| &allowance.reason);
            let place = &found.pattern[found.finding.span];
            lines.push(format!("{} {} {place} {reason}", found.alert, found.finding.rule.id));
        }
        lines.extend(config.unused_allowances().iter().map(|allowance| format!("unused: {}", allowance.reason)));
        lines.join("\n")
    }

    #[test]
    fn a_finding_is_allowed_with_a_reason() {
        let root = "root-usage value-wrong-case \"root\" ";
        let trail = "trail-changes duplicate-condition $.eventName = CreateTrail ";
        assert_eq!(shown(""), format!("{root}\n{trail}"));
        let allowed = shown("[[allow]]\nrule = 'value-wrong-case'\nalert = 'root-usage'\nreason = 'a test'\n");
        assert_eq!(allowed, format!("{root}a test\n{trail}"));
        let allowed = shown("[[allow]]\nrule = 'duplicate-condition'\nreason = 'for all'\n");
        assert_eq!(allowed, format!("{root}\n{trail}for all"));
        let allowed = shown("[[allow]]\nrule = 'value-wrong-case'\nalert = 'trail-changes'\nreason = 'elsewhere'\n");
        assert_eq!(allowed, format!("{root}\n{trail}\nunused: elsewhere"));
    }

    #[test]
    fn all_faults_of_allowances_come_at_once() {
        assert_eq!(
            shown("[[allow]]\nrule = 'mixed-conectives'\nreason = ' '\n[[allow]]\nalert = 'a b'\nwhy = 'x'\n"),
            "c:10:8: `rule` cannot be \"mixed-conectives\"; did you mean \"mixed-connectives\"?\n\
             c:11:10: `reason` is blank; say why the pattern is meant so\n\
             c:12:1: [[allow]] lacks `rule`; name the rule that is allowed\n\
             c:12:1: [[allow]] lacks `reason`; say why the pattern is meant so\n\
             c:13:9: `alert`: “a b” cannot name an alert: use 1 to 255 ASCII letters, digits, `-` and `_`, as a topic's name must\n\
             c:14:1: [[allow]] has no key `why`; its keys are `rule`, `alert` and `reason`"
        );
    }
}
