//! `[prices]`: what somebody pays, in US dollars.

use signalarm_diagnostic::Fault;
use signalarm_diagnostic::toml::{Kind, Node, Table};

use crate::prices::{OwnPrice, PriceItem, Prices};

/// The largest price; more is a mistake.
const DOLLARS_MAX: f64 = 1_000_000.0;
/// A price has at most six decimals.
const MICRO: f64 = 1_000_000.0;

/// Reads `[prices]` from a config.
pub(super) fn read_prices(table: &mut Table<'_>, faults: &mut Vec<Fault>) -> Prices {
    let Some(mut table) = table.optional("prices").and_then(|node| node.table("[prices]", faults)) else {
        return Prices::new();
    };
    let mut prices = Prices::new();
    for item in PriceItem::ALL {
        let price = table.optional(item.unit().key).and_then(|node| read_price(&node, faults));
        prices.extend(price.map(|price| (item, price)));
    }
    table.finish(faults);
    prices
}

/// A number, or `{ usd = 0.05, source = "where it is from" }`.
fn read_price(node: &Node<'_>, faults: &mut Vec<Fault>) -> Option<OwnPrice> {
    if node.kind() != Kind::Table {
        return Some(OwnPrice { micro_dollars: read_dollars(node, faults)?, source: None });
    }
    let mut table = node.table("a price", faults)?;
    let dollars = table.required("usd", "write { usd = 0.05, source = \"where it is from\" }", faults);
    let micro_dollars = dollars.and_then(|node| read_dollars(&node, faults));
    let source = table.optional("source").and_then(|node| node.string(faults));
    table.finish(faults);
    Some(OwnPrice { micro_dollars: micro_dollars?, source: source.map(str::to_owned) })
}

fn read_dollars(node: &Node<'_>, faults: &mut Vec<Fault>) -> Option<u64> {
    let dollars = node.number(faults)?;
    // Dividing rounds to the nearest number, as reading the digits did: the two are equal where there are no more digits.
    let micro_dollars = (0.0..=DOLLARS_MAX).contains(&dollars).then(|| (dollars * MICRO).round() as u64);
    let exact = micro_dollars.filter(|micro_dollars| *micro_dollars as f64 / MICRO == dollars);
    if exact.is_none() {
        let fault = node.fault(format!("`{}` is no price in US dollars", node.key()));
        faults.push(fault.cure(format!("write 0 to {DOLLARS_MAX} with at most six decimals")));
    }
    exact
}
