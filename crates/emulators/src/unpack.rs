//! A folder with Debian and LocalStack, which becomes an image.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::build::{NotBuilt, STEP_TIME_MAX, step};
use crate::process::{Unfinished, end_of, run};
use crate::recipe::{ENVIRONMENT, INSTALL, PACKAGES, SUITE};

/// The certificates that this machine trusts: where TLS is intercepted, Debian's own do not suffice.
const CERTIFICATES: &str = "etc/ssl/certs/ca-certificates.crt";
/// What debootstrap leaves behind and no image needs.
const LEFT: [&str; 2] = ["var/cache/apt/archives", "var/lib/apt/lists"];
/// What proxies are named by; they are passed on where they are set.
const PROXIES: [&str; 6] = ["HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy"];

/// Fills a folder, and packs it into an archive.
pub(crate) fn unpack(root: &Path, archive: &Path, tell: &mut dyn FnMut(&str)) -> Result<(), NotBuilt> {
    check_root()?;
    debian(root, tell)?;
    // Where this machine keeps its certificates elsewhere, Debian's own stay.
    if let Ok(certificates) = fs::read(Path::new("/").join(CERTIFICATES)) {
        let copied = fs::write(root.join(CERTIFICATES), certificates);
        copied.map_err(|error| step("copying this machine's certificates", &error))?;
    }
    for words in INSTALL {
        let mut install = apart();
        install.arg("--root").arg(root).arg("--wd=/").args(words).env_clear().env("HOME", "/root").envs(ENVIRONMENT);
        install.envs(PROXIES.iter().filter_map(|name| Some((name, std::env::var_os(name)?))));
        program(&mut install, "unshare", "install it (`apt-get install util-linux`)", tell)?;
    }
    for left in LEFT {
        fs::remove_dir_all(root.join(left)).map_err(|error| step(&format!("removing {left}"), &error))?;
    }
    let mut pack = Command::new("tar");
    pack.args(["--numeric-owner", "--create", "--file"]).arg(archive).arg("--directory").arg(root).arg(".");
    program(&mut pack, "tar", "install it (`apt-get install tar`)", tell)
}

fn debian(root: &Path, tell: &mut dyn FnMut(&str)) -> Result<(), NotBuilt> {
    const CURE: &str =
        "install it (`apt-get install debootstrap`), or name an image made elsewhere with `--image NAME:TAG`";
    program(Command::new("debootstrap").arg("--version"), "debootstrap", CURE, &mut |_| ())?;
    let mut unpack = apart();
    unpack.args(["debootstrap", "--variant=minbase", PACKAGES, SUITE]).arg(root);
    program(&mut unpack, "unshare", "install it (`apt-get install util-linux`)", tell)
}

/// What runs a program in name spaces of its own. What debootstrap mounts while it works is not to be seen outside, and ends with it,
/// however it ends: removing the folder never reaches what was mounted there. And all that it started ends with it.
fn apart() -> Command {
    let mut command = Command::new("unshare");
    command.args(["--mount", "--pid", "--fork", "--kill-child"]);
    command
}

fn check_root() -> Result<(), NotBuilt> {
    match run(Command::new("id").arg("-u"), STEP_TIME_MAX, &mut |_| ()) {
        Ok(finished) if finished.out.trim() == "0" => Ok(()),
        _ => Err(NotBuilt::NotRoot),
    }
}

/// Runs a program of this step to a good end.
fn program(
    command: &mut Command,
    name: &'static str,
    cure: &'static str,
    tell: &mut dyn FnMut(&str),
) -> Result<(), NotBuilt> {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    let shown = words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ");
    tell(&shown);
    let said = match run(command, STEP_TIME_MAX, tell) {
        Ok(finished) if finished.is_well => return Ok(()),
        Err(Unfinished::Absent) => return Err(NotBuilt::NoProgram { program: name, cure }),
        // debootstrap tells its errors on the standard output.
        Ok(finished) => end_of(&format!("{}\n{}\n{}", finished.status, finished.out, finished.err)),
        Err(unfinished) => unfinished.said(),
    };
    let is_full = said.to_lowercase().contains("no space left on device");
    let cure = if is_full { "the disk is full, make room: " } else { "" };
    Err(NotBuilt::Step { step: format!("`{shown}`"), said: format!("{cure}{said}") })
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_step_that_fails_is_told_with_what_it_said_and_one_without_its_program_with_the_cure() {
        let failed = |command: &mut Command| program(command, "x", "get it", &mut |_| ()).unwrap_err().to_string();
        let fault = failed(Command::new("sh").args(["-c", "echo E: no mirror; exit 1"]));
        assert!(fault.contains("`sh -c echo E: no mirror; exit 1` failed: exit status: 1\nE: no mirror"), "{fault}");
        let fault = failed(Command::new("sh").args(["-c", "echo tar: No space left on device >&2; exit 2"]));
        assert!(fault.contains("the disk is full, make room"), "{fault}");
        let fault = failed(&mut Command::new("no-such-program"));
        assert!(fault.contains("there is no program `x` on the PATH") && fault.ends_with("get it"), "{fault}");
    }
}
