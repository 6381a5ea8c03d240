//! Locks between processes; the system opens one when its holder ends, however that happens.

use std::fs::{self, File, TryLockError};
use std::io::{Error, ErrorKind};
use std::path::Path;
use std::thread::sleep;
use std::time::Duration;

/// How often, and in which distance, is looked whether a lock is open: for ten minutes.
const LOOKS_MAX: u32 = 3_000;
const LOOK_EVERY: Duration = Duration::from_millis(200);

/// A lock by this name in a folder, once whoever else holds it has opened it; it is open again when the file is dropped.
pub(crate) fn lock(folder: &Path, name: &str) -> std::io::Result<File> {
    fs::create_dir_all(folder)?;
    let file = File::create(folder.join(format!("{name}.lock")))?;
    for _ in 0..LOOKS_MAX {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::WouldBlock) => sleep(LOOK_EVERY),
            Err(TryLockError::Error(error)) => return Err(error),
        }
    }
    Err(Error::new(ErrorKind::TimedOut, "another process has held it for ten minutes"))
}
