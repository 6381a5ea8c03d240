//! Rows about messages: the JSON document is read and told again, and the other texts are made from what was read.
//!
//! Of a message that is an excerpt the missing fields are filled in, and not compared.

use serde_json::{Map, Value};

use super::compare::{compare, is_mask};
use super::document::{Kind, specimen_of};
use super::{Disagreement, expect, known_members, not_understood, text};
use crate::edition::treatment_word;
use crate::read::edition;
use crate::{Edition, Message, read_message};

/// A message.
pub(super) fn run(row: &Value) -> Result<(), Disagreement> {
    let kind: Kind = text(row, "type")?.parse().map_err(not_understood)?;
    let complete = row["complete"].as_bool().ok_or_else(|| not_understood("complete is neither true nor false"))?;
    let told = &row["message"];
    let edition = edition(told);
    let filled = if complete { told.clone() } else { filled(told, &specimen_of(kind).to_json(edition)) };
    let message = match read_message(&filled) {
        Ok((message, _)) => message,
        Err(faults) => {
            let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
            return Err(not_understood(format!("the message: {}", faults.join("; "))));
        }
    };
    expect("the type", &format!("{:?}", Kind::of(&message.alarm.watched)), &format!("{kind:?}"))?;
    let mut found = message.to_json(edition);
    if !complete {
        keep_told(&mut found, told);
    }
    compare(&as_compared(&found), &as_compared(told))?;
    texts(&message, row)
}

/// The texts that follow from a message.
fn texts(message: &Message, row: &Value) -> Result<(), Disagreement> {
    let expected = known_members(row, "expected", &["subject", "sms", "email", "emailExcerpt", "mailDate"])?;
    for key in expected.as_object().into_iter().flat_map(Map::keys) {
        match key.as_str() {
            "subject" => expect("the subject", &message.subject(), text(expected, key)?)?,
            "sms" => expect("the SMS text", &message.sms_text(), text(expected, key)?)?,
            "mailDate" => expect("the date", &message.at.mail_form().to_string(), text(expected, key)?)?,
            "email" => mail(message, &lines(&expected[key])?)?,
            _ => excerpt(message, &lines(&expected[key])?)?,
        }
    }
    Ok(())
}

fn lines(list: &Value) -> Result<Vec<&str>, Disagreement> {
    let entries = list.as_array().ok_or_else(|| not_understood("lines that are no list"))?;
    entries.iter().map(|line| line.as_str().ok_or_else(|| not_understood("a line that is no text"))).collect()
}

fn mail(message: &Message, expected: &[&str]) -> Result<(), Disagreement> {
    let body = message.mail_body();
    let found: Vec<&str> = body.split('\n').collect();
    for (number, (found, expected)) in found.iter().zip(expected).enumerate() {
        expect(&format!("line {} of the mail", number + 1), found, expected)?;
    }
    expect("the number of lines", &found.len().to_string(), &expected.len().to_string())
}

fn excerpt(message: &Message, expected: &[&str]) -> Result<(), Disagreement> {
    let body = message.mail_body();
    let found: Vec<&str> = body.split('\n').collect();
    match expected.is_empty() || found.windows(expected.len()).any(|lines| lines == expected) {
        true => Ok(()),
        false => Err(Disagreement::Differs(format!("the mail has no such lines: {body:?}"))),
    }
}

/// A document with the fields of an excerpt where it has them; a masked text is as good as none.
fn filled(told: &Value, specimen: &Value) -> Value {
    let mut filled = specimen.clone();
    let (Some(fields), Some(told)) = (filled.as_object_mut(), told.as_object()) else { return filled };
    for (key, value) in told.iter().filter(|(_, value)| !is_mask(value)) {
        let value = match (key.as_str(), fields.get("Trigger")) {
            ("Trigger", Some(trigger)) => filled_trigger(value, trigger),
            _ => value.clone(),
        };
        fields.insert(key.clone(), value);
    }
    filled
}

fn filled_trigger(told: &Value, specimen: &Value) -> Value {
    let mut fields = specimen.as_object().cloned().unwrap_or_default();
    // What only some alarms have is there only where it is told.
    fields.shift_remove("DatapointsToAlarm");
    let told = told.as_object().into_iter().flatten().filter(|(_, value)| !is_mask(value));
    fields.extend(told.map(|(key, value)| (key.clone(), value.clone())));
    Value::Object(fields)
}

/// Takes away what an excerpt does not tell.
fn keep_told(found: &mut Value, told: &Value) {
    if let Some(fields) = found.as_object_mut() {
        fields.retain(|key, _| told.get(key).is_some());
        if let Some(trigger) = fields.get_mut("Trigger").and_then(Value::as_object_mut) {
            trigger.retain(|key, _| told["Trigger"].get(key).is_some());
        }
    }
}

/// Blanks before the treatment of missing data, which somebody may have folded, are not compared.
fn as_compared(message: &Value) -> Value {
    let mut compared = message.clone();
    if let Some(Value::String(treatment)) = compared.pointer_mut("/Trigger/TreatMissingData")
        && let (word, true) = treatment_word(treatment)
    {
        *treatment = Edition::Of2021.treatment(Some(word));
    }
    compared
}
