//! Plans, and what came of them: for a terminal and for machines.

use serde_json::{Value, json};
use signalarm_deploy::{Change, FieldChange, Plan, Report, Resource, Step, Todo};
use signalarm_diagnostic::harmless_lines;

use crate::json::document;
use crate::mask::Mask;
use crate::words::counted;

/// The version of the documents below; it rises when a member goes or changes its meaning.
const FORMAT: u32 = 1;

/// A plan as a diff. `place` says which account it is for.
#[must_use]
pub fn plan_text(plan: &Plan, place: &str, mask: &Mask) -> String {
    let mut lines = vec![format!("plan for {place}"), String::new()];
    for step in &plan.steps {
        lines.push(format!("  {} {step}", mark(&step.change)));
        if let Change::Update(fields) = &step.change {
            lines.extend(fields.iter().map(field));
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
    harmless_lines(&mask.apply(&(lines.join("\n") + "\n")))
}

/// A plan for machines.
#[must_use]
pub fn plan_json(plan: &Plan, mask: &Mask) -> String {
    document(json!({
        "format": FORMAT,
        "steps": steps(&plan.steps, mask),
        "untouched": resources(&plan.untouched, mask),
        "foreign": resources(&plan.foreign, mask),
        "pending_unwanted": resources(&plan.pending_unwanted, mask),
    }))
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

fn field(field: &FieldChange) -> String {
    let shown = |value: &Option<String>| value.clone().unwrap_or_else(|| "none".to_owned());
    format!("      {}: {} → {}", field.field, shown(&field.before), shown(&field.after))
}

fn steps(steps: &[Step], mask: &Mask) -> Vec<Value> {
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
