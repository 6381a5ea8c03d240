//! `emulator`: images, and what an emulator can do.

use signalarm_report::{Mask, contract_json, contract_text, probe_json, probe_text};

use crate::arguments::{EmulatorVerb, PlainFormat};
use crate::exit::Exit;
use crate::rim::{Emulators, Images, NoVenue};
use crate::terminal::{complain, print};

/// Does what the verb says.
pub(crate) fn run(verb: &EmulatorVerb, emulators: &dyn Emulators) -> Exit {
    let done = match verb {
        EmulatorVerb::Image(arguments) => {
            let images = Images { anew: arguments.force, core_alone: arguments.core };
            let built = emulators.build_images(images, &mut |line| complain(&format!("{line}\n")));
            built.map(|images| print(&(images.join("\n") + "\n"), Exit::Ok))
        }
        EmulatorVerb::Probe(arguments) => emulators.probe(&arguments.url).map(|probed| {
            let text = match arguments.format {
                PlainFormat::Text => probe_text(&probed),
                PlainFormat::Json => probe_json(&probed),
            };
            print(&text, Exit::Ok)
        }),
        EmulatorVerb::Contract(arguments) => emulators.contract(&arguments.url).map(|run| {
            let text = match arguments.format {
                PlainFormat::Text => contract_text(&run, &Mask::nothing()),
                PlainFormat::Json => contract_json(&run, &Mask::nothing()),
            };
            print(&text, if run.passed() { Exit::Ok } else { Exit::Differs })
        }),
    };
    done.unwrap_or_else(|fault| {
        let (NoVenue::Missing(why) | NoVenue::Lost(why)) = fault;
        // What goes wrong with a call tells the call, not where it went.
        let whom = match verb {
            EmulatorVerb::Image(_) => String::new(),
            EmulatorVerb::Probe(arguments) => format!("{} cannot be asked what it can do: ", arguments.url),
            EmulatorVerb::Contract(arguments) => format!("{} cannot be held against AWS: ", arguments.url),
        };
        complain(&format!("error: {whom}{why}\n"));
        Exit::TargetLost
    })
}
