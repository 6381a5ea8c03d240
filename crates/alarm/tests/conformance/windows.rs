//! Windows and the length of the evaluation range.

use signalarm_alarm::YoungBreach;
use signalarm_time::{Duration, Timestamp};

use crate::rows::{configured, instant, rows};

#[test]
fn windows() {
    let Some(rows) = rows("window") else { return };
    assert!(16 <= rows.len());
    for row in &rows {
        let configured = configured(&row["alarm"], YoungBreach::default()).unwrap();
        let expected: Vec<Timestamp> = row["expected"]["slotStarts"].as_array().unwrap().iter().map(instant).collect();
        let window = configured.window(instant(&row["evaluatedAt"]));
        assert_eq!(window[window.len() - expected.len()..], expected, "{}", row["id"]);
    }
}

#[test]
fn ranges() {
    let Some(rows) = rows("range") else { return };
    assert!(5 <= rows.len());
    for row in &rows {
        let configured = configured(&row["alarm"], YoungBreach::default()).unwrap();
        let period = Duration::from_secs(configured.period_seconds);
        let length = configured.window(Timestamp::MAX).len() as u64;
        let expected = &row["expected"];
        assert_eq!(length, expected["evaluationRange"].as_u64().unwrap_or(length), "{}", row["id"]);
        assert!(expected["atLeast"].as_u64().unwrap_or(length) <= length, "{}", row["id"]);
        for seen in row["seen"].as_array().into_iter().flatten() {
            let datum = instant(&seen["datum"]);
            let window = configured.window(instant(&seen["evaluatedAt"]));
            let in_range = window.iter().any(|start| (*start..*start + period).contains(&datum));
            assert_eq!(Some(in_range), seen["inRange"].as_bool(), "{}: {seen}", row["id"]);
        }
    }
}
