//! What is wrong with a pattern: the kinds of faults, each with what its words need. The words are in [`words`].

#[cfg(test)]
mod tests;
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
    /// A blank before `{`, `[` or `%` makes a term pattern of what was meant as another kind.
    BlankBefore {
        /// The first character behind the blank.
        opening: char,
    },
    /// Something follows the closing brace, bracket or percent sign.
    TextAfterEnd {
        /// The first character of the pattern.
        opening: char,
    },
    /// The closing brace, bracket or percent sign is missing.
    UnclosedPattern {
        /// The first character of the pattern.
        opening: char,
    },
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
    /// Two names or conditions of fields with nothing in between.
    MissingComma,
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
    /// The same for a field of a space-delimited pattern.
    OrderedFieldText {
        /// The number without quotation marks, where it is one.
        corrected: String,
    },
    /// A number whose exponent does not fit into 32 bits.
    ExponentTooLarge,
    /// A character that has no business where it stands.
    StrayCharacter {
        /// The one.
        character: char,
    },
    /// A character in a term that has to stand in quotation marks.
    StrayInTerm {
        /// The one.
        character: char,
        /// The term in quotation marks, with its sign.
        corrected: String,
    },
    /// `&&` or `||` between terms.
    ConnectiveOfTerms {
        /// The one.
        sign: char,
    },
    /// `-` or `?` with no term directly behind it.
    LoneSign,
    /// `""` as a term.
    EmptyPhrase {
        /// From the phrase to the end of the pattern.
        refused: String,
    },
    /// A phrase that is never closed.
    UnclosedPhrase {
        /// From the phrase to the end of the pattern.
        refused: String,
    },
    /// A condition in brackets that does not begin with the name of a field.
    MissingFieldName,
    /// What stands for the name of a field cannot be one.
    BadFieldName {
        /// As written.
        name: String,
        /// A name like it; empty where there is none.
        corrected: String,
    },
    /// Two fields with the same name, or two ellipses.
    DuplicateField {
        /// The one.
        name: String,
    },
    /// Conditions on two fields in one entry.
    SeveralFields {
        /// The field that the entry is about.
        first: String,
        /// The other one.
        second: String,
    },
    /// An ellipsis with a name or a condition.
    NamedEllipsis,
    /// `%%`.
    EmptyRegex,
    /// A regular expression in a condition that is never closed.
    UnclosedRegex,
    /// A character that no regular expression may hold.
    StrayInRegex {
        /// The one.
        character: char,
        /// From the opening mark to the character.
        refused: String,
    },
    /// The characters of a regular expression do not make one.
    BrokenRegex(RegexFlaw),
    /// Text directly behind the closing mark of a regular expression.
    TextAfterRegex {
        /// Its first character.
        character: char,
    },
    /// More than two regular expressions.
    TooManyRegexes,
}

/// Why characters do not make a regular expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RegexFlaw {
    /// A class whose `]` is missing.
    UnclosedClass,
    /// A range in a class that ends before it begins, or whose ends are no characters.
    BadRange,
    /// A backslash before a letter or digit that it gives no meaning, or before nothing.
    UnknownEscape,
    /// A repetition of nothing.
    NothingToRepeat,
    /// A repetition of a repetition: `a++`.
    RepeatedTwice,
    /// `{m,n}` with bounds in the wrong order or too large.
    BadBounds,
}
