//! What a person is told about a fault: what is wrong, a few words at its place, how to put it right, and what the
//! service would answer.

use super::{Fault, FaultKind, Unsupported};
use crate::PATTERN_CHARS_MAX;

impl Fault {
    /// What is wrong: a fragment in lower case.
    #[must_use]
    pub fn message(&self) -> String {
        use FaultKind as K;
        match &self.kind {
            K::TooLong { chars } => format!("the pattern has {chars} characters, {PATTERN_CHARS_MAX} are allowed"),
            K::NotSupportedYet(what) => format!("{} is not supported yet", what.name()),
            K::BlankBeforeBrace => "a blank before the opening brace makes this a term pattern".into(),
            K::TextAfterBrace => "a pattern that begins with { has to end with }".into(),
            K::UnclosedBrace => "the closing brace is missing".into(),
            K::Empty { parentheses: false } => "there is no condition in the braces".into(),
            K::Empty { parentheses: true } => "there is no condition in the parentheses".into(),
            K::MissingCondition => "a condition is missing beside an operator".into(),
            K::UnclosedParenthesis => "a parenthesis is never closed".into(),
            K::UnopenedParenthesis => "a parenthesis is closed that was never opened".into(),
            K::MissingConnective => "two conditions stand side by side with nothing to join them".into(),
            K::SingleConnective { sign } => format!("a single {sign} joins nothing"),
            K::WordConnective { .. } => "conditions are joined by signs, not by a word".into(),
            K::CommaConnective { sign } => format!("conditions are not joined by {sign}"),
            K::Negation => "a condition cannot be negated".into(),
            K::NoSelector => "a condition has to begin with a selector".into(),
            K::SelectorStart { .. } => "a selector has to begin with $.".into(),
            K::QuotedName { .. } => "a name in a selector does not stand in double quotation marks".into(),
            K::BadBrackets { .. } => "brackets in a selector hold an index, * or a name in single marks".into(),
            K::MissingName => "a dot in a selector needs a name behind it".into(),
            K::StrayInSelector { character, .. } => format!("a name with {character:?} in it has to stand in brackets"),
            K::BlankInSelector { .. } => "a blank cuts a selector in two".into(),
            K::GluedKeyword { .. } => "a blank is missing between selector and keyword".into(),
            K::SecondWildcard => "a selector may have one wildcard only".into(),
            K::TooManyWildcards => "a pattern may have three selectors with a wildcard, no more".into(),
            K::MissingOperator => "a selector stands without an operator".into(),
            K::DoubleEquals => "the operator for equality is a single =".into(),
            K::UnknownOperator { operator, .. } => format!("there is no operator {operator}"),
            K::IsNot { .. } => "there is no IS NOT".into(),
            K::Exists { .. } => "there is no EXISTS without NOT".into(),
            K::UnknownIs => "behind IS stands NULL, TRUE or FALSE".into(),
            K::UnknownNot => "behind NOT stands EXISTS".into(),
            K::MissingValue => "an operator stands without a value".into(),
            K::BareNull { .. } => "null is no value that can be compared".into(),
            K::BlankInValue { .. } => "a value of several words has to stand in quotation marks".into(),
            K::StrayInValue { character, .. } => {
                format!("a value with {character:?} in it has to stand in quotation marks")
            }
            K::TextAfterQuotation => "text stands directly behind a closing quotation mark".into(),
            K::UnclosedQuotation => "a quotation mark is never closed".into(),
            K::UnopenedQuotation { .. } => "a quotation mark closes a value that none opened".into(),
            K::EscapedQuotation { .. } => "the quotation marks of a value have backslashes before them".into(),
            K::SingleQuotation { .. } => "a value does not stand in single quotation marks".into(),
            K::TypographicQuotation { .. } => "a value does not stand in typographic quotation marks".into(),
            K::OrderedText { .. } => "only a bare number can be compared by size".into(),
            K::ExponentTooLarge => "the exponent of a number does not fit into 32 bits".into(),
            K::StrayCharacter { character } => format!("{character:?} is not expected here"),
        }
    }

    /// A few words to stand at the place of the fault.
    #[must_use]
    pub fn label(&self) -> String {
        use FaultKind as K;
        match &self.kind {
            K::TooLong { .. } => "from here on too long",
            K::NotSupportedYet(_) => "not supported yet",
            K::BlankBeforeBrace => "this blank",
            K::TextAfterBrace => "behind the closing brace",
            K::UnclosedBrace => "} missing here",
            K::Empty { .. } => "empty",
            K::MissingCondition => "condition missing",
            K::UnclosedParenthesis => "opened here",
            K::UnopenedParenthesis => "closes nothing",
            K::MissingConnective => "&& or || missing here",
            K::SingleConnective { .. } => "single",
            K::WordConnective { .. } => "a word",
            K::CommaConnective { .. } => "joins nothing",
            K::Negation => "negates",
            K::NoSelector => "no selector",
            K::SelectorStart { .. } => "begins without $.",
            K::QuotedName { .. } => "double quotation marks",
            K::BadBrackets { .. } => "neither index nor * nor name",
            K::MissingName => "name missing",
            K::StrayInSelector { .. } => "not in a plain name",
            K::BlankInSelector { .. } => "cut in two",
            K::GluedKeyword { .. } => "blank missing",
            K::SecondWildcard => "second wildcard",
            K::TooManyWildcards => "one wildcard too many",
            K::MissingOperator => "operator missing behind this",
            K::DoubleEquals => "a single = is enough",
            K::UnknownOperator { .. } => "no such operator",
            K::IsNot { .. } => "no such operator",
            K::Exists { .. } => "NOT missing",
            K::UnknownIs => "neither NULL nor TRUE nor FALSE",
            K::UnknownNot => "not EXISTS",
            K::MissingValue => "value missing behind this",
            K::BareNull { .. } => "no value",
            K::BlankInValue { .. } => "several words",
            K::StrayInValue { .. } => "not in a bare value",
            K::TextAfterQuotation => "directly behind the mark",
            K::UnclosedQuotation => "opened here",
            K::UnopenedQuotation { .. } => "opened nowhere",
            K::EscapedQuotation { .. } => "backslashes",
            K::SingleQuotation { .. } => "single quotation marks",
            K::TypographicQuotation { .. } => "typographic quotation marks",
            K::OrderedText { .. } => "no bare number",
            K::ExponentTooLarge => "exponent too large",
            K::StrayCharacter { .. } => "not expected",
        }
        .to_owned()
    }

    /// How to put it right, with the corrected text where it can be guessed; empty where nothing can be said.
    #[must_use]
    pub fn cure(&self) -> String {
        use FaultKind as K;
        let write = |corrected: &str| if corrected.is_empty() { String::new() } else { format!("write {corrected}") };
        match &self.kind {
            K::TooLong { .. } => "shorten values with a * or split the pattern into two filters".into(),
            K::NotSupportedYet(what) => what.cure().into(),
            K::BlankBeforeBrace => "remove the blank".into(),
            K::TextAfterBrace => "remove what follows the closing brace".into(),
            K::UnclosedBrace => "add } at the end, and check that the shell kept all of the pattern".into(),
            K::Empty { parentheses: false } => {
                r#"write a condition such as { $.field = "value" }, or nothing at all to match every event"#.into()
            }
            K::Empty { parentheses: true } => "remove the parentheses or write a condition into them".into(),
            K::MissingCondition => "remove the operator or write the condition".into(),
            K::UnclosedParenthesis => "close it with ) or remove it".into(),
            K::UnopenedParenthesis => "remove it or open it with (".into(),
            K::MissingConnective => "join them with && or ||".into(),
            K::SingleConnective { sign } => format!("write {sign}{sign}"),
            K::WordConnective { corrected } => write(corrected),
            K::CommaConnective { .. } => "write && or ||".into(),
            K::Negation => "negate the operators: != for =, NOT EXISTS, and || for &&".into(),
            K::NoSelector => r#"write it as $.field = "value""#.into(),
            K::SelectorStart { corrected, .. } if corrected.is_empty() => "begin at a member: $.field".into(),
            K::SelectorStart { corrected, .. } => write(corrected),
            K::QuotedName { corrected, .. } => write(corrected),
            K::BadBrackets { .. } => "write [0], [*] or .['name']".into(),
            K::MissingName => "write the name or remove the dot".into(),
            K::StrayInSelector { corrected, .. } => write(corrected),
            K::BlankInSelector { corrected } => write(corrected),
            K::GluedKeyword { corrected } => write(corrected),
            K::SecondWildcard => "name one of the two steps".into(),
            K::TooManyWildcards => "split the pattern into two filters".into(),
            K::MissingOperator => r#"add one: = "value", or = * for any string or number"#.into(),
            K::DoubleEquals => "write =".into(),
            K::UnknownOperator { instead, .. } => (*instead).into(),
            K::IsNot { instead } => write(instead),
            K::Exists { corrected } => format!("write {corrected}, which holds of any string or number"),
            K::UnknownIs => "write IS NULL, IS TRUE or IS FALSE; other values are compared with =".into(),
            K::UnknownNot => "write NOT EXISTS, or != for another value".into(),
            K::MissingValue => "write the value, in quotation marks if it is a text".into(),
            K::BareNull { corrected } if corrected.is_empty() => {
                r#"write = * for any string or number, or != "null" for the word"#.into()
            }
            K::BareNull { corrected } => format!(r#"write {corrected}, or "null" for the word"#),
            K::BlankInValue { corrected } => write(corrected),
            K::StrayInValue { corrected, .. } => write(corrected),
            K::TextAfterQuotation => {
                r#"check that no mark is missing before it; write \" for a mark in a value"#.into()
            }
            K::UnclosedQuotation => "add the closing quotation mark".into(),
            K::UnopenedQuotation { corrected } => write(corrected),
            K::EscapedQuotation { corrected } => write(corrected),
            K::SingleQuotation { corrected } => write(corrected),
            K::TypographicQuotation { corrected } => write(corrected),
            K::OrderedText { corrected, .. } if corrected.is_empty() => {
                "write a number, or compare with = or !=".into()
            }
            K::OrderedText { corrected, .. } => write(corrected),
            K::ExponentTooLarge => "write a smaller exponent".into(),
            K::StrayCharacter { .. } => "remove it, or put the value that it belongs to in quotation marks".into(),
        }
    }

    /// What the service would answer, where it has been seen to or where its answers follow one rule; an ellipsis
    /// stands for the pattern itself. PutMetricFilter and TestMetricFilter answer all of these as
    /// `InvalidParameterException`.
    #[must_use]
    pub fn refusal(&self) -> Option<String> {
        use FaultKind as K;
        let term = |refused: &str| (!refused.is_empty()).then(|| format!("Invalid character(s) in term '{refused}'"));
        match &self.kind {
            K::TooLong { .. } => Some(format!(
                "1 validation error detected: Value '…' at 'filterPattern' failed to satisfy constraint: Member must \
                 have length less than or equal to {PATTERN_CHARS_MAX}"
            )),
            K::TextAfterBrace | K::UnclosedBrace => {
                Some("If a filter pattern starts with '{' it must end with '}'".to_owned())
            }
            K::SecondWildcard => Some(
                "Your filter pattern has a JSON path selector that exceeds the maximum of 1 wildcard allowed per json \
                 selector."
                    .to_owned(),
            ),
            K::BlankBeforeBrace
            | K::WordConnective { .. }
            | K::DoubleEquals
            | K::BareNull { .. }
            | K::ExponentTooLarge => Some("Invalid metric filter pattern".to_owned()),
            K::SelectorStart { refused, .. }
            | K::QuotedName { refused, .. }
            | K::BadBrackets { refused }
            | K::StrayInSelector { refused, .. }
            | K::OrderedText { refused, .. } => term(refused),
            K::IsNot { .. } => term("NOT"),
            K::StrayInValue { character, .. } => term(&character.to_string()),
            K::CommaConnective { sign: ',' } => term(","),
            K::NotSupportedYet(_)
            | K::Empty { .. }
            | K::MissingCondition
            | K::UnclosedParenthesis
            | K::UnopenedParenthesis
            | K::MissingConnective
            | K::SingleConnective { .. }
            | K::CommaConnective { .. }
            | K::Negation
            | K::NoSelector
            | K::MissingName
            | K::BlankInSelector { .. }
            | K::GluedKeyword { .. }
            | K::TooManyWildcards
            | K::MissingOperator
            | K::UnknownOperator { .. }
            | K::Exists { .. }
            | K::UnknownIs
            | K::UnknownNot
            | K::MissingValue
            | K::BlankInValue { .. }
            | K::TextAfterQuotation
            | K::UnclosedQuotation
            | K::UnopenedQuotation { .. }
            | K::EscapedQuotation { .. }
            | K::SingleQuotation { .. }
            | K::TypographicQuotation { .. }
            | K::StrayCharacter { .. } => None,
        }
    }
}

impl Unsupported {
    fn name(self) -> &'static str {
        match self {
            Self::Terms => "a term pattern",
            Self::SpaceDelimited => "a space-delimited pattern",
            Self::Regex => "a regular expression",
            Self::RegexOperand => "a regular expression as a value",
        }
    }

    fn cure(self) -> &'static str {
        match self {
            Self::Terms | Self::SpaceDelimited | Self::Regex => r#"write a JSON pattern such as { $.field = "value" }"#,
            Self::RegexOperand => r#"write a value with *, such as "10.0.*", or several conditions joined by ||"#,
        }
    }
}
