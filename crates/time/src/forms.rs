//! The forms in which CloudWatch writes an instant, besides RFC 3339.

use std::fmt;

use jiff::civil::{DateTime, Weekday};
use jiff::tz::Offset;

use crate::Timestamp;

impl Timestamp {
    /// Calendar and clock in UTC.
    pub(crate) fn parts(self) -> DateTime {
        let instant = jiff::Timestamp::from_millisecond(self.as_millis().cast_signed());
        Offset::UTC.to_datetime(instant.expect("an instant lies between the years 1970 and 9999"))
    }

    /// As in the JSON message of an alarm: `2026-09-14T11:18:44.401+0000`.
    #[must_use]
    pub fn message_form(self) -> impl fmt::Display {
        let parts = self.parts();
        let (date, time) = (parts.date(), parts.time());
        let (hour, minute, second, millis) = (time.hour(), time.minute(), time.second(), time.millisecond());
        format!("{date}T{hour:02}:{minute:02}:{second:02}.{millis:03}+0000")
    }

    /// As in the reason of an alarm's state: `14/09/26 05:42:30`.
    #[must_use]
    pub fn reason_form(self) -> impl fmt::Display {
        let parts = self.parts();
        let (day, month, year) = (parts.day(), parts.month(), parts.year() % 100);
        format!("{day:02}/{month:02}/{year:02} {}", clock(parts))
    }

    /// As in the mail of an alarm: `Monday 14 September, 2026 11:18:52 UTC`.
    #[must_use]
    pub fn mail_form(self) -> impl fmt::Display {
        let parts = self.parts();
        let (weekday, month) = (weekday(parts.weekday()), MONTHS[usize::from(parts.month().unsigned_abs()) - 1]);
        format!("{weekday} {:02} {month}, {} {} UTC", parts.day(), parts.year(), clock(parts))
    }

    /// The time of day alone: `10:03:00`, with milliseconds only where there are any.
    #[must_use]
    pub fn clock_form(self) -> impl fmt::Display {
        let parts = self.parts();
        match parts.time().millisecond() {
            0 => clock(parts),
            millis => format!("{}.{millis:03}", clock(parts)),
        }
    }
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

fn clock(parts: DateTime) -> String {
    format!("{:02}:{:02}:{:02}", parts.hour(), parts.minute(), parts.second())
}

const fn weekday(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_take_the_forms_that_aws_writes() {
        let at: Timestamp = "2026-09-14T11:18:44.401Z".parse().unwrap();
        assert_eq!(at.to_string(), "2026-09-14T11:18:44.401Z");
        assert_eq!(at.message_form().to_string(), "2026-09-14T11:18:44.401+0000");
        assert_eq!(at.reason_form().to_string(), "14/09/26 11:18:44");
        assert_eq!(at.mail_form().to_string(), "Monday 14 September, 2026 11:18:44 UTC");
        assert_eq!(at.clock_form().to_string(), "11:18:44.401");
    }

    #[test]
    fn every_instant_can_be_printed() {
        assert_eq!(Timestamp::MIN.to_string(), "1970-01-01T00:00:00Z");
        assert_eq!((Timestamp::MAX + crate::Duration::HOUR).to_string(), "9999-12-29T23:59:59.999Z");
        assert_eq!(Timestamp::MIN - crate::Duration::HOUR, Timestamp::MIN);
    }

    #[test]
    fn only_instants_with_an_offset_are_read() {
        assert_eq!("2026-11-23T11:00:00+01:00".parse::<Timestamp>().unwrap().to_string(), "2026-11-23T10:00:00Z");
        for text in ["", "2026-11-23", "2026-11-23T10:00:00", "1969-12-31T23:59:59Z", "2026-13-01T00:00:00Z", "now"] {
            assert!(text.parse::<Timestamp>().is_err(), "{text}");
        }
    }
}
