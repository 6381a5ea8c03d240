//! What the verbs ask of the AWS SDK and of emulators.

use std::path::{Path, PathBuf};

use signalarm_commands::{Connection, Emulator, Emulators, Images, NoVenue, Rim, Venue, WantedVenue};
use signalarm_deploy::Session;
use signalarm_drill::ContractRun;
use signalarm_emulators::{Built, NotBuilt, Workshop};
use signalarm_report::{Matrix, Probed};
use signalarm_report_files::junit;
use signalarm_scenario::{Scenario, Target, TargetError};
use signalarm_targets::{Asked, Emulated, Image, ImageFault, Live, Mocks, NotAsked, NotStarted, Settings, interrupt};

/// The AWS SDK, and emulators.
pub(crate) struct Sdk;

impl Rim for Sdk {
    fn connect(&self, connection: &Connection) -> Result<Box<dyn Session>, String> {
        let Connection { profile, region, endpoint_url } = connection.clone();
        match Live::connect(&Settings { profile, region, endpoint_url, access_key: None }) {
            Ok(live) => Ok(Box::new(live)),
            Err(fault) => Err(fault.to_string()),
        }
    }

    fn heed_interrupts(&self) {
        interrupt::listen();
    }

    fn venue(&self, wanted: WantedVenue<'_>) -> Result<Box<dyn Venue>, NoVenue> {
        let started = match wanted {
            WantedVenue::Mocks => return Ok(Box::new(MockedVenue)),
            WantedVenue::Ministack(Emulator::Running(url)) => running(url, "ministack")?,
            WantedVenue::Localstack(Emulator::Running(url)) => running(url, "localstack")?,
            WantedVenue::Ministack(Emulator::Started { .. }) => Emulated::ministack(&workshop()).map_err(no_venue)?,
            WantedVenue::Localstack(Emulator::Started { image }) => localstack(image)?,
        };
        // What is made in somebody's emulator is removed after an interrupt too.
        interrupt::listen();
        Ok(Box::new(EmulatedVenue(started)))
    }

    fn emulators(&self) -> Option<&dyn Emulators> {
        Some(self)
    }

    fn junit(&self, matrix: &Matrix<'_>) -> String {
        junit(matrix)
    }
}

impl Emulators for Sdk {
    fn build_images(&self, images: Images, tell: &mut dyn FnMut(&str)) -> Result<Vec<String>, NoVenue> {
        let fault = |fault: NotBuilt| NoVenue::Lost(fault.to_string());
        let mut workshop = Workshop::new(&workshop(), images.anew, tell);
        let mut built = vec![(Image::core(), workshop.core().map_err(fault)?)];
        if !images.core_alone {
            let program = std::env::current_exe().map_err(|error| NoVenue::Lost(error.to_string()))?;
            built.push((Image::signalarm(), workshop.signalarm(&program).map_err(fault)?));
        }
        let told = |(image, built)| match built {
            Built::Made => format!("{image} is built"),
            Built::WasThere => format!("{image} is there already"),
        };
        Ok(built.into_iter().map(told).collect())
    }

    fn probe(&self, url: &str) -> Result<Probed<'static>, NoVenue> {
        interrupt::listen();
        let asked = Asked::at(url).map_err(not_asked)?;
        let found = asked.probe().map_err(not_asked)?;
        Ok(Probed { emulator: asked.subject(), found, known: asked.row() })
    }

    fn contract(&self, url: &str) -> Result<ContractRun, NoVenue> {
        interrupt::listen();
        Asked::at(url).and_then(|asked| asked.contract()).map_err(not_asked)
    }
}

fn not_asked(fault: NotAsked) -> NoVenue {
    NoVenue::Lost(fault.to_string())
}

fn no_venue(fault: NotStarted) -> NoVenue {
    match fault.missing() {
        Some(_) => NoVenue::Missing(fault.to_string()),
        None => NoVenue::Lost(fault.to_string()),
    }
}

/// One that runs already, and is the one that was meant.
fn running(url: &str, name: &str) -> Result<Emulated, NoVenue> {
    let emulated = Emulated::at(url).map_err(no_venue)?;
    if emulated.name() == name {
        return Ok(emulated);
    }
    Err(NoVenue::Lost(format!("at {url} is {}; take --target {} for it", emulated.emulator(), emulated.name())))
}

/// LocalStack of an image that is named, or of the best that is there: the one with our extension, else the bare one.
fn localstack(image: Option<&str>) -> Result<Emulated, NoVenue> {
    if let Some(image) = image {
        let image: Image = image.parse().map_err(|fault: ImageFault| NoVenue::Lost(fault.to_string()))?;
        // Whoever names an image means it: that it is missing is no gap of the machine.
        return Emulated::localstack(&image).map_err(|fault| match fault {
            NotStarted::NoImage(_) => NoVenue::Lost(fault.to_string()),
            fault => no_venue(fault),
        });
    }
    match Emulated::localstack(&Image::signalarm()) {
        Err(NotStarted::NoImage(_)) => Emulated::localstack(&Image::core()).map_err(no_venue),
        started => started.map_err(no_venue),
    }
}

/// The folder for what is installed: cargo's target folder in a workspace, else the user's cache.
fn workshop() -> PathBuf {
    let target = Path::new("target");
    if target.is_dir() {
        return target.to_owned();
    }
    let of = |variable: &str| std::env::var_os(variable).map(PathBuf::from);
    let cache = of("XDG_CACHE_HOME").or_else(|| of("LOCALAPPDATA")).or_else(|| Some(of("HOME")?.join(".cache")));
    cache.unwrap_or_else(std::env::temp_dir).join("signalarm")
}

/// The SDK's clients, answered by a simulated account: one for each scenario.
struct MockedVenue;

impl Venue for MockedVenue {
    fn name(&self) -> &'static str {
        "mocks"
    }

    fn at_once(&self) -> usize {
        1
    }

    fn begin(&self, scenario: &Scenario) -> Result<Box<dyn Target + '_>, TargetError> {
        Ok(Box::new(Mocks::for_scenario(scenario)?))
    }
}

/// An emulator.
struct EmulatedVenue(Emulated);

impl Venue for EmulatedVenue {
    fn name(&self) -> &'static str {
        self.0.name()
    }

    fn at_once(&self) -> usize {
        self.0.at_once()
    }

    fn begin(&self, scenario: &Scenario) -> Result<Box<dyn Target + '_>, TargetError> {
        Ok(Box::new(self.0.target(scenario)?))
    }
}
