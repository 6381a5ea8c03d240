//! S3: the objects of a bucket, by their keys and versions.

use std::collections::BTreeSet;

use signalarm_cloud::{ObjectVersion, ObjectVersions, Refusal};

/// Versions on a page, and versions that one call deletes (S3 API Reference, *ListObjectVersions*, *DeleteObjects*).
const PAGE: usize = 1_000;
const DELETED_MAX: usize = 1_000;
/// The version of an object that was written before versions were kept.
const NO_VERSION: &str = "null";

/// Objects. What they hold is not kept.
#[derive(Clone, Default)]
pub(crate) struct Objects {
    versions: BTreeSet<ObjectVersion>,
    keeps_versions: bool,
    written: u64,
}

impl Objects {
    pub(crate) fn is_empty(&self) -> bool {
        self.versions.is_empty()
    }

    pub(crate) fn has_versions(&self) -> bool {
        self.keeps_versions
    }

    pub(crate) fn keep_versions(&mut self) {
        self.keeps_versions = true;
    }

    /// An object is written; without versions one of the same key is replaced.
    pub(crate) fn put(&mut self, key: String) {
        self.written += 1;
        let version_id = if self.keeps_versions { format!("{:032}", self.written) } else { NO_VERSION.to_owned() };
        self.versions.insert(ObjectVersion { key, version_id });
    }

    /// A page of versions behind that one, which need not be there.
    pub(crate) fn versions(&self, after: Option<&ObjectVersion>) -> ObjectVersions {
        let is_left = |version: &&ObjectVersion| after.is_none_or(|after| after < *version);
        let mut versions: Vec<ObjectVersion> = self.versions.iter().filter(is_left).take(PAGE + 1).cloned().collect();
        let has_more = PAGE < versions.len();
        versions.truncate(PAGE);
        let next = versions.last().filter(|_| has_more).cloned();
        ObjectVersions { versions, next }
    }

    /// Deletes versions; one that is not there is no error.
    pub(crate) fn delete(&mut self, versions: &[ObjectVersion]) -> Result<(), Refusal> {
        if versions.is_empty() || DELETED_MAX < versions.len() {
            let words = "The XML you provided was not well-formed or did not validate against our published schema";
            return Err(Refusal::service("MalformedXML", 400, words));
        }
        for version in versions {
            self.versions.remove(version);
        }
        Ok(())
    }
}
