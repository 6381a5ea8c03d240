//! The files of evidence: two for each drill, never written over.

use std::fs::{File, OpenOptions, create_dir_all};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use signalarm_drill::RunName;

use crate::deploy::Ended;
use crate::exit::Exit;
use crate::files;

/// Files that are there and empty: who cannot write evidence learns it before a record is put.
pub(crate) struct Reserved {
    document: Reservation,
    page: Reservation,
}

struct Reservation {
    path: PathBuf,
    file: File,
}

impl Reserved {
    /// The files of a drill in a folder, which is made where it is not there.
    pub(crate) fn new(folder: &Path, run: &RunName) -> Result<Self, Ended> {
        let reserve = |ending: &str| {
            let path = folder.join(format!("{run}.{ending}"));
            let file = OpenOptions::new().write(true).create_new(true).open(&path);
            file.map(|file| Reservation { path: path.clone(), file }).map_err(|error| cannot(&path, &error))
        };
        create_dir_all(folder).map_err(|error| cannot(folder, &error))?;
        Ok(Self { document: reserve("json")?, page: reserve("md")? })
    }

    /// Writes them; where they are.
    pub(crate) fn write(mut self, document: &str, page: &str) -> Result<String, Ended> {
        self.document.write(document)?;
        self.page.write(page)?;
        Ok(format!("evidence: {}, {}", files::shown(&self.page.path), files::shown(&self.document.path)))
    }
}

impl Reservation {
    fn write(&mut self, text: &str) -> Result<(), Ended> {
        let written = self.file.write_all(text.as_bytes()).and_then(|()| self.file.sync_all());
        written.map_err(|error| cannot(&self.path, &error))
    }
}

fn cannot(path: &Path, error: &io::Error) -> Ended {
    let why =
        format!("the evidence cannot be kept in {}: {error}; name another folder by --evidence", files::shown(path));
    Ended::new(Exit::Faulty, why)
}
