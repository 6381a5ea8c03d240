//! Text from files, for a terminal: what it would act on instead of showing is escaped.

/// The text on one line, with control characters escaped, and those that turn the direction of writing or take no room.
#[must_use]
pub fn harmless(text: &str) -> String {
    escaped(text, |_| false)
}

/// The same for text of several lines: line breaks stay.
#[must_use]
pub fn harmless_lines(text: &str) -> String {
    escaped(text, |character| character == '\n')
}

fn escaped(text: &str, stays: fn(char) -> bool) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        if is_invisible(character) && !stays(character) {
            safe.extend(character.escape_unicode());
        } else {
            safe.push(character);
        }
    }
    safe
}

fn is_invisible(character: char) -> bool {
    let formats = ['\u{200b}'..='\u{200f}', '\u{2028}'..='\u{202e}', '\u{2060}'..='\u{206f}', '\u{feff}'..='\u{feff}'];
    character.is_control() || formats.iter().any(|format| format.contains(&character))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_shows_what_it_would_have_done() {
        assert_eq!(harmless("a\u{1b}[31mb\nc\u{202e}é"), "a\\u{1b}[31mb\\u{a}c\\u{202e}é");
        assert_eq!(harmless_lines("a\u{7}\nb"), "a\\u{7}\nb");
    }
}
