//! Term patterns: signs, phrases that were meant as conditions, and terms that work against each other.

use std::ops::Range;

use super::{
    CONDITION_IN_QUOTATION_MARKS, DUPLICATE_CONDITION, Finding, NEVER_HOLDS, OPTIONAL_TERM_IGNORED, SIGN_IN_WORD,
    WILDCARD_IN_PHRASE,
};
use crate::terms::{Role, Term, Terms};
use crate::{Kind, Pattern};

/// Looks through the terms of the pattern `text`.
pub(super) fn lint(text: &str, terms: &Terms, findings: &mut Vec<Finding>) {
    let all: Vec<&Term> = terms.iter().collect();
    for (index, term) in all.iter().enumerate() {
        let (span, written) = (term.span.clone(), &text[term.span.clone()]);
        if written.contains('"') {
            lint_phrase(term, findings);
        }
        let before = index.checked_sub(1).map(|before| all[before]).filter(|before| before.span.end == span.start);
        if let Some(before) = before {
            lint_sign(text, before.span.start..span.end, findings);
        }
        if term.role == Role::Optional && !terms.all_optional() {
            let message = format!("{written} is ignored, because there are terms without ?");
            let cure = "leave it away, or make a pattern of ?terms alone";
            findings.push(Finding::new(&OPTIONAL_TERM_IGNORED, span.clone(), message, cure));
        }
        let earlier = &all[..index];
        if let Some(other) = earlier.iter().find(|other| contradict(other, term)) {
            let other = &text[other.span.clone()];
            let message = format!("{written} and {other} exclude each other; so the pattern matches nothing");
            findings.push(Finding::new(&NEVER_HOLDS, span, message, "take one of them away"));
        } else if earlier.contains(term) {
            let message = format!("{written} stands here twice");
            findings.push(Finding::new(&DUPLICATE_CONDITION, span, message, "take one of them away"));
        }
    }
}

/// Whether one term has to occur in which the other, that must not occur, is contained.
fn contradict(a: &Term, b: &Term) -> bool {
    match (a.role, b.role) {
        (Role::Required, Role::Excluded) => a.text.contains(&b.text),
        (Role::Excluded, Role::Required) => b.text.contains(&a.text),
        (Role::Required, Role::Required | Role::Optional)
        | (Role::Excluded, Role::Excluded | Role::Optional)
        | (Role::Optional, Role::Required | Role::Excluded | Role::Optional) => false,
    }
}

fn lint_phrase(term: &Term, findings: &mut Vec<Finding>) {
    let inside = term.text.trim();
    let meant = [inside.to_owned(), format!("{{ {inside} }}")].into_iter().find(|text| {
        text.contains("$.") && Pattern::parse(text).is_ok_and(|pattern| matches!(pattern.kind, Kind::Json(_)))
    });
    if let Some(meant) = meant {
        let message = "the quotation marks make a text of the condition: it is searched for and never evaluated";
        let cure = format!("write {meant}");
        findings.push(Finding::new(&CONDITION_IN_QUOTATION_MARKS, term.span.clone(), message, cure));
    } else if inside.contains('*') {
        let message = "* in quotation marks is that character and no wildcard";
        let cure = "leave it away: a term is found anywhere in the message, also within a word";
        findings.push(Finding::new(&WILDCARD_IN_PHRASE, term.span.clone(), message, cure));
    }
}

fn lint_sign(text: &str, place: Range<usize>, findings: &mut Vec<Finding>) {
    let written = &text[place.clone()];
    let message = format!("{written} is two terms: the sign ends the word before it");
    let cure =
        if written.contains('"') { "put a blank before the sign".to_owned() } else { format!("write \"{written}\"") };
    findings.push(Finding::new(&SIGN_IN_WORD, place, message, cure));
}
