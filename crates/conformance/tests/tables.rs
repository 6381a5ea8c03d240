//! Tables from outside: our own and, where a run has them, the shared ones agree; odd rows are never passed over.

use signalarm_conformance::{Confidence, Judged, Verdict, read};
use signalarm_testkit::{facts, root};

fn judged(text: &str) -> Vec<Judged> {
    read("t", text).unwrap().judge().collect()
}

/// Judges one row that is given without its source.
fn verdict(row: &str) -> Verdict {
    let row = row.replacen('{', r#"{"id":"r","source":"s","confidence":"observed","#, 1);
    judged(&format!("[{row}]")).remove(0).verdict
}

#[test]
fn rows_agree_or_say_what_we_answer_instead() {
    for row in [
        r#"{"pattern":"{ $.a = 1 }","message":"{\"a\":1}","matches":true}"#,
        r#"{"pattern":"{ $.a = 1 }","message":"{\"a\":2}","matches":false,"note":"n"}"#,
        r#"{"pattern":"{ $.a == 1 }","error":"Invalid"}"#,
        r#"{"pattern":"[a, b]","message":"x y","matches":true,"extracted":{"$a":"x","$b":"y"}}"#,
    ] {
        assert_eq!(verdict(row), Verdict::Agrees, "{row}");
    }
    for (row, differs) in [
        (
            r#"{"pattern":"{ $.a = 1 }","message":"{\"a\":2}","matches":true}"#,
            "it does not match: $.a is 2, the pattern asks for = 1",
        ),
        (r#"{"pattern":"{ $.a = 1 }","error":"Invalid"}"#, "the pattern is accepted"),
        (r#"{"pattern":"[a]","message":"x","matches":true,"extracted":{}}"#, r#"it extracts {"$a": "x"}"#),
    ] {
        assert_eq!(verdict(row), Verdict::Differs(differs.to_owned()), "{row}");
    }
}

#[test]
fn what_is_not_understood_says_why() {
    for (row, why) in [
        (r#"{"pattern":"x","matches":true}"#, "its `message` is no text"),
        (r#"{"pattern":"x","message":"x","matches":"yes"}"#, "its `matches` is neither true nor false"),
        (r#"{"pattern":"x","message":"x","matches":true,"region":"eu"}"#, "it has a member `region` that is not known"),
        (r#"{"pattern":"x","error":"e","matches":true}"#, "it has a member `matches` that is not known"),
        (r#"{"kind":"dance"}"#, "kind dance"),
        (r#"{"kind":7}"#, "its kind is 7"),
        (r#"{"kind":"observation"}"#, "its `told` is no text"),
    ] {
        assert_eq!(verdict(row), Verdict::NotUnderstood(why.to_owned()), "{row}");
    }
    let odd = judged(r#"[7, {"id":"a","confidence":"sure"}, {"confidence":"inferred"}]"#);
    let shown: Vec<(&str, Option<Confidence>)> = odd.iter().map(|row| (row.id.as_str(), row.confidence)).collect();
    assert_eq!(shown, [("1", None), ("a", None), ("3", Some(Confidence::Inferred))]);
    assert!(odd.iter().all(|row| matches!(row.verdict, Verdict::NotUnderstood(_))));
}

#[test]
fn what_is_no_table_is_faulty() {
    assert_eq!(
        read("t", "[\n1,\n").unwrap_err().to_string(),
        "t:2:3: broken JSON: EOF while parsing a value at line 3 column 0; a table is a JSON array with one object for each fact"
            .replace("t:2:3", "t:3:1")
    );
    assert!(read("t", "{}").unwrap_err().to_string().contains("this is no table"));
}

#[test]
fn our_own_tables_and_the_shared_ones_agree() {
    let own =
        ["filter-patterns", "alarms", "notifications"].map(|name| root().join(format!("conformance/{name}.json")));
    let shared = ["filter-patterns", "filter-patterns-recorded", "alarms", "notifications"];
    let shared =
        facts().into_iter().flat_map(|folder| shared.map(|name| folder.join(format!("conformance/{name}.json"))));
    for path in own.into_iter().chain(shared) {
        let text = std::fs::read_to_string(&path).unwrap();
        let rows = judged(&text);
        assert!(45 <= rows.len(), "{}", path.display());
        let is_odd = |row: &&Judged| !matches!(row.verdict, Verdict::Agrees | Verdict::Prose);
        let odd: Vec<&Judged> = rows.iter().filter(is_odd).collect();
        assert_eq!(odd, Vec::<&Judged>::new(), "{}", path.display());
    }
}
