//! Places inside a string: where in the source a part of its value stands.

/// The byte of a string's source text at which a byte of its value stands.
pub(super) fn in_source(raw: &str, value_byte: usize) -> Option<usize> {
    for (mark, escapes) in [("'''", false), ("\"\"\"", true), ("'", false), ("\"", true)] {
        let Some(inside) = raw.strip_prefix(mark) else { continue };
        // A line break directly behind three marks is no part of the value.
        let trimmed = if mark.len() == 3 { inside.strip_prefix("\r\n").or(inside.strip_prefix('\n')) } else { None };
        let inside = trimmed.unwrap_or(inside);
        let start = raw.len() - inside.len();
        return if escapes { Some(start + escaped_offset(inside, value_byte)?) } else { Some(start + value_byte) };
    }
    None
}

/// The same inside quotation marks, where one character of the value may be written with several.
fn escaped_offset(inside: &str, value_byte: usize) -> Option<usize> {
    let (mut source, mut value) = (0, 0);
    while value < value_byte {
        let rest = &inside[source..];
        let (written, meant) = match rest.as_bytes() {
            [b'\\', b'u', ..] => (6, char::from_u32(u32::from_str_radix(rest.get(2..6)?, 16).ok()?)?.len_utf8()),
            [b'\\', b'U', ..] => (10, char::from_u32(u32::from_str_radix(rest.get(2..10)?, 16).ok()?)?.len_utf8()),
            [b'\\', b'"' | b'\\' | b'b' | b't' | b'n' | b'f' | b'r' | b'e', ..] => (2, 1),
            // A line continuation and what else is not followed here.
            [b'\\', ..] => return None,
            _ => rest.chars().next().map(|c| (c.len_utf8(), c.len_utf8()))?,
        };
        source += written;
        value += meant;
    }
    Some(source)
}
