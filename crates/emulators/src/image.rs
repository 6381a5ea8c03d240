//! The name of an image.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

/// LocalStack's version, which is the tag of our images.
const VERSION: &str = "4.14.0";
/// How long a tag may be (Docker's reference grammar).
const TAG_CHARS_MAX: usize = 128;

/// An image by name and tag.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Image {
    name: String,
    tag: String,
}

impl Image {
    /// LocalStack's open edition from PyPI, as [`crate::Workshop::core`] makes it.
    #[must_use]
    pub fn core() -> Self {
        Self::local("local/localstack-core", VERSION)
    }

    /// The same with our extension and the matcher, as [`crate::Workshop::signalarm`] makes it.
    #[must_use]
    pub fn signalarm() -> Self {
        Self::local("local/localstack-signalarm", VERSION)
    }

    /// One that is made on this machine.
    pub(crate) fn local(name: &str, tag: &str) -> Self {
        Self { name: name.to_owned(), tag: tag.to_owned() }
    }

    /// The name, without the tag.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The tag.
    #[must_use]
    pub fn tag(&self) -> &str {
        &self.tag
    }
}

/// LocalStack's open edition.
impl Default for Image {
    fn default() -> Self {
        Self::core()
    }
}

impl fmt::Display for Image {
    fn fmt(&self, form: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(form, "{}:{}", self.name, self.tag)
    }
}

/// Why a text names no image.
#[derive(Clone, Debug, Eq, Error, PartialEq)]
#[error("“{given}” is no image, since {why}: write NAME:TAG, such as {}", Image::core())]
pub struct ImageFault {
    given: String,
    why: &'static str,
}

impl FromStr for Image {
    type Err = ImageFault;

    /// Reads `NAME:TAG`; the name may begin with a registry, whose port is no tag.
    fn from_str(given: &str) -> Result<Self, ImageFault> {
        let fault = |why| ImageFault { given: given.to_owned(), why };
        let (name, tag) = given.rsplit_once(':').ok_or_else(|| fault("it has no tag"))?;
        if tag.contains('/') {
            return Err(fault("it has no tag"));
        }
        let is_tag = |part: char| part.is_ascii_alphanumeric() || "_.-".contains(part);
        if tag.is_empty() || TAG_CHARS_MAX < tag.len() || !tag.chars().all(is_tag) || tag.starts_with(['.', '-']) {
            return Err(fault("a tag has 1 to 128 letters, digits and “_.-”, and does not begin with “.” or “-”"));
        }
        let is_name = |part: char| part.is_ascii_lowercase() || part.is_ascii_digit() || "_.-".contains(part);
        let (first, others) = name.split_once('/').map_or((None, name), |(first, others)| (Some(first), others));
        // What stands before the first slash may be a registry, with a port.
        let is_registry = |part: char| is_name(part) || part == ':' || part.is_ascii_uppercase();
        let begins_well = |part: &str| part.starts_with(|first: char| first.is_ascii_alphanumeric());
        let is_well = others.split('/').all(|part| begins_well(part) && part.chars().all(is_name))
            && first.is_none_or(|first| begins_well(first) && first.chars().all(is_registry));
        if !is_well {
            return Err(fault("a name has small letters, digits and “_.-”, in parts that “/” separates"));
        }
        Ok(Self { name: name.to_owned(), tag: tag.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("local/localstack-core:4.14.0", "local/localstack-core", "4.14.0")]
    #[case("localstack/localstack:latest", "localstack/localstack", "latest")]
    #[case("alpine:3", "alpine", "3")]
    #[case("localhost:5000/a/b:x_Y-1", "localhost:5000/a/b", "x_Y-1")]
    fn an_image_is_read_and_printed_as_it_was(#[case] given: &str, #[case] name: &str, #[case] tag: &str) {
        let image: Image = given.parse().unwrap();
        assert_eq!((image.name(), image.tag(), image.to_string().as_str()), (name, tag, given));
    }

    #[rstest]
    #[case("", "no tag")]
    #[case("localstack", "no tag")]
    #[case("localhost:5000/localstack", "no tag")]
    #[case("a:", "a tag has")]
    #[case("a:b c", "a tag has")]
    #[case("a:-b", "a tag has")]
    #[case(":tag", "a name has")]
    #[case("--privileged:1", "a name has")]
    #[case("-x/y:1", "a name has")]
    #[case("a//b:1", "a name has")]
    #[case("Upper:1", "a name has")]
    #[case("a/Upper:1", "a name has")]
    #[case("a/b\n:1", "a name has")]
    fn what_is_no_image_is_refused_with_the_form(#[case] given: &str, #[case] why: &str) {
        let fault = given.parse::<Image>().unwrap_err().to_string();
        assert!(fault.contains(why), "{fault}");
        assert!(fault.contains("write NAME:TAG, such as local/localstack-core:4.14.0"), "{fault}");
    }
}
