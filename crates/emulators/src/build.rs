//! Our images, made on this machine without any registry of images: Debian's packages and PyPI's are enough.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Duration;

use thiserror::Error;

use crate::docker::{Docker, DockerFault};
use crate::guard::{Guard, LABEL};
use crate::image::Image;
use crate::lock::lock;
use crate::recipe::{COMMAND, ENVIRONMENT, EXPOSE, EXTEND, EXTENSION, Mark};
use crate::unpack::unpack;

/// How long one step may take: on an idle machine the longest takes less than two minutes.
pub(crate) const STEP_TIME_MAX: Duration = Duration::from_secs(30 * 60);
/// The label that bears the mark of what an image was made from.
const CONTENT: &str = "signalarm.content";
/// What every program for Linux begins with.
const ELF: [u8; 4] = *b"\x7fELF";
/// Why an image was not built.
#[derive(Debug, Error)]
pub enum NotBuilt {
    /// Docker does not do what it should.
    #[error(transparent)]
    Docker(#[from] DockerFault),
    /// A program that the first layer needs is not there.
    #[error("there is no program `{program}` on the PATH, which makes the image's Debian: {cure}")]
    NoProgram {
        /// Which.
        program: &'static str,
        /// How to get it.
        cure: &'static str,
    },
    /// Debian cannot be unpacked by this user.
    #[error("debootstrap unpacks the image's Debian as root alone: run this once with `sudo`")]
    NotRoot,
    /// The matcher's program is none.
    #[error("{} cannot be the image's `signalarm`, since {why}", path.display())]
    NoMatcher {
        /// The path that was given.
        path: PathBuf,
        /// Why not.
        why: String,
    },
    /// A step that is not Docker's failed.
    #[error("the image was not built: {step} failed: {said}")]
    Step {
        /// Which.
        step: String,
        /// What was said.
        said: String,
    },
}

/// What a build came to.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Built {
    /// The image is new.
    Made,
    /// The image was there, made from the same.
    WasThere,
}

/// A place in which images are built.
pub struct Workshop<'a> {
    docker: Docker,
    folder: PathBuf,
    anew: bool,
    tell: &'a mut dyn FnMut(&str),
}

impl<'a> Workshop<'a> {
    /// A workshop below `target`, which tells each line of its steps. With `anew`, images that are there are built again.
    pub fn new(target: &Path, anew: bool, tell: &'a mut dyn FnMut(&str)) -> Self {
        Self { docker: Docker::default(), folder: target.join("emulators"), anew, tell }
    }

    /// LocalStack's open edition: [`Image::core`]. Nothing is done where it is there.
    ///
    /// # Errors
    ///
    /// [`NotBuilt`]. Half an image is never left, and the folder is cleaned now or by the next build.
    pub fn core(&mut self) -> Result<Built, NotBuilt> {
        self.docker.answers()?;
        let _lock = self.lock()?;
        self.core_locked()
    }

    /// The same with our extension, and with the program `signalarm` that it asks: [`Image::signalarm`]. The open edition is built
    /// first where it is not there.
    ///
    /// # Errors
    ///
    /// [`NotBuilt`].
    pub fn signalarm(&mut self, program: &Path) -> Result<Built, NotBuilt> {
        self.extended(&Image::signalarm(), program)
    }

    fn core_locked(&mut self) -> Result<Built, NotBuilt> {
        let (image, mark) = (Image::core(), Mark::core());
        if !self.anew && self.is_of(&image, &mark)? {
            return Ok(Built::WasThere);
        }
        let scratch = Scratch::new(self.scratch())?;
        let archive = scratch.0.join("root.tar");
        unpack(&scratch.0.join("root"), &archive, self.tell)?;
        let variables = ENVIRONMENT.map(|(name, value)| format!("{name}={value}")).join(" ");
        let (archive, name) = (archive.display().to_string(), image.to_string());
        let (variables, label) = (format!("ENV {variables}"), label(&mark));
        let changes = [variables.as_str(), EXPOSE, COMMAND, &label];
        let mut arguments = vec!["import"];
        arguments.extend(changes.iter().flat_map(|change| ["--change", change]));
        // It gets its name with its content: half an image has none.
        arguments.extend([archive.as_str(), &name]);
        self.make(&image, &arguments)
    }

    fn extended(&mut self, image: &Image, program: &Path) -> Result<Built, NotBuilt> {
        check_program(program)?;
        self.docker.answers()?;
        let _lock = self.lock()?;
        self.core_locked()?;
        // Built on another core, it is another image.
        let core = self.docker.image_id(&Image::core())?.unwrap_or_default();
        let mark = Mark::signalarm(&core, program);
        let mark = mark.map_err(|error| step(&format!("reading {}", program.display()), &error))?;
        if !self.anew && self.is_of(image, &mark)? {
            return Ok(Built::WasThere);
        }
        let scratch = Scratch::new(self.scratch())?;
        for (path, text) in EXTENSION {
            scratch.write(&format!("opt/signalarm-localstack/{path}"), text)?;
        }
        scratch.copy(program, "usr/bin/signalarm")?;
        let guard = Guard::new(&self.docker, "image").map_err(|error| step("starting sh", &error))?;
        let (name, image_name, files) = (guard.name(), image.to_string(), format!("{}/.", scratch.0.display()));
        let built = format!("{LABEL}=build");
        let create = ["create", "--name", name, "--label", &built, "--network", "none", &core, "sh", "-c", EXTEND];
        self.step("make a container", &create)?;
        self.step("copy the extension", &["cp", &files, &format!("{name}:/")])?;
        self.step("install the extension", &["start", "--attach", name])?;
        let commit = ["commit", "--change", COMMAND, "--change", &label(&mark), name, &image_name];
        self.make(image, &commit)
    }

    /// The step that makes an image. What bore its name before has none now, and goes where nothing stands on it.
    fn make(&mut self, image: &Image, arguments: &[&str]) -> Result<Built, NotBuilt> {
        let before = self.docker.image_id(image)?;
        self.step(&format!("make the image {image}"), arguments)?;
        if let Some(before) = before
            && let Err(fault) = self.step("remove the former image", &["image", "rm", &before])
        {
            (self.tell)(&fault.to_string());
        }
        Ok(Built::Made)
    }

    fn step(&mut self, doing: &str, arguments: &[&str]) -> Result<(), DockerFault> {
        (self.tell)(&format!("docker {}", arguments.join(" ")));
        self.docker.run(doing, arguments, STEP_TIME_MAX, self.tell).map(drop)
    }

    /// Whether an image is there and was made from this.
    fn is_of(&self, image: &Image, mark: &Mark) -> Result<bool, DockerFault> {
        Ok(self.docker.image_id(image)?.is_some() && self.docker.label(image, CONTENT)? == mark.told())
    }

    /// One build at a time; what an interrupted one left in the folder is then nobody's, and goes.
    fn lock(&self) -> Result<File, NotBuilt> {
        let held = lock(&self.folder, "image");
        let held = held.map_err(|error| step(&format!("locking {}", self.folder.display()), &error))?;
        drop(Scratch::new(self.scratch())?);
        Ok(held)
    }

    fn scratch(&self) -> PathBuf {
        self.folder.join("image")
    }
}

fn label(mark: &Mark) -> String {
    format!("LABEL {CONTENT}={}", mark.told())
}

/// A new empty folder, removed with the value that stands for it.
struct Scratch(PathBuf);

impl Scratch {
    fn new(path: PathBuf) -> Result<Self, NotBuilt> {
        let made = match fs::remove_dir_all(&path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
            _ => fs::create_dir_all(&path),
        };
        made.map_err(|error| step(&format!("emptying the folder {}", path.display()), &error))?;
        Ok(Self(path))
    }

    fn write(&self, path: &str, text: &str) -> Result<(), NotBuilt> {
        self.put(path, |path| fs::write(path, text))
    }

    fn copy(&self, from: &Path, path: &str) -> Result<(), NotBuilt> {
        self.put(path, |path| fs::copy(from, path).map(drop))
    }

    fn put(&self, path: &str, make: impl FnOnce(&Path) -> std::io::Result<()>) -> Result<(), NotBuilt> {
        let path = self.0.join(path);
        let folder = path.parent().map_or(Ok(()), fs::create_dir_all);
        folder.and_then(|()| make(&path)).map_err(|error| step(&format!("writing {}", path.display()), &error))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // What stays is removed by the next build, which says so where it cannot.
        fs::remove_dir_all(&self.0).ok();
    }
}

/// Whether a file can be a program in the image.
fn check_program(path: &Path) -> Result<(), NotBuilt> {
    let fault = |why: String| NotBuilt::NoMatcher { path: path.to_owned(), why };
    let mut beginning = [0; ELF.len()];
    match File::open(path).and_then(|mut file| file.read_exact(&mut beginning)) {
        Ok(()) if beginning == ELF => Ok(()),
        Ok(()) => Err(fault("it is no program for Linux: build one for the engine's machine".to_owned())),
        Err(error) => Err(fault(error.to_string())),
    }
}

pub(crate) fn step(step: &str, error: &dyn std::fmt::Display) -> NotBuilt {
    NotBuilt::Step { step: step.to_owned(), said: error.to_string() }
}

#[cfg(test)]
mod tests {
    use signalarm_testkit::{may_skip, root, target};

    use super::*;

    #[test]
    fn what_is_no_program_is_refused_by_name_before_anything_is_done() {
        let mut told = Vec::new();
        let mut tell = |line: &str| told.push(line.to_owned());
        let mut workshop = Workshop::new(&target(), false, &mut tell);
        for (path, why) in
            [("README.md", "it is no program for Linux"), ("nowhere", "No such file"), ("crates", "directory")]
        {
            let fault = workshop.signalarm(&root().join(path)).unwrap_err().to_string();
            assert!(fault.contains(path) && fault.contains(why), "{fault}");
        }
        assert_eq!(told, [""; 0]);
    }

    #[test]
    fn a_folder_that_an_interrupted_build_left_is_emptied_and_goes_afterwards() {
        let path = target().join("emulators-tests").join("scratch");
        fs::create_dir_all(path.join("left")).unwrap();
        let scratch = Scratch::new(path.clone()).unwrap();
        assert_eq!(fs::read_dir(&path).unwrap().count(), 0);
        scratch.write("a/b", "text").unwrap();
        drop(scratch);
        assert!(!path.exists());
    }

    /// Whether the open edition is here, built from this recipe; `false`, and said, where this run may do without.
    fn has_core(workshop: &Workshop<'_>) -> bool {
        match workshop.is_of(&Image::core(), &Mark::core()) {
            Ok(true) => true,
            Ok(false) if may_skip(Some("docker"), &format!("there is no image {} of this recipe", Image::core())) => {
                false
            }
            Err(fault) if fault.is_missing() && may_skip(Some("docker"), &fault) => false,
            found => panic!("SIGNALARM_REQUIRE names docker, but the image {}: {found:?}", Image::core()),
        }
    }

    #[test]
    fn an_image_is_built_once_and_again_when_what_it_is_made_of_changes() {
        let folder = target().join("emulators-tests").join("image");
        let mut told = Vec::new();
        let mut tell = |line: &str| told.push(line.to_owned());
        let mut workshop = Workshop::new(&folder, false, &mut tell);
        if !has_core(&workshop) {
            return;
        }
        let left = folder.join("emulators/image/root");
        fs::create_dir_all(&left).unwrap();
        assert_eq!(workshop.core().unwrap(), Built::WasThere);
        assert!(!left.exists(), "what an interrupted build left is gone");
        // Any program stands for the matcher here: that it runs in the image is all that is asked of it.
        let image = Image::local("local/signalarm-test", &format!("{}", std::process::id()));
        let [one, other] = ["/bin/true", "/bin/echo"].map(Path::new);
        assert_eq!(workshop.extended(&image, one).unwrap(), Built::Made);
        assert_eq!(workshop.extended(&image, one).unwrap(), Built::WasThere);
        let docker = Docker::default();
        let former = docker.image_id(&image).unwrap().unwrap();
        assert_eq!(workshop.extended(&image, other).unwrap(), Built::Made);
        assert!(docker.ask("look at an image", &["image", "inspect", &former]).is_err(), "the former image is gone");
        let shown =
            docker.ask("look at an image", &["image", "inspect", "--format", "{{.Config.Cmd}}", &image.to_string()]);
        docker.ask("remove an image", &["image", "rm", &image.to_string()]).unwrap();
        assert!(shown.unwrap().contains("localstack-supervisor"));
        assert_eq!(fs::read_dir(folder.join("emulators")).unwrap().count(), 1, "only the lock stays");
        assert!(told.iter().any(|line| line.contains("signalarm-localstack==0.1.0")), "{told:?}");
    }

    #[test]
    fn a_program_that_does_not_run_in_the_image_is_told_and_makes_none() {
        let folder = target().join("emulators-tests").join("broken");
        let mut tell = |_: &str| ();
        let mut workshop = Workshop::new(&folder, false, &mut tell);
        if !has_core(&workshop) {
            return;
        }
        let image = Image::local("local/signalarm-test", "broken");
        let fault = workshop.extended(&image, Path::new("/bin/false")).unwrap_err().to_string();
        assert!(fault.contains("Docker could not install the extension"), "{fault}");
        assert_eq!(workshop.docker.image_id(&image).unwrap(), None);
    }
}
