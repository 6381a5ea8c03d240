//! What our images are made from, and the mark that says whether an image was made from this.

use std::fs::File;
use std::hash::{DefaultHasher, Hasher};
use std::io::Read;
use std::path::Path;

/// Debian 13: the first with Python 3.13, which LocalStack 4.14.0 needs.
pub(crate) const SUITE: &str = "trixie";
/// What is in the image's Debian beyond the least.
pub(crate) const PACKAGES: &str = "--include=python3,python3-venv,ca-certificates";
/// How LocalStack gets into it. Its packages are resolved as of its release: with later ones it does not start. setuptools is for
/// the extension.
pub(crate) const INSTALL: [&[&str]; 3] = [
    &["python3", "-m", "venv", "/opt/localstack"],
    &["pip", "install", "--no-cache-dir", "--disable-pip-version-check", "uv==0.9.18"],
    &[
        "uv",
        "pip",
        "install",
        "--no-cache",
        "--python=/opt/localstack/bin/python",
        "--exclude-newer=2026-03-01T00:00:00Z",
        "localstack-core[runtime]==4.14.0",
        "setuptools>=70",
    ],
];
/// The image's environment: neither pip nor uv takes the system's certificates by itself, and LocalStack shall fetch nothing at
/// its start.
pub(crate) const ENVIRONMENT: [(&str, &str); 7] = [
    ("PATH", "/opt/localstack/bin:/usr/bin:/bin"),
    ("PIP_CERT", "/etc/ssl/certs/ca-certificates.crt"),
    ("SSL_CERT_FILE", "/etc/ssl/certs/ca-certificates.crt"),
    ("PYTHONUNBUFFERED", "1"),
    ("DISABLE_EVENTS", "1"),
    ("SKIP_SSL_CERT_DOWNLOAD", "1"),
    ("DNS_ADDRESS", "0"),
];
/// What a container of it does. A supervisor ends LocalStack where that hangs on its way out.
pub(crate) const COMMAND: &str = r#"CMD ["python", "/opt/localstack/bin/localstack-supervisor"]"#;
/// The port that the image tells.
pub(crate) const EXPOSE: &str = "EXPOSE 4566";
/// How the extension gets into the image, without a network; that the program runs there is tried at once.
pub(crate) const EXTEND: &str = "uv pip install --offline --no-cache --no-deps --no-build-isolation \
     --python=/opt/localstack/bin/python /opt/signalarm-localstack && signalarm --version";

/// Names a file of the extension and holds its text, so that an installed program builds the image as well.
macro_rules! extension {
    ($($path:literal),+ $(,)?) => {
        [$(($path, include_str!(concat!("../../../integrations/localstack/", $path)))),+]
    };
}

/// The extension's files, by their paths in its folder.
pub(crate) const EXTENSION: [(&str, &str); 8] = extension![
    "README.md",
    "pyproject.toml",
    "signalarm_localstack/__init__.py",
    "signalarm_localstack/alarms.py",
    "signalarm_localstack/cloudtrail.py",
    "signalarm_localstack/hooks.py",
    "signalarm_localstack/matcher.py",
    "signalarm_localstack/metric_filters.py",
];

/// A mark of contents. Another version of Rust may make another one of the same, which costs one needless build.
#[derive(Default)]
pub(crate) struct Mark(DefaultHasher);

impl Mark {
    /// The mark of the open edition.
    pub(crate) fn core() -> Self {
        let mut mark = Self::default();
        [SUITE, PACKAGES, COMMAND, EXPOSE].iter().for_each(|text| mark.text(text));
        INSTALL.iter().flat_map(|step| step.iter()).for_each(|word| mark.text(word));
        ENVIRONMENT.iter().flat_map(|(name, value)| [name, value]).for_each(|text| mark.text(text));
        mark
    }

    /// The mark of what stands on a core with this id.
    pub(crate) fn signalarm(core: &str, program: &Path) -> std::io::Result<Self> {
        let mut mark = Self::default();
        [core, EXTEND].iter().for_each(|text| mark.text(text));
        EXTENSION.iter().flat_map(|(path, text)| [path, text]).for_each(|text| mark.text(text));
        mark.file(program)?;
        Ok(mark)
    }

    fn text(&mut self, text: &str) {
        self.0.write_usize(text.len());
        self.0.write(text.as_bytes());
    }

    /// Adds a file, piece by piece.
    fn file(&mut self, path: &Path) -> std::io::Result<()> {
        let mut file = File::open(path)?;
        let mut piece = vec![0; 1 << 16];
        loop {
            match file.read(&mut piece)? {
                0 => return Ok(()),
                count => self.0.write(&piece[..count]),
            }
        }
    }

    /// The mark as text.
    pub(crate) fn told(&self) -> String {
        format!("{:016x}", self.0.finish())
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use signalarm_testkit::root;

    use super::*;

    #[test]
    fn every_file_of_the_extension_is_in_the_image() {
        let folder = root().join("integrations/localstack/signalarm_localstack");
        let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<String> = entries.filter(|name| name.ends_with(".py")).collect();
        names.sort();
        let listed = EXTENSION.iter().filter_map(|(path, _)| path.strip_prefix("signalarm_localstack/"));
        assert_eq!(listed.collect::<Vec<_>>(), names);
    }

    #[test]
    fn a_mark_changes_with_every_part_and_their_borders() {
        let mark = |texts: &[&str]| {
            let mut mark = Mark::default();
            texts.iter().for_each(|text| mark.text(text));
            mark.told()
        };
        assert_eq!(mark(&["a", "b"]), mark(&["a", "b"]));
        assert_ne!(mark(&["a", "b"]), mark(&["ab", ""]));
        assert_ne!(mark(&["a", "b"]), mark(&["a", "c"]));
        let file = root().join("README.md");
        let other = root().join("ARCHITECTURE.md");
        let of = |core, path: &Path| Mark::signalarm(core, path).unwrap().told();
        assert_eq!(of("a", &file), of("a", &file));
        assert_ne!(of("a", &file), of("b", &file));
        assert_ne!(of("a", &file), of("a", &other));
    }
}
