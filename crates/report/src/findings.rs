//! Findings of lints: patterns that are legal but hardly meant so.

use annotate_snippets::Level;
use serde_json::{Value, json};
use signalarm_alert::lint::{AlertFinding, Allowance, Standing};
use signalarm_diagnostic::{Fault, Faulty};
use signalarm_filter_pattern::lint::{Finding, Severity};

use crate::faults::{Style, draw};

/// Every finding in a pattern, drawn; `name` is what the pattern is called where a file would be named.
#[must_use]
pub fn findings_text(name: &str, pattern: &str, findings: &[&Finding], style: Style) -> String {
    let drawn = findings.iter().map(|finding| {
        let level = match finding.rule.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
            Severity::Advice => Level::INFO.with_name("advice"),
        };
        let message = format!("{} ({})\nknown from: {}", finding.message, finding.rule.id, finding.evidence);
        let fault = Fault::new(finding.span.clone(), message).cure(finding.cure.as_str());
        let faulty = Faulty { name: name.to_owned(), text: pattern.to_owned(), faults: Vec::new() };
        draw(level, &faulty, &fault, style)
    });
    drawn.collect::<Vec<String>>().join("\n\n")
}

/// What stands beside the findings: whether the pattern is the text of a control.
#[must_use]
pub fn standing_text(standing: &Standing) -> String {
    match standing {
        Standing::Meets(control) => format!("it is the text of {control}"),
        Standing::Deviates { from, how } => format!("it is nearly the text of {from}: {}", how.join("; ")),
    }
}

/// A finding for machines.
#[must_use]
pub fn finding_json(finding: &Finding) -> Value {
    json!({
        "rule": finding.rule.id,
        "severity": severity(finding.rule.severity),
        "start": finding.span.start,
        "end": finding.span.end,
        "message": finding.message,
        "evidence": finding.evidence,
        "cure": finding.cure,
    })
}

/// The findings of a config for machines, those that it allows with the reason.
#[must_use]
pub fn alert_findings_json(findings: &[AlertFinding<'_>]) -> Value {
    let finding = |found: &AlertFinding<'_>| {
        let mut entry = finding_json(&found.finding);
        entry["alert"] = Value::from(found.alert.as_str());
        entry["allowed_because"] = found.allowance.map(|allowance: &Allowance| allowance.reason.clone()).into();
        entry
    };
    findings.iter().map(finding).collect()
}

const fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Advice => "advice",
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}
