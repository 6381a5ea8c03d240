//! A message cut into fields.

use crate::is_blank;

/// A field of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cut<'m> {
    /// Without the marks around it.
    pub(crate) value: &'m str,
    /// The byte of the message at which the field begins, its opening mark included.
    pub(crate) start: usize,
}

/// Cuts a message at runs of blanks. What stands between `[` and `]` or between two `"` is one field; a mark that is
/// never closed is text, and what follows a closing mark is the next field.
///
/// Open, and assumed here: a new line separates fields, too; a mark inside a field is text; brackets do not nest.
pub(crate) fn cut(message: &str) -> Vec<Cut<'_>> {
    // A mark is closed if there is any such mark further on, so that no part of the message is searched twice.
    let closing = |mark: char| message.rfind(mark);
    let (last_quotation, last_bracket) = (closing('"'), closing(']'));
    let mut cuts = Vec::new();
    let mut at = 0;
    loop {
        let rest = message[at..].trim_start_matches(is_blank);
        let start = message.len() - rest.len();
        let Some(first) = rest.chars().next() else { return cuts };
        let mark = match first {
            '"' if last_quotation > Some(start) => Some('"'),
            '[' if last_bracket > Some(start) => Some(']'),
            _ => None,
        };
        let (value, end) = match mark.and_then(|mark| rest[1..].split_once(mark)) {
            Some((value, _)) => (value, start + value.len() + 2),
            None => {
                let value = rest.split(is_blank).next().unwrap_or(rest);
                (value, start + value.len())
            }
        };
        cuts.push(Cut { value, start });
        at = end;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Recorded answers of TestMetricFilter, but for the rows marked as assumed.
    #[test]
    fn a_message_is_cut_at_blanks_outside_marks() {
        for (message, fields) in [
            ("", &[] as &[&str]),
            ("  ", &[]),
            ("x ", &["x"]),
            ("a  b   c ", &["a", "b", "c"]),
            ("a\tb\tc", &["a", "b", "c"]),
            (r#"a "two words" c"#, &["a", "two words", "c"]),
            ("a [two words] c", &["a", "two words", "c"]),
            (r#"x "" []"#, &["x", "", ""]),
            (r#"x "y z"#, &["x", "\"y", "z"]),
            ("x [y z q", &["x", "[y", "z", "q"]),
            (r#"a "b"c d"#, &["a", "b", "c", "d"]),
            // Assumed.
            (" a", &["a"]),
            ("a\nb", &["a", "b"]),
            (r#"x"y z""#, &["x\"y", "z\""]),
            ("[a [b] c]", &["a [b", "c]"]),
            ("[a]]", &["a", "]"]),
        ] {
            let cuts = cut(message);
            assert_eq!(cuts.iter().map(|cut| cut.value).collect::<Vec<_>>(), fields, "{message}");
            assert!(cuts.iter().all(|cut| message[cut.start..].find(cut.value).is_some_and(|at| at <= 1)), "{message}");
        }
    }
}
