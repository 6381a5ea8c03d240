//! What holds, for machines.

use serde_json::{Map, Value, json};
use signalarm_alert::{Effective, Entry, Section, Setting};

use crate::mask::Mask;

/// The version of the document below; it rises when a member goes or changes its meaning.
const FORMAT: u32 = 1;

/// The sections as they nest; `null` where something is decided elsewhere.
#[must_use]
pub fn config_json(effective: &Effective, mask: &Mask) -> Value {
    let mut config = Map::new();
    for section in &effective.sections {
        lay(&mut config, section, mask);
    }
    json!({ "format": FORMAT, "config": config })
}

fn lay(config: &mut Map<String, Value>, section: &Section, mask: &Mask) {
    let entries: Map<String, Value> = section.entries.iter().map(|entry| member(entry, mask)).collect();
    let Some((last, above)) = section.path.split_last() else {
        config.extend(entries);
        return;
    };
    let mut place = config;
    for name in above {
        let table = place.entry(name.as_str()).or_insert_with(|| json!({}));
        let Some(table) = table.as_object_mut() else { return };
        place = table;
    }
    if !section.is_element {
        place.insert(last.clone(), Value::Object(entries));
    } else if let Some(elements) = place.entry(last.as_str()).or_insert_with(|| json!([])).as_array_mut() {
        elements.push(Value::Object(entries));
    }
}

fn member(entry: &Entry, mask: &Mask) -> (String, Value) {
    let value = match &entry.value {
        None => Value::Null,
        Some(Setting::Whole(number)) => json!(number),
        Some(Setting::Number(number)) => json!(number),
        Some(Setting::Boolean(is_set)) => json!(is_set),
        Some(Setting::Text(text)) => json!(mask.apply(text)),
        Some(Setting::Price(price)) => json!({ "micro_dollars": price.micro_dollars, "source": price.source }),
        Some(Setting::Subscribers(endpoints)) => endpoints
            .iter()
            .map(|endpoint| json!({ (endpoint.protocol().to_string()): mask.apply(&endpoint.to_string()) }))
            .collect(),
    };
    (entry.key.to_owned(), value)
}
