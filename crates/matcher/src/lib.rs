//! Questions about metric filters and their answers, a line of JSON each: so that a program in another language, such as
//! an emulator, has CloudWatch Logs' own metric filters without knowing the pattern language.
//!
//! A question is an object with an `id`, which its answer bears too, and one of these members, in AWS's own shapes
//! (CloudWatch Logs API Reference):
//!
//! | member | shape | answer |
//! |---|---|---|
//! | `test` | *TestMetricFilter*: `filterPattern`, `logEventMessages` | `matches`: the places of those that match, from 0 |
//! | `validate` | *PutMetricFilter* | `valid`: true |
//! | `apply` | `filter`: *PutMetricFilter*; `logEvents`: each with `timestamp` in milliseconds and `message` | `samples` |
//!
//! A sample has `timestamp`, `value`, `unit`, `dimensions` (an object) and `matched`: false where the value is the default
//! value. What AWS would refuse is answered with `refused`: `code`, `message`; what is no question with `error`.
//!
//! Deliberately absent: where lines come from, and any state between two of them.

mod question;

use serde_json::{Value, json};
use signalarm_cloud::Refusal;
use signalarm_filter_pattern::{LogEvent, Pattern};
use signalarm_metric::{MetricFilter, Sample};

use self::question::{Question, StampedEvent};

/// The answer to one line. It has no line break.
#[must_use]
pub fn answer(line: &str) -> String {
    let question: Value = match serde_json::from_str(line) {
        Ok(question) => question,
        Err(error) => return json!({ "id": null, "error": format!("the line is no JSON: {error}") }).to_string(),
    };
    let mut answer = match Question::read(&question).map(answered) {
        Ok(Ok(answer)) => answer,
        Ok(Err(refusal)) => json!({ "refused": { "code": refusal.code(), "message": refusal.message() } }),
        Err(why) => json!({ "error": why }),
    };
    answer["id"] = question["id"].clone();
    answer.to_string()
}

fn answered(question: Question) -> Result<Value, Refusal> {
    Ok(match question {
        Question::Test { filter_pattern, log_event_messages } => {
            let refused = |_| Refusal::InvalidParameter("Invalid metric filter pattern".to_owned());
            let pattern = Pattern::parse(&filter_pattern).map_err(refused)?;
            let messages = log_event_messages.iter().enumerate();
            let matches = messages.filter(|(_, message)| pattern.matches(&LogEvent::new(message)));
            json!({ "matches": matches.map(|(index, _)| index).collect::<Vec<usize>>() })
        }
        Question::Validate(request) => {
            request.check()?;
            json!({ "valid": true })
        }
        Question::Apply { filter, log_events } => {
            let filter = filter.check()?;
            json!({ "samples": log_events.iter().filter_map(|event| sample(&filter, event)).collect::<Vec<Value>>() })
        }
    })
}

fn sample(filter: &MetricFilter, event: &StampedEvent) -> Option<Value> {
    let Sample { at, value, unit, dimensions, matched } = filter.apply(&LogEvent::new(&event.message), event.at)?;
    let dimensions: serde_json::Map<String, Value> =
        dimensions.into_iter().map(|(name, value)| (name, Value::String(value))).collect();
    Some(json!({
        "timestamp": at.as_millis(),
        "value": value,
        "unit": unit.to_string(),
        "dimensions": dimensions,
        "matched": matched,
    }))
}
