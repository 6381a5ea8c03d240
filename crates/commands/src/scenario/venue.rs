//! Where the scenarios of one run are played.

use std::thread::available_parallelism;

use signalarm_scenario::{Scenario, Simulator, Target, TargetError};

use crate::WITHOUT_SDK;
use crate::arguments::{Place, RunArguments};
use crate::rim::{Emulator, NoVenue, Rim, Venue, WantedVenue};

/// The simulator: an account of its own for each scenario.
struct Simulated;

impl Venue for Simulated {
    fn name(&self) -> &'static str {
        Place::Simulator.name()
    }

    fn at_once(&self) -> usize {
        available_parallelism().map_or(1, usize::from)
    }

    fn begin(&self, scenario: &Scenario) -> Result<Box<dyn Target + '_>, TargetError> {
        Ok(Box::new(Simulator::for_scenario(scenario)?))
    }
}

/// The venue at a place.
pub(super) fn venue(place: Place, arguments: &RunArguments, rim: Option<&dyn Rim>) -> Result<Box<dyn Venue>, NoVenue> {
    let wanted = match place {
        Place::Simulator => return Ok(Box::new(Simulated)),
        Place::Mocks => WantedVenue::Mocks,
        Place::Ministack => WantedVenue::Ministack(emulator(arguments, None)),
        Place::Localstack => WantedVenue::Localstack(emulator(arguments, arguments.image.as_deref())),
    };
    match rim {
        Some(rim) => rim.venue(wanted),
        None => Err(NoVenue::Lost(WITHOUT_SDK.to_owned())),
    }
}

fn emulator<'a>(arguments: &'a RunArguments, image: Option<&'a str>) -> Emulator<'a> {
    arguments.endpoint_url.as_deref().map_or(Emulator::Started { image }, Emulator::Running)
}
