//! What a person is told about a fault: what is wrong, a few words at its place, how to put it right, and what the
//! service would answer.

use super::{Fault, FaultKind, RegexFlaw};
use crate::PATTERN_CHARS_MAX;

impl Fault {
    /// What is wrong: a fragment in lower case.
    #[must_use]
    #[expect(clippy::too_many_lines, reason = "a table of words, one line for each kind of fault")]
    pub fn message(&self) -> String {
        use FaultKind as K;
        match &self.kind {
            K::TooLong { chars } => format!("the pattern has {chars} characters, {PATTERN_CHARS_MAX} are allowed"),
            K::BlankBefore { opening } => format!("a blank before the {opening} makes this a term pattern"),
            K::TextAfterEnd { opening } => {
                format!("a pattern that begins with {opening} has to end with {}", closing(*opening))
            }
            K::UnclosedPattern { opening } => format!("the closing {} is missing", closing(*opening)),
            K::Empty { parentheses: false } => "there is no condition in the braces".into(),
            K::Empty { parentheses: true } => "there is no condition in the parentheses".into(),
            K::MissingCondition => "a condition is missing beside an operator".into(),
            K::UnclosedParenthesis => "a parenthesis is never closed".into(),
            K::UnopenedParenthesis => "a parenthesis is closed that was never opened".into(),
            K::MissingConnective => "two conditions stand side by side with nothing to join them".into(),
            K::MissingComma => "two fields stand side by side with nothing to separate them".into(),
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
            K::OrderedText { .. } | K::OrderedFieldText { .. } => "only a bare number can be compared by size".into(),
            K::ExponentTooLarge => "the exponent of a number does not fit into 32 bits".into(),
            K::StrayCharacter { character } => format!("{character:?} is not expected here"),
            K::StrayInTerm { character, .. } => {
                format!("a term with {character:?} in it has to stand in double quotation marks")
            }
            K::ConnectiveOfTerms { sign } => format!("terms are not joined by {sign}{sign}"),
            K::LoneSign => "a sign needs a term directly behind it".into(),
            K::EmptyPhrase { .. } => "a phrase needs at least one character".into(),
            K::UnclosedPhrase { .. } => "a quotation mark is never closed".into(),
            K::MissingFieldName => "a condition has to begin with the name of its field".into(),
            K::BadFieldName { name, .. } => format!("{name} cannot be the name of a field"),
            K::DuplicateField { name } => format!("{name} stands in two entries"),
            K::SeveralFields { first, second } => format!("an entry about {first} has a condition on {second}"),
            K::NamedEllipsis => "an ellipsis has neither name nor condition".into(),
            K::EmptyRegex => "a regular expression needs at least one character".into(),
            K::UnclosedRegex => "a regular expression is never closed".into(),
            K::StrayInRegex { character, .. } => format!("a regular expression cannot hold {character:?}"),
            K::BrokenRegex(flaw) => flaw.message().into(),
            K::TextAfterRegex { .. } => "text stands directly behind a regular expression".into(),
            K::TooManyRegexes => "a pattern may have two regular expressions, no more".into(),
        }
    }

    /// A few words to stand at the place of the fault.
    #[must_use]
    #[expect(clippy::too_many_lines, reason = "a table of words, one line for each kind of fault")]
    pub fn label(&self) -> String {
        use FaultKind as K;
        match &self.kind {
            K::TooLong { .. } => "from here on too long",
            K::BlankBefore { .. } => "this blank",
            K::TextAfterEnd { .. } => "behind the end",
            K::UnclosedPattern { .. } => "missing here",
            K::Empty { .. } => "empty",
            K::MissingCondition => "condition missing",
            K::UnclosedParenthesis => "opened here",
            K::UnopenedParenthesis => "closes nothing",
            K::MissingConnective => "&& or || missing here",
            K::MissingComma => "comma missing here",
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
            K::OrderedText { .. } | K::OrderedFieldText { .. } => "no bare number",
            K::ExponentTooLarge => "exponent too large",
            K::StrayCharacter { .. } => "not expected",
            K::StrayInTerm { .. } => "not in a bare term",
            K::ConnectiveOfTerms { .. } => "joins nothing",
            K::LoneSign => "no term",
            K::EmptyPhrase { .. } | K::EmptyRegex => "empty",
            K::UnclosedPhrase { .. } | K::UnclosedRegex => "opened here",
            K::MissingFieldName => "no name",
            K::BadFieldName { .. } => "no name of a field",
            K::DuplicateField { .. } => "a second time",
            K::SeveralFields { .. } => "another field",
            K::NamedEllipsis => "more than an ellipsis",
            K::StrayInRegex { .. } => "not in a regular expression",
            K::BrokenRegex(_) => "no regular expression",
            K::TextAfterRegex { .. } => "directly behind it",
            K::TooManyRegexes => "one too many",
        }
        .to_owned()
    }

    /// How to put it right, with the corrected text where it can be guessed; empty where nothing can be said.
    #[must_use]
    #[expect(clippy::too_many_lines, reason = "a table of words, one line for each kind of fault")]
    pub fn cure(&self) -> String {
        use FaultKind as K;
        let write = |corrected: &str| if corrected.is_empty() { String::new() } else { format!("write {corrected}") };
        match &self.kind {
            K::TooLong { .. } => "shorten values with a * or split the pattern into two filters".into(),
            K::BlankBefore { .. } => "remove the blank".into(),
            K::TextAfterEnd { opening: '%' } => {
                "remove what follows, or write terms only: an expression stands alone".into()
            }
            K::TextAfterEnd { .. } => "remove what follows".into(),
            K::UnclosedPattern { opening } => {
                format!("add {} at the end, and check that the shell kept all of the pattern", closing(*opening))
            }
            K::Empty { parentheses: false } => {
                r#"write a condition such as { $.field = "value" }, or nothing at all to match every event"#.into()
            }
            K::Empty { parentheses: true } => "remove the parentheses or write a condition into them".into(),
            K::MissingCondition => "remove the operator or write the condition".into(),
            K::UnclosedParenthesis => "close it with ) or remove it".into(),
            K::UnopenedParenthesis => "remove it or open it with (".into(),
            K::MissingConnective => "join them with && or ||".into(),
            K::MissingComma => "write a comma between them".into(),
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
            K::OrderedText { corrected, .. } | K::OrderedFieldText { corrected } if corrected.is_empty() => {
                "write a number, or compare with = or !=".into()
            }
            K::OrderedText { corrected, .. } | K::OrderedFieldText { corrected } => write(corrected),
            K::ExponentTooLarge => "write a smaller exponent".into(),
            K::StrayCharacter { .. } => "remove it, or put the value that it belongs to in quotation marks".into(),
            K::StrayInTerm { corrected, .. } => write(corrected),
            K::ConnectiveOfTerms { sign: '&' } => "remove it: terms side by side all have to occur".into(),
            K::ConnectiveOfTerms { .. } => "write ? before each of the terms, one of which has to occur".into(),
            K::LoneSign => "remove the sign or the blank behind it, or put it in quotation marks".into(),
            K::EmptyPhrase { .. } => "remove it; a pattern of nothing at all matches every event".into(),
            K::UnclosedPhrase { .. } => "add the closing quotation mark".into(),
            K::MissingFieldName => r#"write it as name = "value""#.into(),
            K::BadFieldName { corrected, .. } if corrected.is_empty() => {
                "begin it with a letter, and use letters, digits, _ and - only".into()
            }
            K::BadFieldName { corrected, .. } => write(corrected),
            K::DuplicateField { name } if name == "..." => "keep one of them".into(),
            K::DuplicateField { .. } => "give it another name, or leave the entry empty".into(),
            K::SeveralFields { .. } => "put it into the entry of its own field".into(),
            K::NamedEllipsis => "write ... alone, and a comma before the next field".into(),
            K::EmptyRegex => "write one, or nothing at all to match every event".into(),
            K::UnclosedRegex => "add the closing %; write \\x25 for a % in it".into(),
            K::StrayInRegex { character: sign @ ('(' | ')'), .. } => {
                let code = u32::from(*sign);
                format!("write \\x{code:02X} for the sign; there are no groups, and | splits the whole expression")
            }
            K::StrayInRegex { character, .. } => match u8::try_from(u32::from(*character)) {
                Ok(code) => format!("write \\x{code:02X} for the character itself"),
                Err(_) => "write . for any character in its place".into(),
            },
            K::BrokenRegex(flaw) => flaw.cure().into(),
            K::TextAfterRegex { .. } => "remove it, or make it part of the expression".into(),
            K::TooManyRegexes => "write values with *, or join two expressions by | in one".into(),
        }
    }

    /// What the service would answer, where it has been seen to or where its answers follow one rule; an ellipsis
    /// stands for the pattern itself. PutMetricFilter and TestMetricFilter answer all of these as
    /// `InvalidParameterException`.
    #[must_use]
    #[expect(clippy::too_many_lines, reason = "a table of words, one line for each kind of fault")]
    pub fn refusal(&self) -> Option<String> {
        use FaultKind as K;
        let term = |refused: &str| (!refused.is_empty()).then(|| format!("Invalid character(s) in term '{refused}'"));
        match &self.kind {
            K::TooLong { .. } => Some(format!(
                "1 validation error detected: Value '…' at 'filterPattern' failed to satisfy constraint: Member must \
                 have length less than or equal to {PATTERN_CHARS_MAX}"
            )),
            K::TextAfterEnd { opening } | K::UnclosedPattern { opening } => {
                Some(format!("If a filter pattern starts with '{opening}' it must end with '{}'", closing(*opening)))
            }
            K::TooManyRegexes => {
                Some("Your input has exceeded the maximum of 2 regular expressions per filter pattern.".to_owned())
            }
            K::BrokenRegex(_) => Some("Failed to compile regular expression.".to_owned()),
            K::DuplicateField { name } => Some(format!("Duplicate field '{name}'")),
            K::SeveralFields { first, second } => {
                Some(format!("Multiple variables used in a single filter. Var1 : {first}, Var2 : {second}"))
            }
            K::SecondWildcard => Some(
                "Your filter pattern has a JSON path selector that exceeds the maximum of 1 wildcard allowed per json \
                 selector."
                    .to_owned(),
            ),
            K::BlankBefore { opening: '{' }
            | K::MissingValue
            | K::TextAfterQuotation
            | K::OrderedFieldText { .. }
            | K::WordConnective { .. }
            | K::DoubleEquals
            | K::BareNull { .. }
            | K::ExponentTooLarge => Some("Invalid metric filter pattern".to_owned()),
            K::SelectorStart { refused, .. }
            | K::QuotedName { refused, .. }
            | K::BadBrackets { refused }
            | K::StrayInSelector { refused, .. }
            | K::OrderedText { refused, .. }
            | K::EmptyPhrase { refused }
            | K::UnclosedPhrase { refused }
            | K::StrayInRegex { refused, .. }
            | K::BadFieldName { name: refused, .. } => term(refused),
            K::IsNot { .. } => term("NOT"),
            K::EmptyRegex => term("%%"),
            K::StrayInValue { character, .. }
            | K::StrayInTerm { character, .. }
            | K::ConnectiveOfTerms { sign: character }
            | K::TextAfterRegex { character }
            | K::BlankBefore { opening: character } => term(&character.to_string()),
            K::CommaConnective { sign: ',' } => term(","),
            K::Empty { .. }
            | K::MissingCondition
            | K::UnclosedParenthesis
            | K::UnopenedParenthesis
            | K::MissingConnective
            | K::MissingComma
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
            | K::BlankInValue { .. }
            | K::UnclosedQuotation
            | K::UnopenedQuotation { .. }
            | K::EscapedQuotation { .. }
            | K::SingleQuotation { .. }
            | K::TypographicQuotation { .. }
            | K::StrayCharacter { .. }
            | K::LoneSign
            | K::MissingFieldName
            | K::NamedEllipsis
            | K::UnclosedRegex => None,
        }
    }
}

/// What closes a pattern that begins with this character.
fn closing(opening: char) -> char {
    match opening {
        '{' => '}',
        '[' => ']',
        other => other,
    }
}

impl RegexFlaw {
    fn message(self) -> &'static str {
        match self {
            Self::UnclosedClass => "a class of characters is never closed",
            Self::BadRange => "a range of characters has to go up from one character to another",
            Self::UnknownEscape => "a backslash has no meaning here",
            Self::NothingToRepeat => "there is nothing to repeat",
            Self::RepeatedTwice => "a repetition cannot be repeated",
            Self::BadBounds => "the bounds of a repetition have to go up, to 1000 at most",
        }
    }

    fn cure(self) -> &'static str {
        match self {
            Self::UnclosedClass => "add the closing ], or write \\[ for the sign",
            Self::BadRange => "swap its ends, or write \\- for the sign",
            Self::UnknownEscape => "write \\d \\s \\w, \\x and two hexadecimal digits, or a backslash before a sign",
            Self::NothingToRepeat => "remove it, or write a backslash before it for the sign",
            Self::RepeatedTwice => "remove one of them, or write a backslash before it for the sign",
            Self::BadBounds => "write {2}, {2,}, {,3} or {2,3}",
        }
    }
}
