//! What a trail records: both kinds of selectors, read as one answer.

use signalarm_aws_clients::cloudtrail::operation::get_event_selectors::GetEventSelectorsOutput;
use signalarm_aws_clients::cloudtrail::types::{
    AdvancedEventSelector, AdvancedFieldSelector, EventSelector, ReadWriteType,
};

/// The management events of one selector that are recorded whole.
#[derive(Clone, Copy, Default)]
struct Recorded {
    reading: bool,
    writing: bool,
}

/// The selection that a new trail has.
pub(crate) fn management_events() -> EventSelector {
    EventSelector::builder().read_write_type(ReadWriteType::All).include_management_events(true).build()
}

/// Whether a selector is the one of [`management_events`].
pub(crate) fn is_management_events(selector: &EventSelector) -> bool {
    let recorded = basic(selector);
    recorded.reading && recorded.writing && selector.data_resources().is_empty()
}

/// Whether the selectors together record all management events.
pub(super) fn all_management_events(output: &GetEventSelectorsOutput) -> bool {
    let basic = output.event_selectors().iter().map(basic);
    let recorded: Vec<Recorded> = basic.chain(output.advanced_event_selectors().iter().map(advanced)).collect();
    recorded.iter().any(|recorded| recorded.reading) && recorded.iter().any(|recorded| recorded.writing)
}

/// What is left out is `true` and `All` (CloudTrail API Reference, *EventSelector*).
fn basic(selector: &EventSelector) -> Recorded {
    let is_whole =
        selector.include_management_events().unwrap_or(true) && selector.exclude_management_event_sources().is_empty();
    let kind = selector.read_write_type().map_or("All", ReadWriteType::as_str);
    Recorded {
        reading: is_whole && ["All", "ReadOnly"].contains(&kind),
        writing: is_whole && ["All", "WriteOnly"].contains(&kind),
    }
}

/// A selector of the category *Management* with no condition but, perhaps, one on reading: any other leaves events out.
fn advanced(selector: &AdvancedEventSelector) -> Recorded {
    let (mut is_management, mut recorded) = (false, Recorded { reading: true, writing: true });
    for condition in selector.field_selectors() {
        match condition.field() {
            "eventCategory" => is_management = is_only_equals(condition) && equals(condition, "Management"),
            "readOnly" if is_only_equals(condition) => {
                recorded.reading &= equals(condition, "true");
                recorded.writing &= equals(condition, "false");
            }
            _ => recorded = Recorded::default(),
        }
    }
    if is_management { recorded } else { Recorded::default() }
}

fn equals(condition: &AdvancedFieldSelector, value: &str) -> bool {
    condition.equals().iter().any(|equal| equal == value)
}

fn is_only_equals(condition: &AdvancedFieldSelector) -> bool {
    let others = [
        condition.starts_with(),
        condition.ends_with(),
        condition.not_equals(),
        condition.not_starts_with(),
        condition.not_ends_with(),
    ];
    others.iter().all(|values| values.is_empty())
}
