//! `cost`: what the chain costs a month. No account is asked.

use signalarm_alert::{Config, NotAName, Region};
use signalarm_deploy::{Assumptions, cost};
use signalarm_diagnostic::Faulty;
use signalarm_report::{cost_json, cost_text};

use crate::arguments::{CostArguments, PlainFormat};
use crate::exit::Exit;
use crate::settings;
use crate::terminal::{document, print, print_faults};

/// The variables by which AWS's tools are told a Region, the stronger one first (AWS SDKs and Tools Reference Guide,
/// *AWS Region*).
const REGION_VARIABLES: [&str; 2] = ["AWS_REGION", "AWS_DEFAULT_REGION"];

/// Reckons and reports.
pub(crate) fn run(arguments: &CostArguments) -> Exit {
    match reckoned(arguments) {
        Ok(report) => print(&report, Exit::Ok),
        Err(faulty) => {
            print_faults(&[faulty]);
            Exit::Faulty
        }
    }
}

fn reckoned(arguments: &CostArguments) -> Result<String, Faulty> {
    let config = settings::load(&arguments.config)?;
    let place = config.presumed_place();
    let region = match &arguments.region {
        Some(region) => region.clone(),
        None => region_of(&config)?.unwrap_or(place.region),
    };
    let deployment = config
        .deployment(&place.account, &region)
        .map_err(|reasons| settings::not_deployable(&arguments.config, &reasons))?;
    let usual = Assumptions::default();
    let assumptions = Assumptions {
        events_per_month: arguments.events_per_month.unwrap_or(usual.events_per_month),
        has_other_trail: arguments.other_trail,
        ..usual
    };
    let cost = cost(&deployment, config.prices(), &assumptions);
    Ok(match arguments.format {
        PlainFormat::Text => cost_text(&cost),
        PlainFormat::Json => document(&cost_json(&cost)),
    })
}

/// The Region that the config names, otherwise the environment.
fn region_of(config: &Config) -> Result<Option<Region>, Faulty> {
    if let Some(region) = config.region() {
        return Ok(Some(region));
    }
    let set = |name: &&'static str| Some((*name, settings::environment(name).filter(|text| !text.is_empty())?));
    let Some((name, text)) = REGION_VARIABLES.iter().find_map(set) else { return Ok(None) };
    let unfit = |error: NotAName| {
        Faulty::unreadable(
            format!("the environment variable {name}"),
            error.to_string(),
            "set it right, or give --region",
        )
    };
    text.parse().map(Some).map_err(unfit)
}
