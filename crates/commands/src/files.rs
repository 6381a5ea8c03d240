//! Files and folders, as people name them.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use signalarm_diagnostic::Faulty;

/// Deeper folders are a mistake.
const FOLDER_DEPTH_MAX: usize = 64;
/// Larger files are not read whole. CloudTrail's own log files stay far below.
const FILE_BYTES_MAX: u64 = 1 << 30;
/// The standard input, as people name it.
const STANDARD_INPUT: &str = "-";

/// A file that was found, or that a person named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    /// The path to open.
    pub(crate) path: PathBuf,
    /// The path below the folder that was named; of a file that was named itself, its name.
    pub(crate) below: PathBuf,
}

impl Found {
    /// The path as reports show it: with `/` on every system.
    pub(crate) fn shown(&self) -> String {
        shown(&self.path)
    }
}

/// A path as reports show it.
pub(crate) fn shown(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

/// What lies under the paths that a person named.
#[derive(Debug, Default)]
pub(crate) struct Listing {
    /// Each file once, those of one folder in the order of their names.
    pub(crate) files: Vec<Found>,
    /// Paths that could not be read.
    pub(crate) faulty: Vec<Faulty>,
    /// Files in folders that are of another kind.
    pub(crate) passed_over: usize,
}

/// Lists files, and in folders those of which `wanted` approves by their name; links to folders are not followed.
pub(crate) fn list(paths: &[PathBuf], wanted: fn(&str) -> bool) -> Listing {
    let mut listing = Listing::default();
    for path in paths {
        match std::fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => walk(path, Path::new(""), wanted, 0, &mut listing),
            Ok(_) => listing.files.push(file_itself(path)),
            Err(_) if path.as_os_str() == STANDARD_INPUT => listing.files.push(file_itself(path)),
            Err(error) => listing.faulty.push(unreadable(path, &error)),
        }
    }
    let mut seen = BTreeSet::new();
    let identity = |found: &Found| std::fs::canonicalize(&found.path).unwrap_or_else(|_| found.path.clone());
    listing.files.retain(|found| seen.insert(identity(found)));
    listing
}

fn file_itself(path: &Path) -> Found {
    Found { path: path.to_path_buf(), below: path.file_name().unwrap_or(path.as_os_str()).into() }
}

fn walk(folder: &Path, below: &Path, wanted: fn(&str) -> bool, depth: usize, listing: &mut Listing) {
    if FOLDER_DEPTH_MAX < depth {
        let message = format!("more than {FOLDER_DEPTH_MAX} folders inside each other");
        listing.faulty.push(Faulty::unreadable(shown(folder), message, "name the folder that you mean"));
        return;
    }
    let entries = std::fs::read_dir(folder).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    let mut entries = match entries {
        Ok(entries) => entries,
        Err(error) => return listing.faulty.push(unreadable(folder, &error)),
    };
    entries.sort_by_key(std::fs::DirEntry::file_name);
    for entry in entries {
        let (path, below) = (entry.path(), below.join(entry.file_name()));
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => walk(&path, &below, wanted, depth + 1, listing),
            Ok(_) if path.is_dir() => {}
            Ok(_) if wanted(&entry.file_name().to_string_lossy()) => listing.files.push(Found { path, below }),
            Ok(_) => listing.passed_over += 1,
            Err(error) => listing.faulty.push(unreadable(&path, &error)),
        }
    }
}

/// Reads a file whole, or the standard input where the path is `-`.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>, Faulty> {
    let bytes = match path.as_os_str() == STANDARD_INPUT {
        true => read_bounded(std::io::stdin().lock()),
        false => File::open(path).and_then(read_bounded),
    };
    match bytes {
        Ok(bytes) if FILE_BYTES_MAX < bytes.len() as u64 => {
            let message = format!("the file is larger than {FILE_BYTES_MAX} bytes");
            Err(Faulty::unreadable(shown(path), message, "split it"))
        }
        Ok(bytes) => Ok(bytes),
        Err(error) => Err(unreadable(path, &error)),
    }
}

/// At most one byte more than is allowed, so that the caller sees it.
fn read_bounded(input: impl Read) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    input.take(FILE_BYTES_MAX + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Reads a file of text.
pub(crate) fn read_text(path: &Path) -> Result<String, Faulty> {
    String::from_utf8(read(path)?).map_err(|error| {
        let message = format!("the file is no UTF-8 text: byte {} fits nowhere", error.utf8_error().valid_up_to());
        Faulty::unreadable(shown(path), message, "save it as UTF-8")
    })
}

fn unreadable(path: &Path, error: &std::io::Error) -> Faulty {
    let cure = match error.kind() {
        std::io::ErrorKind::NotFound => "check the path; relative ones count from the working folder",
        std::io::ErrorKind::PermissionDenied => "give yourself the right to read it",
        _ => "",
    };
    Faulty::unreadable(shown(path), format!("cannot be read: {error}"), cure)
}
