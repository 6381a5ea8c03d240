//! The report of tables of AWS's behaviour: how many rows agree, by their evidence, and every one that does not.

use serde_json::{Map, Value, json};
use signalarm_conformance::{Confidence, Judged, Verdict};
use signalarm_diagnostic::harmless;

/// The version of the document below; it rises when a member goes or changes its meaning.
const FORMAT: u32 = 1;

/// How the rows of one level of evidence came out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Count {
    agree: usize,
    differ: usize,
}

fn count(rows: &[Judged], confidence: Confidence) -> Count {
    let mut count = Count::default();
    for row in rows.iter().filter(|row| row.confidence == Some(confidence)) {
        match row.verdict {
            Verdict::Agrees => count.agree += 1,
            Verdict::Differs(_) => count.differ += 1,
            Verdict::NotUnderstood(_) | Verdict::Prose => {}
        }
    }
    count
}

/// For people. `tables` are names with their rows.
#[must_use]
pub fn conformance_text(tables: &[(String, Vec<Judged>)]) -> String {
    let mut text = String::new();
    for (name, rows) in tables {
        text.push_str(&format!("{}\n", harmless(name)));
        for confidence in Confidence::ALL {
            let Count { agree, differ } = count(rows, confidence);
            if agree + differ != 0 {
                text.push_str(&format!("  {confidence:<12}{agree} of {} agree\n", agree + differ));
            }
        }
        let prose = rows.iter().filter(|row| row.verdict == Verdict::Prose).count();
        if prose != 0 {
            text.push_str(&format!("  {:<12}{prose} told and not run\n", "prose"));
        }
        for row in rows {
            let (id, confidence) = (harmless(&row.id), row.confidence.map_or("", Confidence::word));
            match &row.verdict {
                Verdict::Agrees | Verdict::Prose => {}
                Verdict::Differs(how) => {
                    text.push_str(&format!("  differs       {id} ({confidence}): {}\n", harmless(how)))
                }
                Verdict::NotUnderstood(why) => text.push_str(&format!("  not understood {id}: {}\n", harmless(why))),
            }
        }
    }
    text
}

/// For machines.
#[must_use]
pub fn conformance_json(tables: &[(String, Vec<Judged>)]) -> Value {
    let table = |(name, rows): &(String, Vec<Judged>)| {
        let counts: Map<String, Value> = Confidence::ALL
            .into_iter()
            .map(|confidence| {
                let Count { agree, differ } = count(rows, confidence);
                (confidence.to_string(), json!({ "agree": agree, "differ": differ }))
            })
            .collect();
        let differing = rows.iter().filter_map(|row| match &row.verdict {
            Verdict::Differs(how) => {
                Some(json!({ "id": row.id, "confidence": row.confidence.map(Confidence::word), "differs": how }))
            }
            Verdict::Agrees | Verdict::NotUnderstood(_) | Verdict::Prose => None,
        });
        let odd = rows.iter().filter_map(|row| match &row.verdict {
            Verdict::NotUnderstood(why) => Some(json!({ "id": row.id, "why": why })),
            Verdict::Agrees | Verdict::Differs(_) | Verdict::Prose => None,
        });
        json!({
            "table": name,
            "counts": counts,
            "prose": rows.iter().filter(|row| row.verdict == Verdict::Prose).count(),
            "differ": differing.collect::<Vec<Value>>(),
            "not_understood": odd.collect::<Vec<Value>>(),
        })
    };
    json!({ "format": FORMAT, "tables": tables.iter().map(table).collect::<Vec<Value>>() })
}
