//! x
use signalarm_chaos::*;
use std::collections::BTreeMap;
fn main() {
    let a: Vec<u64> = std::env::args().skip(1).map(|a| a.parse().unwrap()).collect();
    let g = Grounds::new(&signalarm_alert::Config::default()).unwrap();
    let mut t = DeploymentTotals::default();
    let mut kinds: BTreeMap<(DeploymentInvariant, String), (u64, u64, String)> = BTreeMap::new();
    for seed in a[0]..a[1] {
        let o = explore_deployment(&g, seed);
        t.add(&o.totals);
        for v in o.violations {
            let k = v.what.chars().filter(|c| !c.is_ascii_digit()).take(90).collect();
            kinds.entry((v.invariant, k)).or_insert((seed, 0, v.what)).1 += 1;
        }
    }
    println!("{t:#?}");
    for ((i, _), (seed, n, what)) in &kinds {
        println!("{i:?} seed {seed} x{n}: {what}");
    }
    if a.len() > 2 {
        for ((i, k), (seed, ..)) in kinds.iter().take(a[2] as usize) {
            let s = shrink_deployment(&draw_deployment(*seed), &mut |s| {
                play_deployment(&g, s, false).violations.iter().any(|v| {
                    v.invariant == *i
                        && v.what.chars().filter(|c| !c.is_ascii_digit()).take(90).collect::<String>() == *k
                })
            });
            println!("=======\n{}", deployment_text(&g, &s));
        }
    }
}
