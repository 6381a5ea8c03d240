//! Drills: scenarios on a chain that is in use, behind `scenario run --target aws` and `deploy --verify`; and `drill log`.

mod evidence;
mod log;
mod named;
mod play;
mod scripts;
#[cfg(test)]
mod tests;
mod verify;

pub(crate) use self::log::run;
pub(crate) use self::named::Named;
pub(crate) use self::play::{Came, Done, Wish, drill};
pub(crate) use self::verify::verify;
