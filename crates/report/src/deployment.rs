//! Plans, and what came of them: for a terminal and for machines.

use serde_json::{Value, json};
use signalarm_deploy::{
    Change, Confirmation, Cost, Disagreement, FieldChange, Plan, Report, Resource, Rights, Step, Todo,
};
use signalarm_diagnostic::harmless_lines;

use crate::cost::{cost_json, cost_text};
use crate::json::document;
use crate::mask::Mask;
use crate::words::counted;

/// The version of the documents below; it rises when a member goes or changes its meaning.
const FORMAT: u32 = 1;

/// A plan, and what somebody wants to know before it is carried out.
#[derive(Clone, Debug)]
pub struct Proposal {
    /// For which account, in words.
    pub place: String,
    /// The ARN of whoever calls.
    pub caller_arn: String,
    /// The beginning of the chain, where the trail is not our own, in words.
    pub beginning: Option<String>,
    /// The plan.
    pub plan: Plan,
    /// What was asked beforehand, and what the chain will cost; of a removal nothing.
    pub outlook: Option<Outlook>,
}

/// What was asked before a deployment, and what it will cost.
#[derive(Clone, Debug)]
pub struct Outlook {
    /// What the caller may do.
    pub rights: Rights,
    /// Whether AWS reads the patterns as we do.
    pub patterns: Confirmation,
    /// What the chain costs a month.
    pub cost: Cost,
}

/// A plan as a diff. The cost is told where there is something to do.
#[must_use]
pub fn plan_text(proposal: &Proposal, mask: &Mask) -> String {
    let Proposal { place, caller_arn, beginning, plan, outlook } = proposal;
    let mut lines = vec![format!("plan for {place}"), format!("  caller    {caller_arn}")];
    lines.extend(beginning.iter().map(|beginning| format!("  trail     {beginning}")));
    if let Some(outlook) = outlook {
        lines.push(format!("  rights    {}", rights_text(&outlook.rights)));
        lines.push(format!("  patterns  {}", patterns_text(&outlook.patterns)));
    }
    lines.push(String::new());
    for step in &plan.steps {
        lines.push(format!("  {} {step}", mark(&step.change)));
        if let Change::Update(fields) = &step.change {
            lines.extend(fields.iter().flat_map(field));
        }
    }
    if plan.is_empty() {
        lines.push("  nothing to do".to_owned());
    }
    lines.push(String::new());
    lines.extend(plan.foreign.iter().map(|resource| format!("  stays, not ours or not named: {resource}")));
    let pending = plan.pending_unwanted.iter();
    lines.extend(pending.map(|resource| format!("  cannot be removed before it is confirmed: {resource}")));
    lines.push(format!("{} to do, {} as it should be", counted(plan.steps.len(), "step"), plan.untouched.len()));
    let mut text = lines.join("\n") + "\n";
    if let Some(outlook) = outlook.as_ref().filter(|_| !plan.is_empty()) {
        text.push('\n');
        text.push_str(&cost_text(&outlook.cost));
    }
    harmless_lines(&mask.apply(&text))
}

/// What the caller's policies allow, in words.
#[must_use]
pub fn rights_text(rights: &Rights) -> String {
    match rights {
        Rights::Sufficient { actions } => format!("all {actions} that are needed, by the caller's policies"),
        Rights::Lacking(actions) => {
            let actions: Vec<&str> = actions.iter().map(String::as_str).collect();
            let what = actions.join(", ");
            format!(
                "the caller's policies seem not to allow {what} (`deploy --print-policy` prints all that is needed)"
            )
        }
        Rights::Unknown(why) => format!("not checked: {why}"),
    }
}

fn patterns_text(confirmation: &Confirmation) -> String {
    match confirmation {
        Confirmation::Confirmed { patterns, records } => {
            format!("{} confirmed, each over {}", counted(*patterns, "pattern"), counted(*records, "forged record"))
        }
        Confirmation::NotImplemented => "not confirmed: this endpoint does not know logs:TestMetricFilter".to_owned(),
        Confirmation::Differs(disagreements) => disagreements.first().map_or_else(String::new, disagreement_text),
    }
}

/// One disagreement, in words.
#[must_use]
pub fn disagreement_text(disagreement: &Disagreement) -> String {
    let Disagreement { alert, pattern, record, matches_here } = disagreement;
    let (there, here) = if *matches_here { ("no match", "a match") } else { ("a match", "no match") };
    format!("the pattern of {alert}, {pattern}: AWS finds {there} where signalarm finds {here}, in {record}")
}

/// A plan for machines.
#[must_use]
pub fn plan_json(proposal: &Proposal, mask: &Mask) -> String {
    let Proposal { place: _, caller_arn, beginning, plan, outlook } = proposal;
    document(json!({
        "format": FORMAT,
        "caller": mask.apply(caller_arn),
        "trail": beginning.as_ref().map(|beginning| mask.apply(beginning)),
        "rights": outlook.as_ref().map(|outlook| rights_json(&outlook.rights, mask)),
        "patterns": outlook.as_ref().map(|outlook| patterns_json(&outlook.patterns)),
        "steps": steps(&plan.steps, mask),
        "untouched": resources(&plan.untouched, mask),
        "foreign": resources(&plan.foreign, mask),
        "pending_unwanted": resources(&plan.pending_unwanted, mask),
        "cost": outlook.as_ref().map(|outlook| cost_json(&outlook.cost)),
    }))
}

fn rights_json(rights: &Rights, mask: &Mask) -> Value {
    match rights {
        Rights::Sufficient { actions } => json!({ "known": true, "actions": actions, "lacking": [] }),
        Rights::Lacking(lacking) => json!({ "known": true, "lacking": lacking }),
        Rights::Unknown(why) => json!({ "known": false, "why": mask.apply(why) }),
    }
}

fn patterns_json(confirmation: &Confirmation) -> Value {
    match confirmation {
        Confirmation::Confirmed { patterns, records } => {
            json!({ "confirmed": true, "patterns": patterns, "records": records })
        }
        Confirmation::NotImplemented => json!({ "confirmed": false, "why": patterns_text(confirmation) }),
        Confirmation::Differs(disagreements) => {
            let differs: Vec<String> = disagreements.iter().map(disagreement_text).collect();
            json!({ "confirmed": false, "differs": differs })
        }
    }
}

/// What was done, and what a person must still do.
#[must_use]
pub fn report_text(report: &Report, mask: &Mask) -> String {
    let mut lines = vec![match report.done.len() {
        0 => "all is as it should be; nothing was changed".to_owned(),
        done => format!("{} done; all is as it should be", counted(done, "step")),
    }];
    lines.extend(report.left.iter().map(|resource| format!("stays, not ours or not named: {resource}")));
    if !report.todo.is_empty() {
        lines.push("\nleft for a person to do:".to_owned());
        lines.extend(report.todo.iter().map(|todo| format!("  - {todo}")));
        // A statement to be copied is of no use without its account number.
        if report.todo.iter().any(|todo| mask.apply(&todo.to_string()) != todo.to_string()) {
            lines.push("  (--show-endpoints prints account numbers and endpoints in full)".to_owned());
        }
    }
    harmless_lines(&mask.apply(&(lines.join("\n") + "\n")))
}

/// The same for machines.
#[must_use]
pub fn report_json(report: &Report, mask: &Mask) -> String {
    let todo = |todo: &Todo| mask.apply(&todo.to_string());
    document(json!({
        "format": FORMAT,
        "done": steps(&report.done, mask),
        "left": resources(&report.left, mask),
        "todo": report.todo.iter().map(todo).collect::<Vec<String>>(),
    }))
}

const fn mark(change: &Change) -> char {
    match change {
        Change::Create => '+',
        Change::Delete => '-',
        Change::Update(_) | Change::StartLogging | Change::Tag(_) | Change::ResendConfirmation => '~',
    }
}

/// Before and after; of policies the statements that go and come.
fn field(field: &FieldChange) -> Vec<String> {
    let FieldChange { field, before, after } = field;
    if let (Some(gone), Some(come)) = (statements(before.as_deref()), statements(after.as_deref())) {
        let only_in = |one: &[Value], other: &[Value]| -> Vec<Value> {
            one.iter().filter(|statement| !other.contains(statement)).cloned().collect()
        };
        let stay = gone.iter().filter(|statement| come.contains(statement)).count();
        let mut lines = vec![format!("      {field}: {stay} of {} stay", counted(gone.len(), "statement"))];
        lines.extend(only_in(&gone, &come).iter().map(|statement| format!("        - {statement}")));
        lines.extend(only_in(&come, &gone).iter().map(|statement| format!("        + {statement}")));
        return lines;
    }
    let shown = |value: &Option<String>| value.clone().unwrap_or_else(|| "none".to_owned());
    vec![format!("      {field}: {} → {}", shown(before), shown(after))]
}

/// The statements of a policy; none where there is no policy, and `None` where it is not read as one.
fn statements(policy: Option<&str>) -> Option<Vec<Value>> {
    let Some(policy) = policy else { return Some(Vec::new()) };
    match serde_json::from_str::<Value>(policy).ok()?.get_mut("Statement")?.take() {
        Value::Array(statements) => Some(statements),
        statement @ Value::Object(_) => Some(vec![statement]),
        _ => None,
    }
}

pub(crate) fn steps(steps: &[Step], mask: &Mask) -> Vec<Value> {
    let step = |step: &Step| {
        let fields = match &step.change {
            Change::Update(fields) => fields.as_slice(),
            Change::Create | Change::Delete | Change::StartLogging | Change::Tag(_) | Change::ResendConfirmation => &[],
        };
        let field = |field: &FieldChange| json!({ "field": field.field, "before": field.before.as_deref().map(|text| mask.apply(text)), "after": field.after.as_deref().map(|text| mask.apply(text)) });
        json!({
            "change": step.change.to_string(),
            "kind": step.resource.kind(),
            "resource": mask.apply(&step.resource.to_string()),
            "action": step.call.action(),
            "fields": fields.iter().map(field).collect::<Vec<Value>>(),
        })
    };
    steps.iter().map(step).collect()
}

fn resources(resources: &[Resource], mask: &Mask) -> Vec<String> {
    resources.iter().map(|resource| mask.apply(&resource.to_string())).collect()
}
