//! What a deployment costs a month, as a table and for machines.

use serde_json::{Value, json};
use signalarm_deploy::{Amount, Assumptions, Cost, CostLine, Price, PriceEvidence, Total};
use signalarm_diagnostic::harmless;

/// The version of the document below; it rises when a member goes or changes its meaning.
const FORMAT: u32 = 1;
/// What is counted in GB.
const GB: u64 = 1_000_000_000;
const NOT_KNOWN: &str = "not known";
/// The columns: what stands on the left of its column, and what on the right.
const COLUMNS: [Side; 8] =
    [Side::Left, Side::Right, Side::Right, Side::Right, Side::Right, Side::Left, Side::Right, Side::Right];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Left,
    Right,
}

/// For people: a table, where its prices are from, what to know, and what was assumed.
#[must_use]
pub fn cost_text(cost: &Cost) -> String {
    let sources = sources(cost);
    let head = ["", "expected", "bad month", "free", "price", "for each", "expected", "bad month"].map(str::to_owned);
    let mut rows = vec![head];
    rows.extend(cost.lines.iter().map(|line| row(line, &sources)));
    let (expected, bad) = (cost.expected(), cost.bad());
    let mut sum = ["", "", "", "", "", ""].map(str::to_owned).to_vec();
    sum.extend([dollars(expected.micro_dollars), dollars(bad.micro_dollars)]);
    sum[0] = if expected.unknown + bad.unknown == 0 { "all together" } else { "at least" }.to_owned();
    rows.extend(<[String; 8]>::try_from(sum));

    let mut text = format!("what the chain costs a month in {}, in US dollars\n\n{}", cost.region, table(&rows));
    text.push_str(&unknown_text(cost, expected, bad));
    text.push_str("\nprices\n");
    for (index, source) in sources.iter().enumerate() {
        text.push_str(&format!("  [{}] {}\n", index + 1, harmless(source)));
    }
    if sources.is_empty() {
        text.push_str("  none is known; write what you know under [prices] in the config\n");
    }
    let noted: Vec<&CostLine> = cost.lines.iter().filter(|line| !line.note.is_empty()).collect();
    if !noted.is_empty() {
        text.push_str("\nto know\n");
        noted.iter().for_each(|line| text.push_str(&format!("  {}: {}\n", line.what, line.note)));
    }
    text + "\nassumed\n" + &assumptions_text(&cost.assumptions)
}

fn unknown_text(cost: &Cost, expected: Total, bad: Total) -> String {
    if expected.unknown + bad.unknown == 0 {
        return String::new();
    }
    let is_unknown = |line: &&CostLine| line.bad.micro_dollars.is_none() || line.expected.micro_dollars.is_none();
    let keys: Vec<String> =
        cost.lines.iter().filter(is_unknown).map(|line| format!("`{}`", line.item.unit().key)).collect();
    format!("\nnot known, and so not counted; [prices] in the config can tell: {}\n", keys.join(", "))
}

fn row(line: &CostLine, sources: &[String]) -> [String; 8] {
    let price = line.price.as_ref().map(|price| {
        let number = sources.iter().position(|source| *source == source_text(price)).map_or(0, |index| index + 1);
        format!("{} [{number}]", exact_dollars(price.micro_dollars))
    });
    let amount = |amount: Amount| amount.micro_dollars.map_or_else(|| NOT_KNOWN.to_owned(), dollars);
    let unit = line.item.unit();
    let quantity = |count: u64| quantity(unit.count, count);
    let free = match (line.expected.free, line.bad.free) {
        (0, 0) => "-".to_owned(),
        (expected, bad) if expected == bad => quantity(expected),
        (expected, bad) => format!("{}, {}", quantity(expected), quantity(bad)),
    };
    [
        line.what.to_owned(),
        quantity(line.expected.quantity),
        quantity(line.bad.quantity),
        free,
        price.unwrap_or_else(|| NOT_KNOWN.to_owned()),
        unit.words.to_owned(),
        amount(line.expected),
        amount(line.bad),
    ]
}

fn table(rows: &[[String; 8]]) -> String {
    let widths: Vec<usize> = (0..COLUMNS.len())
        .map(|column| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or_default())
        .collect();
    let mut text = String::new();
    for row in rows {
        let cells = row.iter().zip(&widths).zip(COLUMNS).map(|((cell, width), side)| match side {
            Side::Left => format!("{cell:<width$}"),
            Side::Right => format!("{cell:>width$}"),
        });
        text.push_str(cells.collect::<Vec<String>>().join("  ").trim_end());
        text.push('\n');
    }
    text
}

/// Each source once, in the order of the lines.
fn sources(cost: &Cost) -> Vec<String> {
    let mut sources = Vec::new();
    for source in cost.lines.iter().filter_map(|line| line.price.as_ref()).map(source_text) {
        if !sources.contains(&source) {
            sources.push(source);
        }
    }
    sources
}

fn source_text(price: &Price) -> String {
    match price.evidence {
        PriceEvidence::Documented => format!("{} ({})", price.source, price.date),
        PriceEvidence::Inferred => {
            format!("inferred: the price of another Region; not in {} ({})", price.source, price.date)
        }
        PriceEvidence::Own => format!("your own: {}", price.source),
    }
}

fn assumptions_text(assumptions: &Assumptions) -> String {
    let Assumptions {
        events_per_month,
        log_event_bytes,
        log_file_bytes_per_event,
        log_files_per_day,
        has_other_trail,
        alarms_per_alert,
        tamperings,
        silences,
        sms_parts_per_message,
        flood_days,
        flood_sign_ins_per_second,
        flood_cycle_periods,
    } = assumptions;
    let trail = if *has_other_trail { "delivers" } else { "delivers no" };
    format!(
        "  a month of 30 days with {} management events, {log_event_bytes} bytes each as a log event and \
         {log_file_bytes_per_event} in a log file\n  \
         {log_files_per_day} log files and digests a day; another trail {trail} management events already\n  \
         alarms of each alert: {alarms_per_alert}; changes of the chain: {tamperings}; silences of the chain: {silences}; parts of a text message: \
         {sms_parts_per_message}\n  \
         in a bad month {flood_days} days with {flood_sign_ins_per_second} failed sign-ins a second, and every alert \
         rings once in {flood_cycle_periods} of its periods\n  \
         the free amounts are the account's: nothing else uses them\n",
        grouped(*events_per_month)
    )
}

/// Bytes in GB, everything else in pieces.
fn quantity(unit_count: u64, count: u64) -> String {
    match unit_count {
        GB => {
            let thousandths = count / (GB / 1_000);
            match thousandths {
                0 if count != 0 => "< 0.001 GB".to_owned(),
                _ => format!("{}.{:03} GB", grouped(thousandths / 1_000), thousandths % 1_000),
            }
        }
        _ => grouped(count),
    }
}

/// Digits in threes.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index != 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Millionths of a dollar in whole cents.
fn dollars(micro_dollars: u64) -> String {
    match micro_dollars {
        1..5_000 => "< 0.01".to_owned(),
        _ => {
            let cents = micro_dollars / 10_000 + u64::from(5_000 <= micro_dollars % 10_000);
            format!("{}.{:02}", grouped(cents / 100), cents % 100)
        }
    }
}

/// Millionths of a dollar, with two decimals at least.
fn exact_dollars(micro_dollars: u64) -> String {
    let decimals = format!("{:06}", micro_dollars % 1_000_000);
    let rest = decimals[2..].trim_end_matches('0');
    format!("{}.{}{rest}", micro_dollars / 1_000_000, &decimals[..2])
}

/// For machines: money in millionths of a US dollar, `null` where it is not known.
#[must_use]
pub fn cost_json(cost: &Cost) -> Value {
    let amount = |amount: Amount| json!({ "quantity": amount.quantity, "free": amount.free, "micro_dollars": amount.micro_dollars });
    let price = |price: &Price| {
        let evidence = match price.evidence {
            PriceEvidence::Documented => "documented",
            PriceEvidence::Inferred => "inferred",
            PriceEvidence::Own => "own",
        };
        json!({ "micro_dollars": price.micro_dollars, "source": price.source, "date": price.date, "evidence": evidence })
    };
    let line = |line: &CostLine| {
        let unit = line.item.unit();
        json!({
            "item": unit.key,
            "what": line.what,
            "price_for": { "count": unit.count, "words": unit.words },
            "price": line.price.as_ref().map(price),
            "expected": amount(line.expected),
            "bad_month": amount(line.bad),
            "note": line.note,
        })
    };
    let total = |total: Total| json!({ "micro_dollars": total.micro_dollars, "unknown": total.unknown });
    let assumed = &cost.assumptions;
    json!({
        "format": FORMAT,
        "region": cost.region.as_str(),
        "lines": cost.lines.iter().map(line).collect::<Vec<Value>>(),
        "expected": total(cost.expected()),
        "bad_month": total(cost.bad()),
        "assumptions": {
            "events_per_month": assumed.events_per_month,
            "log_event_bytes": assumed.log_event_bytes,
            "log_file_bytes_per_event": assumed.log_file_bytes_per_event,
            "log_files_per_day": assumed.log_files_per_day,
            "has_other_trail": assumed.has_other_trail,
            "alarms_per_alert": assumed.alarms_per_alert,
            "tamperings": assumed.tamperings,
            "silences": assumed.silences,
            "sms_parts_per_message": assumed.sms_parts_per_message,
            "flood_days": assumed.flood_days,
            "flood_sign_ins_per_second": assumed.flood_sign_ins_per_second,
            "flood_cycle_periods": assumed.flood_cycle_periods,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_told_in_cents_and_prices_as_they_are() {
        for (micro_dollars, cents, exact) in [
            (0, "0.00", "0.00"),
            (1, "< 0.01", "0.000001"),
            (5_000, "0.01", "0.005"),
            (300_000, "0.30", "0.30"),
            (1_234_567_895_000, "1,234,567.90", "1234567.895"),
            (u64::MAX, "18,446,744,073,709.55", "18446744073709.551615"),
        ] {
            assert_eq!((dollars(micro_dollars).as_str(), exact_dollars(micro_dollars).as_str()), (cents, exact));
        }
    }

    #[test]
    fn quantities_are_told_in_their_units() {
        assert_eq!(quantity(1, 1_234_567), "1,234,567");
        assert_eq!(quantity(GB, 0), "0.000 GB");
        assert_eq!(quantity(GB, 1), "< 0.001 GB");
        assert_eq!(quantity(GB, 1_234_500_000_000), "1,234.500 GB");
    }
}
