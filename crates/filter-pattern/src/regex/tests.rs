//! Regular expressions, judged by examples and by the `regex` crate.

use proptest::prelude::*;

use super::Regex;

fn parsed(regex: &str) -> Option<Regex> {
    let mut faults = Vec::new();
    let parsed = super::parse::parse(&format!("%{regex}%"), &mut faults);
    parsed.filter(|_| faults.is_empty())
}

#[track_caller]
fn check(regex: &str, matching: &[&str], silent: &[&str]) {
    let parsed = parsed(regex).unwrap_or_else(|| panic!("{regex} is refused"));
    for (texts, expected) in [(matching, true), (silent, false)] {
        for text in texts {
            assert_eq!(parsed.matches(text), expected, "{regex} on {text:?}");
        }
    }
}

#[test]
fn the_documented_subset_is_matched() {
    check("AUTH", &["xAUTHx"], &["auth", ""]);
    check("^[hc]at$", &["cat", "hat"], &["a cat", "cats", "bat"]);
    check("gra|ey", &["gra", "they"], &["gry"]);
    check("colou?r", &["color", "colour"], &["colouur"]);
    check("^a{3,5}$", &["aaa", "aaaaa"], &["aa", "aaaaaa"]);
    check("^a{,2}$", &["", "a", "aa"], &["aaa"]);
    check("^a{2,}$", &["aa", "aaaaaaa"], &["a"]);
    check("^a{0}b{2}$", &["bb"], &["abb", "b"]);
    check(r"^\d\D\s\S\w\W$", &["1x x_!", "0é\t=aé"], &["xx x_!", "1x x_x"]);
    check(r"\x28\x3a\xE9", &["(:é"], &["(:e"]);
    check(r"a\-b\.c", &["a-b.c"], &["a-bxc"]);
    check("^.$", &["é", "😀", "\r"], &["\n", "ab", ""]);
    check("[^a-c]", &["d", "é", "\n"], &["abc"]);
    check(r"^[\w.-]+$", &["a.b-c_1"], &["a b"]);
    check("[a-c-e]", &["-", "e", "b"], &["d"]);
    check("[]x]|[^]y]z", &["]", "x", "az"], &["]z".trim_start_matches(']'), "yz"]);
    check("a+?b*?c??$", &["aabb", "xa"], &["xb"]);
    check("{x}|]|}", &["a{x}", "]", "}"], &["{", "x"]);
}

#[test]
fn anchors_hold_at_the_ends_of_the_text_only() {
    check("^", &["", "x"], &[]);
    check("a^b|b$a", &[], &["ab", "ba", ""]);
    check("x*^b", &["b"], &["xb", "ab"]);
    check("b$x*", &["ab"], &["bx", "b\n"]);
    check("$^", &[""], &["x", "\n"]);
    check("$a*^", &[""], &["a"]);
    check("^*a", &["a", "ba"], &["b"]);
    check("^+a$?", &["ab"], &["ba"]);
    check("|x", &["", "y"], &[]);
}

/// Recorded are `%[z-a]%`, `%a++%` and `%\p%`; the rest is an inference.
#[test]
fn what_is_no_expression_is_refused() {
    for regex in [
        "[z-a]", "a++", r"\p", r"\b", r"\1", r"\x4", r"\x4g", "a\\", "*", "a|+", "^|?", "a**", "a???", "a{2}{3}",
        "a{3,2}", "a{1001}", "[", "[]", "[^]", "[a", r"[a\]", r"[\d-x]", r"[a-\d]", "(a)", "é", "a&b", "",
    ] {
        assert_eq!(parsed(regex), None, "{regex}");
    }
}

#[test]
fn a_long_expression_takes_time_in_proportion_to_the_text_only() {
    let regex = parsed(&format!("{}$", "a?.{1000}".repeat(100))).unwrap();
    assert!(!regex.matches(&"a".repeat(2_000)));
    assert!(!parsed("^a*a*a*a*a*a*a*a*a*b$").unwrap().matches(&"a".repeat(200_000)));
}

/// An expression of the subset, as the judge reads it in the same way.
fn regex() -> impl Strategy<Value = String> {
    let atom = prop::sample::select(vec![
        "a", "b", "ab", ".", "[ab]", "[^a]", r"\d", r"\W", r"\s", r"\x61", "-", "_", "[a-c0-1]", "=", r"\.", "^", "$",
    ]);
    let quantifier = prop::sample::select(vec!["", "", "", "*", "+", "?", "{2}", "{0,2}", "{1,}", "{3}", "+?", "*?"]);
    let piece = (atom, quantifier).prop_map(|(atom, quantifier)| format!("{atom}{quantifier}"));
    let alternative = prop::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat());
    prop::collection::vec(alternative, 1..4).prop_map(|alternatives| alternatives.join("|"))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn expressions_match_as_the_judge_says(regex in regex(), texts in prop::collection::vec("[ab1é_.=\n -]{0,12}", 8)) {
        prop_assume!(!regex.is_empty());
        let own = parsed(&regex).unwrap();
        // Letters and digits are ASCII here.
        let ascii = regex.replace(r"\d", "[0-9]").replace(r"\W", "[^0-9A-Za-z_]").replace(r"\s", r"[\t-\r ]");
        let judge = ::regex::Regex::new(&ascii).unwrap();
        for text in texts {
            prop_assert_eq!(own.matches(&text), judge.is_match(&text), "{} on {:?}", regex, text);
        }
    }

    /// With hundreds of positions the sets of positions take several words.
    #[test]
    fn long_expressions_match_as_the_judge_says(
        parts in prop::collection::vec(("[ab]", 0_usize..90, 0_usize..90), 1..4),
        runs in prop::collection::vec(("[ab]", 0_usize..120), 0..6),
    ) {
        let part = |(atom, least, more): &(String, usize, usize)| format!("{atom}{{{least},{}}}", least + more);
        let regex = format!("^{}$", parts.iter().map(part).collect::<String>());
        let text: String = runs.iter().map(|(letter, count)| letter.repeat(*count)).collect();
        prop_assert_eq!(parsed(&regex).unwrap().matches(&text), ::regex::Regex::new(&regex).unwrap().is_match(&text));
    }

    #[test]
    fn any_text_is_an_expression_or_refused(regex in "[a-z0-9^$?\\[\\]{}|\\\\*+., -]{0,30}", text in any::<String>()) {
        if let Some(regex) = parsed(&regex) {
            let _ = regex.matches(&text);
        }
    }
}
