//! What stands between SNS and a phone: the parts of a text, the sandbox, and the spend limit.

use std::collections::BTreeMap;

use signalarm_time::{Duration, Timestamp};
use thiserror::Error;

use crate::{Dropped, PhoneNumber};

/// The most bytes of a text in all its parts (SNS Developer Guide, *Publishing to a mobile phone*).
pub const SMS_BYTES_MAX: usize = 1_600;

/// The most characters of a part: 140 bytes hold so many of seven bits, and so many of sixteen.
const GSM_7_PART_MAX: usize = 160;
const UCS_2_PART_MAX: usize = 70;

/// How a text is written for a phone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SmsEncoding {
    /// Seven bits a character; a few characters take two.
    Gsm7,
    /// Sixteen bits a character, as soon as one is not in the alphabet of GSM.
    Ucs2,
}

/// The characters of GSM 03.38 that take one place.
const GSM_7: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§\
                     ¿abcdefghijklmnopqrstuvwxyzäöñüà";

/// Those that take two.
const GSM_7_EXTENDED: &str = "\u{c}^{}\\[~]|€";

impl SmsEncoding {
    /// The encoding of a text.
    #[must_use]
    pub fn of(text: &str) -> Self {
        match text.chars().all(|c| GSM_7.contains(c) || GSM_7_EXTENDED.contains(c)) {
            true => Self::Gsm7,
            false => Self::Ucs2,
        }
    }

    /// The places that a character takes.
    fn places(self, c: char) -> usize {
        match self {
            Self::Gsm7 if GSM_7_EXTENDED.contains(c) => 2,
            Self::Gsm7 => 1,
            Self::Ucs2 => c.len_utf16(),
        }
    }

    fn part_max(self) -> usize {
        match self {
            Self::Gsm7 => GSM_7_PART_MAX,
            Self::Ucs2 => UCS_2_PART_MAX,
        }
    }
}

/// The parts in which a text goes to a phone, each of which costs. SNS cuts between words where it can.
#[must_use]
pub fn sms_parts(text: &str) -> Vec<&str> {
    let encoding = SmsEncoding::of(text);
    let (mut parts, mut rest) = (Vec::new(), text);
    while let Some(fitting) = fitting(rest, encoding) {
        let (part, after) = rest.split_at(fitting);
        parts.push(part);
        rest = after;
    }
    parts.push(rest);
    parts
}

/// How many bytes of a text make its next part; `None`: all of it fits. There is always something in a part.
fn fitting(text: &str, encoding: SmsEncoding) -> Option<usize> {
    let mut places = 0;
    let mut after_word = None;
    for (index, c) in text.char_indices() {
        places += encoding.places(c);
        if encoding.part_max() < places {
            return Some(after_word.unwrap_or(index));
        }
        if c == ' ' {
            after_word = Some(index + 1);
        }
    }
    None
}

/// How an account may send text messages. The default stands in nobody's way: out of the sandbox, and without a limit
/// that is ever reached. [`SmsAccount::new_at_aws`] is what AWS gives to a new account.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SmsAccount {
    /// The verified numbers and when each was verified, while the account is in the sandbox.
    sandbox: Option<BTreeMap<PhoneNumber, Timestamp>>,
    spending: Option<Spending>,
}

/// What an account spends on text messages.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Spending {
    limit_microdollars: u64,
    part_microdollars: u64,
    /// Year and month of the last message, `2026-11`, and what was spent in it.
    month: String,
    spent_microdollars: u64,
}

/// The most numbers that can be verified in the sandbox (SNS Developer Guide, *Using the SMS sandbox*).
pub const SANDBOX_NUMBERS_MAX: usize = 10;

/// How long a verified number must stay.
pub const SANDBOX_NUMBER_TIME: Duration = Duration::from_secs(86_400);

/// What a new account may spend in a month: 1.00 USD (SNS Developer Guide, *Requesting increases to your monthly SMS
/// spending quota*).
pub const SPEND_LIMIT_MICRODOLLARS: u64 = 1_000_000;

/// Why a number does not get into the sandbox, or out of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum SandboxRefusal {
    /// There are enough of them.
    #[error("the sandbox takes {SANDBOX_NUMBERS_MAX} verified numbers: remove one first")]
    Full,
    /// It was verified less than a day ago.
    #[error("a verified number can be removed from {0} on")]
    TooYoung(Timestamp),
    /// It is not there.
    #[error("the number is not verified")]
    NotFound,
}

impl SmsAccount {
    /// A new account of AWS: in the sandbox without any verified number, with the default limit. What a part costs
    /// depends on the country, and AWS's prices change.
    #[must_use]
    pub fn new_at_aws(part_microdollars: u64) -> Self {
        Self { sandbox: Some(BTreeMap::new()), spending: None }
            .with_spend_limit(SPEND_LIMIT_MICRODOLLARS, part_microdollars)
    }

    /// The same account with another monthly limit.
    #[must_use]
    pub fn with_spend_limit(self, limit_microdollars: u64, part_microdollars: u64) -> Self {
        let spending = Spending { limit_microdollars, part_microdollars, month: String::new(), spent_microdollars: 0 };
        Self { spending: Some(spending), ..self }
    }

    /// Other messages cost so much; without a limit nothing is counted.
    pub fn spend(&mut self, microdollars: u64, now: Timestamp) {
        if let Some(spending) = &mut self.spending {
            spending.begin_month(now);
            spending.spent_microdollars = spending.spent_microdollars.saturating_add(microdollars);
        }
    }

    /// Whether text messages go to verified numbers alone.
    #[must_use]
    pub fn is_in_sandbox(&self) -> bool {
        self.sandbox.is_some()
    }

    /// The account is in the sandbox as a new one is, without verified numbers. Each Region has a sandbox of its own: it
    /// is in one again in every Region that is new to it.
    pub fn enter_sandbox(&mut self) {
        self.sandbox.get_or_insert_default();
    }

    /// The account leaves the sandbox.
    pub fn leave_sandbox(&mut self) {
        self.sandbox = None;
    }

    /// *VerifySMSSandboxPhoneNumber*; outside of the sandbox there is nothing to verify.
    ///
    /// # Errors
    ///
    /// [`SandboxRefusal::Full`].
    pub fn verify(&mut self, number: PhoneNumber, now: Timestamp) -> Result<(), SandboxRefusal> {
        let Some(verified) = &mut self.sandbox else { return Ok(()) };
        if SANDBOX_NUMBERS_MAX <= verified.len() && !verified.contains_key(&number) {
            return Err(SandboxRefusal::Full);
        }
        verified.entry(number).or_insert(now);
        Ok(())
    }

    /// *DeleteSMSSandboxPhoneNumber*.
    ///
    /// # Errors
    ///
    /// [`SandboxRefusal::NotFound`], [`SandboxRefusal::TooYoung`].
    pub fn remove(&mut self, number: &PhoneNumber, now: Timestamp) -> Result<(), SandboxRefusal> {
        let verified = self.sandbox.as_mut().ok_or(SandboxRefusal::NotFound)?;
        let removable = *verified.get(number).ok_or(SandboxRefusal::NotFound)? + SANDBOX_NUMBER_TIME;
        if now < removable {
            return Err(SandboxRefusal::TooYoung(removable));
        }
        verified.remove(number);
        Ok(())
    }

    /// Sends a text, and pays for its parts.
    pub(crate) fn send(&mut self, number: &PhoneNumber, text: &str, now: Timestamp) -> Result<(), Dropped> {
        if SMS_BYTES_MAX < text.len() {
            return Err(Dropped::SmsTooLong { bytes: text.len() });
        }
        if self.sandbox.as_ref().is_some_and(|verified| !verified.contains_key(number)) {
            return Err(Dropped::SmsSandbox);
        }
        match &mut self.spending {
            Some(spending) => spending.pay(sms_parts(text).len() as u64, now),
            None => Ok(()),
        }
    }
}

impl Spending {
    /// What was spent in another month does not count.
    fn begin_month(&mut self, now: Timestamp) {
        let month = now.to_string().chars().take("2026-11".len()).collect();
        if self.month != month {
            (self.month, self.spent_microdollars) = (month, 0);
        }
    }

    /// SNS stops before a message that would cost more than is left of the month (SNS Developer Guide).
    fn pay(&mut self, parts: u64, now: Timestamp) -> Result<(), Dropped> {
        self.begin_month(now);
        let spent = self.spent_microdollars.saturating_add(self.part_microdollars.saturating_mul(parts));
        if self.limit_microdollars < spent {
            return Err(Dropped::SmsSpendLimit { limit_microdollars: self.limit_microdollars });
        }
        self.spent_microdollars = spent;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn number(last: u32) -> PhoneNumber {
        format!("+1202555{last:04}").parse().unwrap()
    }

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn a_text_has_as_many_parts_as_its_alphabet_makes() {
        for (text, encoding, parts) in [
            ("ALARM: \"a\" in EU (Ireland)".to_owned(), SmsEncoding::Gsm7, vec![26]),
            ("a".repeat(160), SmsEncoding::Gsm7, vec![160]),
            ("a".repeat(161), SmsEncoding::Gsm7, vec![160, 1]),
            ("[".repeat(81), SmsEncoding::Gsm7, vec![80, 1]),
            ("`".repeat(71), SmsEncoding::Ucs2, vec![70, 1]),
            (format!("{} {}", "a".repeat(100), "b".repeat(100)), SmsEncoding::Gsm7, vec![101, 100]),
            (String::new(), SmsEncoding::Gsm7, vec![0]),
        ] {
            let found: Vec<usize> = sms_parts(&text).iter().map(|part| part.chars().count()).collect();
            assert_eq!((SmsEncoding::of(&text), found), (encoding, parts), "{text}");
        }
    }

    #[test]
    fn in_the_sandbox_only_verified_numbers_hear() {
        let mut account = SmsAccount::new_at_aws(0);
        let start = at("2026-11-23T10:00:00Z");
        assert_eq!(account.send(&number(0), "text", start), Err(Dropped::SmsSandbox));
        for last in 0..10 {
            account.verify(number(last), start).unwrap();
        }
        assert_eq!(account.verify(number(10), start), Err(SandboxRefusal::Full));
        assert_eq!(account.send(&number(0), "text", start), Ok(()));
        let day_later = start + SANDBOX_NUMBER_TIME;
        assert_eq!(account.remove(&number(0), start), Err(SandboxRefusal::TooYoung(day_later)));
        assert_eq!(account.remove(&number(0), day_later), Ok(()));
        assert_eq!(account.remove(&number(0), day_later), Err(SandboxRefusal::NotFound));
        account.leave_sandbox();
        assert_eq!(account.send(&number(0), "text", start), Ok(()));
    }

    #[test]
    fn the_spend_limit_is_of_a_month() {
        let mut account = SmsAccount::default().with_spend_limit(100, 40);
        let (november, december) = (at("2026-11-30T23:59:59Z"), at("2026-12-01T00:00:00Z"));
        let dropped = Err(Dropped::SmsSpendLimit { limit_microdollars: 100 });
        assert_eq!(account.send(&number(0), "text", november), Ok(()));
        assert_eq!(account.send(&number(0), &"`".repeat(71), november), dropped);
        assert_eq!(account.send(&number(0), "text", november), Ok(()));
        assert_eq!(account.send(&number(0), "text", november), dropped);
        assert_eq!(account.send(&number(0), "text", december), Ok(()));
        let long = "a".repeat(1_601);
        assert_eq!(account.send(&number(0), &long, december), Err(Dropped::SmsTooLong { bytes: 1_601 }));
    }

    #[test]
    fn other_messages_use_the_limit_up() {
        let mut account = SmsAccount::default();
        let (november, december) = (at("2026-11-30T23:59:59Z"), at("2026-12-01T00:00:00Z"));
        account.spend(u64::MAX, november);
        assert_eq!(account.send(&number(0), "text", november), Ok(()), "there is no limit");
        account = account.with_spend_limit(100, 40);
        account.spend(61, november);
        assert_eq!(account.send(&number(0), "text", november), Err(Dropped::SmsSpendLimit { limit_microdollars: 100 }));
        account.spend(60, december);
        assert_eq!(account.send(&number(0), "text", december), Ok(()));
    }

    proptest! {
        #[test]
        fn parts_make_the_text(text in "\\PC{0,400}") {
            prop_assert_eq!(sms_parts(&text).concat(), text);
        }
    }
}
