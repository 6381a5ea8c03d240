//! `scenario latency`: how long it takes to tell of a sign-in, and what the period does to it.

use signalarm_alarm::Period;
use signalarm_alert::Chain;
use signalarm_chaos::{latencies, with_period};
use signalarm_report::{LatencyOf, latency_json, latency_svg, latency_text};

use crate::arguments::{ConfigArgument, LatencyArguments, PictureFormat};
use crate::exit::Exit;
use crate::settings;
use crate::terminal::{complain, print, print_faults};

/// The periods that the settings are tried with, in seconds.
const PERIODS: [u64; 4] = [10, 30, 60, 300];

/// Measures and reports.
pub(crate) fn run(arguments: &LatencyArguments) -> Exit {
    let other = arguments.against.clone().map(|file| ConfigArgument { config: Some(file) });
    let mut chains = Vec::new();
    for argument in std::iter::once(&arguments.config).chain(&other) {
        match settings::load(argument) {
            Ok(config) => chains.push((settings::named(argument), config.simulated_chain())),
            Err(faulty) => {
                print_faults(&[faulty]);
                return Exit::Faulty;
            }
        }
    }
    let periods = chains.first().map(|(_, chain)| with_periods(chain)).unwrap_or_default();
    chains.extend(periods);
    let measure =
        |(name, chain): (String, Chain)| Ok(LatencyOf { name, latencies: latencies(&chain, arguments.seeds)? });
    match chains.into_iter().map(measure).collect::<Result<Vec<_>, signalarm_scenario::TargetError>>() {
        Ok(settings) => {
            let shown = match arguments.format {
                PictureFormat::Text => latency_text(&settings, arguments.seeds),
                PictureFormat::Json => latency_json(&settings, arguments.seeds),
                PictureFormat::Svg => latency_svg(&settings),
            };
            print(&shown, Exit::Ok)
        }
        Err(lost) => {
            complain(&format!("error: the chain cannot be measured: {lost}\n"));
            Exit::Faulty
        }
    }
}

/// The same chain with each period that it does not have already.
fn with_periods(chain: &Chain) -> Vec<(String, Chain)> {
    let periods = PERIODS.into_iter().filter_map(|seconds| Period::from_seconds(seconds).ok());
    let named =
        periods.map(|period| (format!("the same with a period of {} s", period.seconds()), with_period(chain, period)));
    named.filter(|(_, other)| other != chain).collect()
}
