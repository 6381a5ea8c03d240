//! Instants, as the SDK writes them and as we do.

use aws_smithy_types::DateTime;
use signalarm_time::Timestamp;

/// An instant of the SDK in whole milliseconds; one before 1970 becomes 1970.
#[must_use]
pub fn timestamp(instant: &DateTime) -> Timestamp {
    let millis = instant.to_millis().ok().and_then(|millis| u64::try_from(millis).ok());
    Timestamp::from_millis(millis.unwrap_or_default())
}

/// The same instant for the SDK.
#[must_use]
pub fn date_time(instant: Timestamp) -> DateTime {
    DateTime::from_millis(i64::try_from(instant.as_millis()).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn milliseconds_survive_the_way_there_and_back() {
        for millis in [0, 1, 999, 1_764_000_000_123] {
            let instant = Timestamp::from_millis(millis);
            assert_eq!(timestamp(&date_time(instant)), instant);
        }
        assert_eq!(timestamp(&DateTime::from_secs(-1)), Timestamp::from_millis(0));
        assert_eq!(timestamp(&DateTime::from_nanos(1_999_999).unwrap()), Timestamp::from_millis(1));
    }
}
