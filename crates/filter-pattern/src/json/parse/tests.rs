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
    "ERROR -timeout",
    "[ip, user]",
    "%4[0-9]{2}%",
    "{ $.a = %^x% }",
    " { $.a = 1 }",
    "{ $.a = 1 } x",
    "{ $.a = 1",
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
];

#[test]
#[expect(clippy::too_many_lines, reason = "a table")]
fn each_fault_is_told_in_words() {
    let told: Vec<_> = faulty_patterns().iter().map(|pattern| told(pattern)).collect();
    insta::assert_snapshot!(told.concat(), @r##"
    …
      `xxxxx" }` from here on too long (TooLong)
        the pattern has 1032 characters, 1024 are allowed; shorten values with a * or split the pattern into two filters
        AWS: 1 validation error detected: Value '…' at 'filterPattern' failed to satisfy constraint: Member must have length less than or equal to 1024
    { $.a[*] = 1 || $.a[*] = 1 || $.a[*] = 1 || $.a[*] = 1 }
      `$.a[*]` one wildcard too many (TooManyWildcards)
        a pattern may have three selectors with a wildcard, no more; split the pattern into two filters
    ERROR -timeout
      `ERROR -timeout` not supported yet (NotSupportedYet)
        a term pattern is not supported yet; write a JSON pattern such as { $.field = "value" }
    [ip, user]
      `[ip, user]` not supported yet (NotSupportedYet)
        a space-delimited pattern is not supported yet; write a JSON pattern such as { $.field = "value" }
    %4[0-9]{2}%
      `%4[0-9]{2}%` not supported yet (NotSupportedYet)
        a regular expression is not supported yet; write a JSON pattern such as { $.field = "value" }
    { $.a = %^x% }
      `%^x%` not supported yet (NotSupportedYet)
        a regular expression as a value is not supported yet; write a value with *, such as "10.0.*", or several conditions joined by ||
     { $.a = 1 }
      ` ` this blank (BlankBeforeBrace)
        a blank before the opening brace makes this a term pattern; remove the blank
        AWS: Invalid metric filter pattern
    { $.a = 1 } x
      ` x` behind the closing brace (TextAfterBrace)
        a pattern that begins with { has to end with }; remove what follows the closing brace
        AWS: If a filter pattern starts with '{' it must end with '}'
    { $.a = 1
      `` } missing here (UnclosedBrace)
        the closing brace is missing; add } at the end, and check that the shell kept all of the pattern
        AWS: If a filter pattern starts with '{' it must end with '}'
    { }
      `{ }` empty (Empty)
        there is no condition in the braces; write a condition such as { $.field = "value" }, or nothing at all to match every event
    { $.a = 1 && () }
      `()` empty (Empty)
        there is no condition in the parentheses; remove the parentheses or write a condition into them
    { $.a = 1 && }
      `&&` condition missing (MissingCondition)
        a condition is missing beside an operator; remove the operator or write the condition
    { || $.a = 1 && || $.b = 1 }
      `||` condition missing (MissingCondition)
        a condition is missing beside an operator; remove the operator or write the condition
      `||` condition missing (MissingCondition)
        a condition is missing beside an operator; remove the operator or write the condition
    { (($.a = 1) }
      `(` opened here (UnclosedParenthesis)
        a parenthesis is never closed; close it with ) or remove it
    { $.a = 1) }
      `)` closes nothing (UnopenedParenthesis)
        a parenthesis is closed that was never opened; remove it or open it with (
    { ($.a = 1) ($.b = 2) }
      `` && or || missing here (MissingConnective)
        two conditions stand side by side with nothing to join them; join them with && or ||
    { $.a = 1 & $.b = 2 | $.c = 3 }
      `&` single (SingleConnective)
        a single & joins nothing; write &&
      `|` single (SingleConnective)
        a single | joins nothing; write ||
    { $.a = 1 AND $.b = 2 or $.c = 3 }
      `AND` a word (WordConnective)
        conditions are joined by signs, not by a word; write &&
        AWS: Invalid metric filter pattern
      `or` a word (WordConnective)
        conditions are joined by signs, not by a word; write ||
        AWS: Invalid metric filter pattern
    { $.a = "x", $.b = 1 }
      `,` joins nothing (CommaConnective)
        conditions are not joined by ,; write && or ||
        AWS: Invalid character(s) in term ','
    { !($.a = 1) && NOT ($.b = 1) }
      `!` negates (Negation)
        a condition cannot be negated; negate the operators: != for =, NOT EXISTS, and || for &&
      `NOT` negates (Negation)
        a condition cannot be negated; negate the operators: != for =, NOT EXISTS, and || for &&
    { "x" = $.a }
      `"x" = $.a` no selector (NoSelector)
        a condition has to begin with a selector; write it as $.field = "value"
    { userIdentity.type = "Root" }
      `userIdentity.type` begins without $. (SelectorStart)
        a selector has to begin with $.; write $.userIdentity.type
    { $userIdentity.type = Root }
      `$` begins without $. (SelectorStart)
        a selector has to begin with $.; write $.userIdentity.type
        AWS: Invalid character(s) in term '$u'
    { $['a.b'] = 1 && $[0] = 1 && $ = 1 }
      `$` begins without $. (SelectorStart)
        a selector has to begin with $.; write $.['a.b']
        AWS: Invalid character(s) in term '$['
      `$` begins without $. (SelectorStart)
        a selector has to begin with $.; begin at a member: $.field
        AWS: Invalid character(s) in term '$['
      `$` begins without $. (SelectorStart)
        a selector has to begin with $.; begin at a member: $.field
        AWS: Invalid character(s) in term '$ '
    { $."detail-type" = "Alert" && $.a["b c"] = 1 }
      `."detail-type"` double quotation marks (QuotedName)
        a name in a selector does not stand in double quotation marks; write .detail-type
        AWS: Invalid character(s) in term '$."'
      `["b c"]` double quotation marks (QuotedName)
        a name in a selector does not stand in double quotation marks; write .['b c']
        AWS: Invalid character(s) in term '["'
    { $.a[-1] = 1 && $.a[] = 2 }
      `[-1]` neither index nor * nor name (BadBrackets)
        brackets in a selector hold an index, * or a name in single marks; write [0], [*] or .['name']
        AWS: Invalid character(s) in term '[-'
      `[]` neither index nor * nor name (BadBrackets)
        brackets in a selector hold an index, * or a name in single marks; write [0], [*] or .['name']
        AWS: Invalid character(s) in term '[]'
    { $.a..b = 1 && $.a. = 1 }
      `.` name missing (MissingName)
        a dot in a selector needs a name behind it; write the name or remove the dot
      `.` name missing (MissingName)
        a dot in a selector needs a name behind it; write the name or remove the dot
    { $.a.b:c/d.e = 1 }
      `:` not in a plain name (StrayInSelector)
        a name with ':' in it has to stand in brackets; write .['b:c/d']
        AWS: Invalid character(s) in term '$.a.b:'
    { $.eventNa me = X }
      `$.eventNa me` cut in two (BlankInSelector)
        a blank cuts a selector in two; write $.eventName
    { $.userIdentity.invokedByNOT EXISTS && $.a[0]IS NULL }
      `$.userIdentity.invokedByNOT EXISTS` blank missing (GluedKeyword)
        a blank is missing between selector and keyword; write $.userIdentity.invokedBy NOT EXISTS
      `$.a[0]IS` blank missing (GluedKeyword)
        a blank is missing between selector and keyword; write $.a[0] IS
    { $.a[*].b.* = 1 }
      `.*` second wildcard (SecondWildcard)
        a selector may have one wildcard only; name one of the two steps
        AWS: Your filter pattern has a JSON path selector that exceeds the maximum of 1 wildcard allowed per json selector.
    { $.a }
      `$.a` operator missing behind this (MissingOperator)
        a selector stands without an operator; add one: = "value", or = * for any string or number
    { $.a == 1 }
      `==` a single = is enough (DoubleEquals)
        the operator for equality is a single =; write =
        AWS: Invalid metric filter pattern
    { $.a LIKE "x" && $.b <> 1 && $.c IN ("a", "b") && $.d => 1 }
      `LIKE` no such operator (UnknownOperator)
        there is no operator LIKE; write = with a wildcard: = "*text*"
      `<>` no such operator (UnknownOperator)
        there is no operator <>; write !=
      `IN` no such operator (UnknownOperator)
        there is no operator IN; write one condition with = for each value, joined by ||
      `=>` no such operator (UnknownOperator)
        there is no operator =>; write >=
    { $.a IS NOT NULL && $.b is not true }
      `IS NOT` no such operator (IsNot)
        there is no IS NOT; write $.a = *
        AWS: Invalid character(s) in term 'NOT'
      `is not` no such operator (IsNot)
        there is no IS NOT; write $.b IS FALSE
        AWS: Invalid character(s) in term 'NOT'
    { $.a EXISTS }
      `$.a EXISTS` NOT missing (Exists)
        there is no EXISTS without NOT; write $.a = *, which holds of any string or number
    { $.a IS EMPTY }
      `EMPTY` neither NULL nor TRUE nor FALSE (UnknownIs)
        behind IS stands NULL, TRUE or FALSE; write IS NULL, IS TRUE or IS FALSE; other values are compared with =
    { $.a NOT NULL }
      `NULL` not EXISTS (UnknownNot)
        behind NOT stands EXISTS; write NOT EXISTS, or != for another value
    { $.a = && $.b > }
      `=` value missing behind this (MissingValue)
        an operator stands without a value; write the value, in quotation marks if it is a text
      `>` value missing behind this (MissingValue)
        an operator stands without a value; write the value, in quotation marks if it is a text
    { $.a = null || $.b != null }
      `null` no value (BareNull)
        null is no value that can be compared; write $.a IS NULL, or "null" for the word
        AWS: Invalid metric filter pattern
      `null` no value (BareNull)
        null is no value that can be compared; write = * for any string or number, or != "null" for the word
        AWS: Invalid metric filter pattern
    { $.errorMessage = Failed authentication }
      `Failed authentication` several words (BlankInValue)
        a value of several words has to stand in quotation marks; write "Failed authentication"
    { $.a = b:c }
      `:` not in a bare value (StrayInValue)
        a value with ':' in it has to stand in quotation marks; write "b:c"
        AWS: Invalid character(s) in term ':'
    { $.a = "x"y }
      `y` directly behind the mark (TextAfterQuotation)
        text stands directly behind a closing quotation mark; check that no mark is missing before it; write \" for a mark in a value
    { ($.a = "x) }
      `"x) ` opened here (UnclosedQuotation)
        a quotation mark is never closed; add the closing quotation mark
    { ($.a = x") }
      `x"` opened nowhere (UnopenedQuotation)
        a quotation mark closes a value that none opened; write "x"
    { $.a = \"x\" }
      `\"x\"` backslashes (EscapedQuotation)
        the quotation marks of a value have backslashes before them; write "x"
    { $.userIdentity.type = 'Root' && $.a = 'x }
      `'Root'` single quotation marks (SingleQuotation)
        a value does not stand in single quotation marks; write "Root"
      `'x` single quotation marks (SingleQuotation)
        a value does not stand in single quotation marks; write "x"
    { $.userIdentity.type = “Root” }
      `“Root”` typographic quotation marks (TypographicQuotation)
        a value does not stand in typographic quotation marks; write "Root"
    { $.a > "1" && $.b < x && $.c >= "x" && $.d <= 1* }
      `"1"` no bare number (OrderedText)
        only a bare number can be compared by size; write 1
        AWS: Invalid character(s) in term '"1"'
      `x` no bare number (OrderedText)
        only a bare number can be compared by size; write a number, or compare with = or !=
      `"x"` no bare number (OrderedText)
        only a bare number can be compared by size; write a number, or compare with = or !=
        AWS: Invalid character(s) in term '"x"'
      `1*` no bare number (OrderedText)
        only a bare number can be compared by size; write a number, or compare with = or !=
    { $.a = 1e2147483648 }
      `1e2147483648` exponent too large (ExponentTooLarge)
        the exponent of a number does not fit into 32 bits; write a smaller exponent
        AWS: Invalid metric filter pattern
    { $.a = 1 }} && $.b = (2) }
      `}` not expected (StrayCharacter)
        '}' is not expected here; remove it, or put the value that it belongs to in quotation marks
      `(` not expected (StrayCharacter)
        '(' is not expected here; remove it, or put the value that it belongs to in quotation marks
    "##);
}

#[test]
fn there_is_a_pattern_for_each_kind_of_fault() {
    let declared =
        include_str!("../../fault.rs").split_once("pub enum FaultKind {").unwrap().1.split_once("\n}").unwrap().0;
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
