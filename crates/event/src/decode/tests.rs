//! Decoding files as people have them, good and bad.

use std::fs;
use std::io::Read;

use flate2::Compression;
use flate2::read::GzEncoder;
use proptest::prelude::*;

use super::*;
use crate::{Forgery, Outcome, Variant, forge};

/// A record that says no more than it must, with its id.
fn small(id: &str) -> String {
    format!(r#"{{"eventTime":"2026-11-23T10:00:00Z","eventName":"N","eventSource":"S","eventID":"{id}"}}"#)
}

fn gzip(text: &str) -> Vec<u8> {
    let mut packed = Vec::new();
    GzEncoder::new(text.as_bytes(), Compression::default()).read_to_end(&mut packed).unwrap();
    packed
}

/// The ids of the records and the faults of a file.
fn check(bytes: impl AsRef<[u8]>, form: Form, ids: &str, faults: &str) {
    let decoded = decode("f", bytes.as_ref());
    let found: Vec<&str> = decoded.records.iter().map(Record::id).collect();
    let rendered = decoded.faulty.map(|faulty| faulty.to_string()).unwrap_or_default();
    let shown = String::from_utf8_lossy(bytes.as_ref());
    assert_eq!((decoded.form, found.join(" ").as_str(), rendered.as_str()), (form, ids, faults), "{shown}");
}

#[test]
fn every_form_that_people_have_is_read() {
    let (a, b) = (&small("a"), &small("b"));
    let log = format!(r#"{{"Records":[{a},{b}]}}"#);
    check(&log, Form::LogFile, "a b", "");
    check(format!("\u{feff}{{ \"Records\" : [\r\n{a} ,\r\n{b}\r\n] }}\r\n"), Form::LogFile, "a b", "");
    check(r#"{"Records":[]}"#, Form::LogFile, "", "");
    check(format!("{log}{log}"), Form::LogFile, "a b a b", "");
    check(gzip(&log), Form::LogFile, "a b", "");
    check([gzip(&log), gzip(a)].concat(), Form::LogFile, "a b a", "");
    check(format!("[{a},{b}]"), Form::Array, "a b", "");
    check("[]", Form::Array, "", "");
    check(a, Form::Single, "a", "");
    check(a.replace(',', ",\n  "), Form::Single, "a", "");
    check(format!("{a}\n\n{b}\r\n"), Form::Lines, "a b", "");
    check(format!("{a}{b}"), Form::Lines, "a b", "");
}

const CUT: &str = "fetch it again";
const AS_DELIVERED: &str = "take the record as CloudTrail delivered it";

#[test]
fn a_broken_record_hides_no_other() {
    let (a, b) = (&small("a"), &small("b"));
    let nameless = r#"{"eventTime":"2026-11-23T10:00:00Z","eventSource":"S"}"#;
    let lacks = "the record lacks `eventName`; every CloudTrail record has it: take the record whole, as CloudTrail delivered it";
    let deep = format!(r#"{{"x":{}{}}}"#, "[".repeat(150), "]".repeat(150));
    check(format!("[{nameless},\n{a}]"), Form::Array, "a", &format!("f:1:2: {lacks}"));
    check(
        format!("{{\"Records\":[{a},\n{{\"x\":tru,\"y\":\"}}\"}},\n{b},\n{deep}]}}"),
        Form::LogFile,
        "a b",
        &format!(
            "f:2:9: broken JSON: expected ident; {AS_DELIVERED}\n\
             f:4:132: the record nests deeper than 127 levels; no record of CloudTrail does: leave it out"
        ),
    );
    check(format!("[{a},]"), Form::Array, "a", &format!("f:1:87: broken JSON: expected value; {AS_DELIVERED}"));
    check(
        format!("[{a}\n{b}\n]"),
        Form::Array,
        "a b",
        "f:2:1: broken JSON: expected `,` or `]` behind a record\nf:3:1: broken JSON: expected value; take the record as CloudTrail delivered it",
    );
    check(format!("{nameless}\n{a}\n"), Form::Lines, "a", &format!("f:1:1: {lacks}"));
    check(
        format!("{a}\n{{\"x\":\n{b}\n{{\"y\":\"z\n{a}"),
        Form::Lines,
        "a b a",
        &format!(
            "f:2:5: the record is cut off; {CUT}\n\
             f:4:7: the record is cut off; {CUT}"
        ),
    );
}

#[test]
fn what_is_cut_off_is_said() {
    let (a, b) = (&small("a"), &small("b"));
    let half = &b[..20];
    check(format!(r#"{{"Records":[{a},{half}"#), Form::LogFile, "a", &format!("f:1:117: the record is cut off; {CUT}"));
    for rest in ["", ",", "]"] {
        let text = format!(r#"{{"Records":[{a}{rest}"#);
        let fault = format!("f:1:{}: the array of records is cut off; fetch the file again", text.len() + 1);
        check(text, Form::LogFile, "a", &fault);
    }
    check(format!("{a}\n{half}"), Form::Lines, "a", &format!("f:2:20: the record is cut off; {CUT}"));
}

#[test]
fn what_is_no_log_is_named() {
    let (a, unread) = (&small("a"), "give a file that CloudTrail delivered, plain or in gzip");
    for (text, form, fault) in [
        ("", Form::Unknown, "f: the file is empty; give a file with at least one record"),
        (" \n", Form::Unknown, "f: the file is empty; give a file with at least one record"),
        (
            r#"{"awsAccountId":"1","digestStartTime":"2026-11-23T10:00:00Z"}"#,
            Form::Single,
            "f:1:1: this is a CloudTrail digest file: it holds hashes of log files and no records; read the files under \
             CloudTrail/ instead of those under CloudTrail-Digest/",
        ),
        (
            r#"{"Records":[{"eventVersion":"2.1","eventSource":"aws:s3","eventTime":"2026-11-23T10:00:00Z","eventName":"ObjectCreated:Put","s3":{}}]}"#,
            Form::LogFile,
            "f:1:13: this is a notification of S3 about an object, not a record; read the object that it names instead",
        ),
        (
            r#"{"Events":[{"CloudTrailEvent":"{}"}]}"#,
            Form::Single,
            "f:1:1: this is the answer of LookupEvents; take its records out with: jq -r '.Events[].CloudTrailEvent'",
        ),
        (
            r#""{\"a\":1}""#,
            Form::Single,
            "f:1:1: a record is a JSON object, but this is a text; it holds a record in its turn: take that out with: jq -r .",
        ),
        (
            "[[1]]",
            Form::Array,
            "f:1:2: a record is a JSON object, but this is an array; give a file that CloudTrail delivered to S3, or records, one a line",
        ),
        (
            r#"{"a":1}"#,
            Form::Single,
            "f:1:1: this is JSON, but no CloudTrail log: it has neither `Records` nor the fields of a record; give a file that \
             CloudTrail delivered to S3, or records, one a line",
        ),
        (
            r#"{"Records":5}"#,
            Form::Single,
            "f:1:1: this object holds `Records`, so it is no record itself; if they are records of CloudTrail, take them out \
             with: jq -c '.Records[]'",
        ),
        ("hello", Form::Single, "f:1:1: broken JSON: expected value; take the record as CloudTrail delivered it"),
    ] {
        check(text, form, "", fault);
    }
    check(
        format!(r#"{{"Records":[{a}],"x":[1]}}"#),
        Form::LogFile,
        "a",
        "f:1:98: `Records` is not all that this file holds; if they are records of CloudTrail, take them out with: jq -c \
         '.Records[]'",
    );
    check(b"ab\n\xff", Form::Unknown, "", &format!("f:2:1: this is not UTF-8 text; {unread}"));
    check(
        b"\xff\xfe{\0",
        Form::Unknown,
        "",
        "f: this is not UTF-8 text; it is UTF-16, as PowerShell writes it: save it as UTF-8",
    );
}

#[test]
fn a_hopeless_file_does_not_flood() {
    let faulty = decode("f", "{x\n".repeat(1_000).as_bytes()).faulty.unwrap();
    assert_eq!(faulty.faults.len(), 101);
    assert_eq!(faulty.faults[100].message, "900 more faults are not listed");
}

#[test]
fn a_gzip_file_is_read_whole_or_not_at_all() {
    let packed = gzip(&format!(r#"{{"Records":[{},{}]}}"#, small("a"), small("b")));
    for end in 0..packed.len() {
        let decoded = decode("f", &packed[..end]);
        assert!(decoded.records.is_empty() && decoded.faulty.is_some(), "cut at {end}");
    }
    let cut = decode("f", &packed[..packed.len() - 1]).faulty.unwrap().to_string();
    let (read, inflated) = (packed.len() - 1, 2 * small("a").len() + 15);
    assert_eq!(
        cut,
        format!(
            "f: the gzip file is cut off: it ends at byte {read}, inflated to {inflated} bytes so far; fetch it again and compare \
             its size with what S3 says"
        )
    );
    let mut corrupt = packed.clone();
    let checksum = packed.len() - 8;
    corrupt[checksum] ^= 1;
    let corrupt = decode("f", &corrupt).faulty.unwrap().to_string();
    assert!(corrupt.starts_with("f: the gzip file is corrupt before byte"), "{corrupt}");
}

#[test]
fn recorded_files_are_read_without_a_fault() {
    let Some(facts) = signalarm_testkit::facts() else { return };
    let mut paths: Vec<_> = fs::read_dir(facts.join("data/cloudtrail/invictus/CloudTrail")).unwrap().collect();
    paths.sort_by_key(|entry| entry.as_ref().unwrap().path());
    assert_eq!(paths.len(), 55);
    let mut records = Vec::new();
    for entry in paths {
        let bytes = fs::read(entry.unwrap().path()).unwrap();
        let decoded = decode("f", &bytes);
        assert_eq!((decoded.faulty, decoded.form), (None, Form::LogFile));
        let texts: String = decoded.records.iter().map(Record::text).collect::<Vec<_>>().join(",");
        assert_eq!(
            format!("{{\"Records\":[{texts}]}}"),
            String::from_utf8(bytes).unwrap().trim_end(),
            "kept to the byte"
        );
        records.extend(decoded.records);
    }
    assert_eq!(records.len(), 2_900);
    records.sort_by_key(Record::time);
    assert_eq!(records[0].time().to_string(), "2023-07-10T11:42:18Z");
    assert_eq!(records[2_899].time().to_string(), "2023-07-10T12:37:50Z");
    let signin = records.iter().filter(|record| record.source() == "signin.amazonaws.com");
    let rows: Vec<String> = signin.map(row).collect();
    assert_eq!(
        rows,
        [
            "2023-07-10T12:23:15Z ConsoleLogin success iam stratus-red-team-nmfalu-gfjyeaypjt us-east-1",
            "2023-07-10T12:27:31Z CheckMfa us-east-1",
            "2023-07-10T12:27:45Z ConsoleLogin success iam bert-jan us-east-1",
        ]
    );
    for record in &records {
        assert!(crate::explain(record).lines().count() >= 7, "{record:?}");
    }
}

fn row(record: &Record) -> String {
    let region = record.region().unwrap_or("-");
    let sign_in =
        record.sign_in().map(|found| format!(" {} {} {}", found.outcome, found.user_type, found.user.unwrap_or("-")));
    format!("{} {}{} {region}", record.time(), record.name(), sign_in.unwrap_or_default())
}

fn log_file() -> String {
    let forged = [Variant::Iam { outcome: Outcome::Failure, mfa: false }, Variant::ApiCall].map(|variant| {
        let at = "2026-11-23T10:00:00Z".parse().unwrap();
        forge(&Forgery { variant, at, account: "1", region: None, user: "u", source_ip: "i", user_agent: "a", id: 1 })
    });
    format!("{{\"Records\":[{},\n{}]}}\n", forged[0].text(), forged[1].text())
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200), magic in any::<bool>()) {
        let bytes = if magic { [&[0x1f, 0x8b, 8, 0][..], &bytes].concat() } else { bytes };
        let decoded = decode("f", &bytes);
        prop_assert!(decoded.faulty.is_some() || !decoded.records.is_empty());
    }

    #[test]
    fn no_text_of_json_tokens_makes_it_panic(text in r#"([\[\]{},:\\ \n"é]|"Records":|\{"Records":\[|1|null){0,40}"#) {
        prop_assert_eq!(decode("f", text.as_bytes()).records.len(), 0);
    }

    #[test]
    fn a_changed_byte_is_survived(at in any::<prop::sample::Index>(), byte in any::<u8>(), packed in any::<bool>()) {
        let mut bytes = if packed { gzip(&log_file()) } else { log_file().into_bytes() };
        let at = at.index(bytes.len());
        bytes[at] = byte;
        for record in decode("f", &bytes).records {
            prop_assert!(record.name() == "ConsoleLogin" || !packed || record.name() == "DescribeInstances");
            prop_assert!(crate::explain(&record).contains("when"));
        }
    }
}
