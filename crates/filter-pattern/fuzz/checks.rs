//! What holds of every text. The fuzz targets look for a text of which it does not; an ordinary test replays the corpora.

#![allow(dead_code, reason = "each fuzz target uses one of the checks")]

use signalarm_filter_pattern::{LogEvent, Pattern, PatternSet, Scratch};

/// A pattern is accepted, and then keeps its meaning in every form, or it has faults with places in its text.
pub(crate) fn parse(text: &str) {
    match Pattern::parse(text) {
        Ok(pattern) => {
            assert_eq!(pattern.text(), text);
            for form in [pattern.canonical(), pattern.pretty()] {
                let parsed = Pattern::parse(&form).unwrap_or_else(|faults| panic!("{form}: {faults:?}"));
                assert!(parsed.says_the_same_as(&pattern), "{form}");
            }
        }
        Err(faults) => {
            assert!(!faults.is_empty());
            assert!(faults.is_sorted_by_key(|fault| fault.span.start));
            for fault in faults {
                assert!(text.get(fault.span.clone()).is_some(), "{:?} is no place", fault.span);
                assert!(!fault.message().is_empty() && !fault.label().is_empty());
                let _ = (fault.cure(), fault.refusal());
            }
        }
    }
}

/// Matching, explaining and extracting agree. The first line is the pattern, the rest the message.
pub(crate) fn matches(text: &str) {
    let (pattern, message) = text.split_once('\n').unwrap_or((text, ""));
    let Ok(pattern) = Pattern::parse(pattern) else { return };
    let event = LogEvent::new(message);
    let explanation = pattern.explain(&event);
    assert_eq!(explanation.holds(), pattern.matches(&event));
    assert!(!explanation.reasons().is_empty());
    assert_eq!(pattern.extract(&event).is_some(), explanation.holds());
}

/// A set answers as its patterns do one by one, also when it is asked again. Each line up to an empty one is a pattern,
/// the rest is the message.
pub(crate) fn fast_equals_naive(text: &str) {
    let (patterns, message) = text.split_once("\n\n").unwrap_or((text, ""));
    let patterns: Vec<_> = patterns.lines().filter_map(|pattern| Pattern::parse(pattern).ok()).collect();
    let set = PatternSet::new(patterns.iter().cloned());
    let mut scratch = Scratch::default();
    let half = (0..=message.len() / 2).rev().find(|&end| message.is_char_boundary(end)).unwrap_or_default();
    for message in [message, &message[..half], message] {
        let event = LogEvent::new(message);
        let naive: Vec<_> = (0..patterns.len()).filter(|&index| patterns[index].matches(&event)).collect();
        assert_eq!(set.matches(message, &mut scratch), naive, "{message}");
    }
}
