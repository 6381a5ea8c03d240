//! What else can be done with the same events.

use memchr::memmem::Finder;
use serde::Deserialize;
use signalarm_filter_pattern::{LogEvent, Pattern};

/// A bare search for one word. It answers no pattern; hardly anything that looks at every byte is faster.
pub(crate) fn memmem<'b>(texts: &'b [&str]) -> impl FnMut() -> usize + 'b {
    // With its quotation marks, as that is faster here.
    let finder = Finder::new("\"ConsoleLogin\"");
    move || texts.iter().map(|text| finder.find_iter(text.as_bytes()).count()).sum()
}

/// The fields that the four patterns ask for, and the name of the event.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Fields<'e> {
    event_name: &'e str,
    #[serde(borrow)]
    user_identity: UserIdentity<'e>,
    #[serde(borrow)]
    response_elements: Option<ResponseElements<'e>>,
}

#[derive(Deserialize)]
struct UserIdentity<'e> {
    r#type: &'e str,
}

#[derive(Deserialize)]
struct ResponseElements<'e> {
    #[serde(rename = "ConsoleLogin")]
    console_login: Option<&'e str>,
}

/// Three fields of every event, typed and borrowed.
pub(crate) fn sonic(lines: &[&str]) -> usize {
    let is_sign_in = |line: &&&str| {
        let fields: Fields<'_> = sonic_rs::from_str(line).expect("a record");
        fields.event_name == "ConsoleLogin"
            && matches!(fields.user_identity.r#type, "IAMUser" | "Root")
            && fields.response_elements.and_then(|elements| elements.console_login).is_some()
    };
    lines.iter().filter(is_sign_in).count()
}

/// A tree of every event, and comparisons with the values in it.
pub(crate) fn serde_value(lines: &[&str]) -> usize {
    let matches = |line: &&str| {
        let tree: serde_json::Value = serde_json::from_str(line).expect("a record");
        let pairs = [("IAMUser", "Failure"), ("IAMUser", "Success"), ("Root", "Failure"), ("Root", "Success")];
        let holds = |(user_type, outcome): &(&str, &str)| {
            tree["userIdentity"]["type"] == *user_type && tree["responseElements"]["ConsoleLogin"] == *outcome
        };
        pairs.iter().filter(|pair| holds(pair)).count()
    };
    lines.iter().map(matches).sum()
}

/// Every pattern by itself on the tree that they share.
pub(crate) fn naive(patterns: &[String], lines: &[&str]) -> impl FnMut() -> usize {
    let patterns: Vec<_> = patterns.iter().map(|text| Pattern::parse(text).expect("a pattern")).collect();
    let lines: Vec<_> = lines.iter().map(|line| (*line).to_owned()).collect();
    move || {
        let matches = |line: &String| {
            let event = LogEvent::new(line);
            patterns.iter().filter(|pattern| pattern.matches(&event)).count()
        };
        lines.iter().map(matches).sum()
    }
}
