//! What is wrong with a pattern: the kinds of faults, each with what its words need. The words are in [`words`].

mod words;

use std::ops::Range;

/// One thing that is wrong with a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Bytes of the pattern's text. An empty range stands before the byte that it names.
    pub span: Range<usize>,
    /// What is wrong.
    pub kind: FaultKind,
}

/// What can be wrong with a pattern.
///
/// Fields named `corrected` hold the value, selector or step that the fault is in as it should most likely be. Fields
/// named `refused` hold what stands between the marks of the service's answer *Invalid character(s) in term '…'*.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// More than 1024 characters.
    TooLong {
        /// How many there are.
        chars: usize,
    },
    /// A kind of pattern that this crate does not read yet, though the service does.
    NotSupportedYet(Unsupported),
    /// A blank before `{` makes a term pattern of what was meant as a JSON pattern.
    BlankBeforeBrace,
    /// Something follows the closing brace.
    TextAfterBrace,
    /// The closing brace is missing.
    UnclosedBrace,
    /// Braces or parentheses without a condition.
    Empty {
        /// Whether they are parentheses.
        parentheses: bool,
    },
    /// `&&` or `||` without a condition on one side.
    MissingCondition,
    /// A parenthesis that is never closed.
    UnclosedParenthesis,
    /// A closing parenthesis without an opening one.
    UnopenedParenthesis,
    /// Two conditions with nothing in between.
    MissingConnective,
    /// `&` or `|` alone.
    SingleConnective {
        /// The one.
        sign: char,
    },
    /// `AND` or `OR` in place of `&&` or `||`.
    WordConnective {
        /// `&&` or `||`.
        corrected: &'static str,
    },
    /// A comma or semicolon between two conditions.
    CommaConnective {
        /// The one.
        sign: char,
    },
    /// `!` or `NOT` before a condition.
    Negation,
    /// A condition that does not begin with a selector.
    NoSelector,
    /// A selector that does not begin with `$.`.
    SelectorStart {
        /// The selector as it should be; empty where that cannot be guessed.
        corrected: String,
        /// Empty where not known.
        refused: String,
    },
    /// A member's name in double quotation marks.
    QuotedName {
        /// The step as it should be, with its dot.
        corrected: String,
        /// Up to the character at fault.
        refused: String,
    },
    /// Brackets that hold neither an index, nor `*`, nor a name in single quotation marks.
    BadBrackets {
        /// Up to the character at fault.
        refused: String,
    },
    /// A dot without a name behind it.
    MissingName,
    /// A character in a selector that has to stand in brackets.
    StrayInSelector {
        /// The one.
        character: char,
        /// The step as it should be, with its dot.
        corrected: String,
        /// Up to the character at fault.
        refused: String,
    },
    /// A blank inside a selector, as copies broken at line ends have.
    BlankInSelector {
        /// The selector without it.
        corrected: String,
    },
    /// A keyword without a blank before it.
    GluedKeyword {
        /// Selector and keyword, apart.
        corrected: String,
    },
    /// A selector with two wildcards.
    SecondWildcard,
    /// More than three selectors with a wildcard.
    TooManyWildcards,
    /// A selector without an operator.
    MissingOperator,
    /// `==`.
    DoubleEquals,
    /// An operator that other languages have.
    UnknownOperator {
        /// As written.
        operator: String,
        /// What to write in its place; empty where there is nothing.
        instead: &'static str,
    },
    /// `IS NOT`.
    IsNot {
        /// What to write in place of the condition; empty where there is nothing.
        instead: String,
    },
    /// `EXISTS` without `NOT`.
    Exists {
        /// The condition as it should be.
        corrected: String,
    },
    /// Something other than NULL, TRUE or FALSE behind `IS`.
    UnknownIs,
    /// Something other than EXISTS behind `NOT`.
    UnknownNot,
    /// An operator without a value.
    MissingValue,
    /// `null` as a value.
    BareNull {
        /// The condition as it should be; empty where there is no way to write it.
        corrected: String,
    },
    /// A bare value of several words.
    BlankInValue {
        /// The value in quotation marks.
        corrected: String,
    },
    /// A character in a bare value that has to stand in quotation marks.
    StrayInValue {
        /// The one.
        character: char,
        /// The value in quotation marks.
        corrected: String,
    },
    /// Text directly behind a closing quotation mark.
    TextAfterQuotation,
    /// A quotation mark that is never closed.
    UnclosedQuotation,
    /// A closing quotation mark without an opening one.
    UnopenedQuotation {
        /// The value in quotation marks.
        corrected: String,
    },
    /// A value whose quotation marks have backslashes, as in a pattern copied out of JSON.
    EscapedQuotation {
        /// The value without them.
        corrected: String,
    },
    /// A value in single quotation marks.
    SingleQuotation {
        /// The value in double quotation marks.
        corrected: String,
    },
    /// A value in the quotation marks of a word processor.
    TypographicQuotation {
        /// The value in straight quotation marks.
        corrected: String,
    },
    /// `<`, `<=`, `>` or `>=` with a value that is no bare number.
    OrderedText {
        /// The number without quotation marks, where it is one.
        corrected: String,
        /// The operand, where it is quoted.
        refused: String,
    },
    /// A number whose exponent does not fit into 32 bits.
    ExponentTooLarge,
    /// A character that has no business where it stands.
    StrayCharacter {
        /// The one.
        character: char,
    },
}

/// What this crate does not read yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unsupported {
    /// `ERROR -timeout "two words"`.
    Terms,
    /// `[ip, user, status = 4*]`.
    SpaceDelimited,
    /// `%4[0-9]{2}%`.
    Regex,
    /// `%…%` as the operand of a JSON pattern's condition.
    RegexOperand,
}
