//! Patterns with `*` for any text, as policies have them.

/// Whether a text matches a pattern, in which `*` stands for any characters and, where that is `wanted`, `?` for one.
///
/// It looks at most once at each pair of a place in the pattern and a place in the text.
pub(crate) fn matches(pattern: &str, text: &str, has_question_marks: bool) -> bool {
    // Most patterns are plain texts, or differ before the first star.
    let is_sign = |c: char| c == '*' || (has_question_marks && c == '?');
    let Some(plain) = pattern.find(is_sign) else { return pattern == text };
    let Some(text) = text.strip_prefix(&pattern[..plain]) else { return false };
    let pattern = &pattern[plain..];
    if pattern.is_ascii() && text.is_ascii() {
        return fits(pattern.as_bytes(), text.as_bytes(), |byte| char::from(*byte), has_question_marks);
    }
    let (pattern, text): (Vec<char>, Vec<char>) = (pattern.chars().collect(), text.chars().collect());
    fits(&pattern, &text, |c| *c, has_question_marks)
}

fn fits<C: PartialEq>(pattern: &[C], text: &[C], char_of: impl Fn(&C) -> char, has_question_marks: bool) -> bool {
    let (mut p, mut t) = (0, 0);
    // Where to go on when what follows the last star does not fit: one character of the text later.
    let mut star: Option<(usize, usize)> = None;
    while t < text.len() {
        match pattern.get(p) {
            Some(c) if char_of(c) == '*' => {
                star = Some((p, t));
                p += 1;
            }
            Some(c) if *c == text[t] || (has_question_marks && char_of(c) == '?') => (p, t) = (p + 1, t + 1),
            Some(_) | None => match star {
                Some((after, from)) => {
                    star = Some((after, from + 1));
                    (p, t) = (after + 1, from + 1);
                }
                None => return false,
            },
        }
    }
    pattern[p..].iter().all(|c| char_of(c) == '*')
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn stars_and_question_marks() {
        for (pattern, text, expected) in [
            ("", "", true),
            ("*", "", true),
            ("a*c", "abbc", true),
            ("a*c", "abcb", false),
            ("*ab*ab*", "xabxaab", true),
            ("a?c", "abc", true),
            ("a?c", "ac", false),
            ("arn:aws:cloudwatch:*:*:alarm:*", "arn:aws:cloudwatch:eu-west-1:1:alarm:x", true),
        ] {
            assert_eq!(matches(pattern, text, true), expected, "{pattern} {text}");
        }
        assert!(!matches("a?c", "abc", false));
        let (pattern, text) = ("a*".repeat(200) + "b", "a".repeat(5_000));
        assert!(!matches(&pattern, &text, false), "soon done");
    }
}
