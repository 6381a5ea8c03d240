//! Every kind of fault in the words that a person reads.

use crate::{Fault, Pattern};

/// Each fault of a pattern: the text at its place with the label, then message and cure, then the refusal.
fn told(pattern: &str) -> String {
    let tell = |fault: &Fault| {
        let (kind, message, label, cure) = (variant(fault), fault.message(), fault.label(), fault.cure());
        let refusal = fault.refusal().map(|refusal| format!("    AWS: {refusal}\n")).unwrap_or_default();
        format!("  `{}` {label} ({kind})\n    {message}; {cure}\n{refusal}", &pattern[fault.span.clone()])
    };
    let faults = Pattern::parse(pattern).expect_err(pattern);
    let pattern = if pattern.len() > 80 { "…" } else { pattern };
    format!("{pattern}\n{}", faults.iter().map(tell).collect::<String>())
}

fn variant(fault: &Fault) -> String {
    format!("{:?}", fault.kind).chars().take_while(|c| c.is_alphanumeric()).collect()
}

/// A pattern for each kind of fault, in the order of the kinds.
fn faulty_patterns() -> Vec<String> {
    let long = format!(r#"{{ $.a = "{}" }}"#, "x".repeat(1020));
    let wildcards = format!("{{ {} }}", ["$.a[*] = 1"; 4].join(" || "));
    let rest = FAULTY_PATTERNS.iter().copied().map(str::to_owned);
    [long, wildcards].into_iter().chain(rest).collect()
}

const FAULTY_PATTERNS: &[&str] = &[
    " { $.a = 1 }",
    " [a, b]",
    " %x%",
    "{ $.a = 1 } x",
    "[a, b] ",
    "%x% y",
    "{ $.a = 1",
    "[a, b",
    "%abcc|ab[^c]$",
    "%",
    "{ }",
    "{ $.a = 1 && () }",
    "{ $.a = 1 && }",
    "{ || $.a = 1 && || $.b = 1 }",
    "{ (($.a = 1) }",
    "{ $.a = 1) }",
    "{ ($.a = 1) ($.b = 2) }",
    "{ $.a = 1 & $.b = 2 | $.c = 3 }",
    "{ $.a = 1 AND $.b = 2 or $.c = 3 }",
    r#"{ $.a = "x", $.b = 1 }"#,
    "{ !($.a = 1) && NOT ($.b = 1) }",
    r#"{ "x" = $.a }"#,
    r#"{ userIdentity.type = "Root" }"#,
    "{ $userIdentity.type = Root }",
    "{ $['a.b'] = 1 && $[0] = 1 && $ = 1 }",
    r#"{ $."detail-type" = "Alert" && $.a["b c"] = 1 }"#,
    "{ $.a[-1] = 1 && $.a[] = 2 }",
    "{ $.a..b = 1 && $.a. = 1 }",
    "{ $.a.b:c/d.e = 1 }",
    "{ $.eventNa me = X }",
    "{ $.userIdentity.invokedByNOT EXISTS && $.a[0]IS NULL }",
    "{ $.a[*].b.* = 1 }",
    "{ $.a }",
    "{ $.a == 1 }",
    r#"{ $.a LIKE "x" && $.b <> 1 && $.c IN ("a", "b") && $.d => 1 }"#,
    "{ $.a IS NOT NULL && $.b is not true }",
    "{ $.a EXISTS }",
    "{ $.a IS EMPTY }",
    "{ $.a NOT NULL }",
    "{ $.a = && $.b > }",
    "{ $.a = null || $.b != null }",
    "{ $.errorMessage = Failed authentication }",
    "{ $.a = b:c }",
    r#"{ $.a = "x"y }"#,
    r#"{ ($.a = "x) }"#,
    r#"{ ($.a = x") }"#,
    r#"{ $.a = \"x\" }"#,
    "{ $.userIdentity.type = 'Root' && $.a = 'x }",
    "{ $.userIdentity.type = “Root” }",
    r#"{ $.a > "1" && $.b < x && $.c >= "x" && $.d <= 1* }"#,
    "{ $.a = 1e2147483648 }",
    "{ $.a = 1 }} && $.b = (2) }",
    "{ $.a = %x% || $.b = %y% || $.c = %z% }",
    "{ $.a = %x }",
    "{ $.a = %x%y && $.b = %% }",
    "%ERROR% %WARN%",
    "%%",
    r"%\(ab\)%",
    "%café! <tag>%",
    "%a(?=b)%",
    r"%\p\d\x4%",
    "%[z-a]|[a-\\d]|[abc%",
    "%*a|a++|b{2}{3}|c{5,3}|d{1001}%",
    "ERROR:timeout user@example.com",
    "ERROR && timeout || x",
    "-a/b ?Status: 100%",
    "'two words' “three more words” ok",
    r#"level\":\"error"#,
    "ERROR %WARN%",
    "?%WARN%",
    "a - b ? -",
    r#"a "" b"#,
    r#"ERROR "WARN and more"#,
    r#""ERROR"WARN "x""y""#,
    "[1a, $b = 1, a:b]",
    r#"[= ERROR, "x"]"#,
    "[a, b, a, ..., c, ...]",
    "[ip, status_code = 4* && bytes > 1000 || ip = 10.*]",
    "[...fields, ... = 1, x]",
    "[level message, a IS NULL]",
    r#"[a > "1", b < x, c == 2, d = null, e = two words, f = a:b, g = 'x']"#,
    "[(a = 1, b = 1 &&]",
    "[level = ERROR w2 = X, status = 4xx or status = 5xx]",
    "[a = %[0-9], b",
    r#"[a = "x, b = 1]"#,
    "[a = %x%, b = %y%, c = %z%]",
];

#[test]
fn each_fault_is_told_in_words() {
    let told: Vec<_> = faulty_patterns().iter().map(|pattern| told(pattern)).collect();
    insta::assert_snapshot!("each_kind_of_fault", told.concat());
}

#[test]
fn there_is_a_pattern_for_each_kind_of_fault() {
    let declared =
        include_str!("../fault.rs").split_once("pub enum FaultKind {").unwrap().1.split_once("\n}").unwrap().0;
    let declared = declared
        .lines()
        .filter_map(|line| line.strip_prefix("    "))
        .filter(|line| line.starts_with(char::is_uppercase));
    let told: Vec<_> = faulty_patterns()
        .iter()
        .flat_map(|pattern| Pattern::parse(pattern).unwrap_err())
        .map(|fault| variant(&fault))
        .collect();
    let missing: Vec<_> = declared
        .map(|line| line.split([' ', ',', '(']).next().unwrap())
        .filter(|kind| !told.iter().any(|told| told == kind))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}
