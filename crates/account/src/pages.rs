//! Lists page by page.

use signalarm_cloud::Page;

use crate::random::fnv_1a;

/// A token that was not given out for this list.
#[derive(Debug)]
pub(crate) struct ForeignToken;

/// The page of a list that follows a token, or the first. `list` tells lists apart; the items are in the order of their
/// keys, and go on after the last key that was told, whatever came or went meanwhile.
///
/// A token of AWS is opaque. Here it is that key under a seal of the list, so that a token of another list, or a
/// made-up one, is known.
pub(crate) fn page<T>(
    list: &str,
    token: Option<&str>,
    items: Vec<T>,
    size: usize,
    key: impl Fn(&T) -> String,
) -> Result<Page<T>, ForeignToken> {
    let after = token.map(|token| opened(list, token)).transpose()?;
    let is_left = |item: &T| after.is_none_or(|after| after < key(item).as_str());
    let mut items: Vec<T> = items.into_iter().filter(is_left).collect();
    let has_more = size < items.len();
    items.truncate(size);
    let next_token = items.last().filter(|_| has_more).map(|last| sealed(list, &key(last)));
    Ok(Page { items, next_token })
}

/// A key under the seal of a list.
pub(crate) fn sealed(list: &str, key: &str) -> String {
    format!("{:016x}{key}", fnv_1a(format!("{list}\n{key}").as_bytes()))
}

/// The key under the seal of a list.
pub(crate) fn opened<'t>(list: &str, token: &'t str) -> Result<&'t str, ForeignToken> {
    let key = token.get(16..).ok_or(ForeignToken)?;
    if sealed(list, key) == token { Ok(key) } else { Err(ForeignToken) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_go_on_where_the_last_one_ended() {
        let names = |names: std::ops::Range<u32>| names.map(|n| format!("n{n:03}")).collect::<Vec<_>>();
        let first = page("l", None, names(0..120), 50, String::clone).unwrap();
        assert_eq!(first.items, names(0..50));
        let token = first.next_token.unwrap();
        let second = page("l", Some(&token), names(20..120), 50, String::clone).unwrap();
        assert_eq!(second.items, names(50..100), "what went meanwhile shifts nothing");
        let last = page("l", second.next_token.as_deref(), names(0..120), 50, String::clone).unwrap();
        assert_eq!((last.items, last.next_token), (names(100..120), None));
        for foreign in ["", "é", "0000000000000000n049", &token[1..]] {
            assert!(page("l", Some(foreign), names(0..1), 50, String::clone).is_err(), "{foreign}");
        }
        assert!(page("other", Some(&token), names(0..1), 50, String::clone).is_err());
    }
}
