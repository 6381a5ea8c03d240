//! S3: the objects of a bucket, by their keys and versions.

use std::collections::BTreeSet;
use std::sync::Arc;

use signalarm_cloud::{ObjectVersion, ObjectVersions, Refusal};
use signalarm_time::Timestamp;

use crate::random::fnv_1a;
use crate::trail_delivery::LOG_FILE_TAKES;

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
    /// What was written last and has no keys yet: log files are many, and are asked for seldom.
    unnamed: Vec<LogFiles>,
}

/// What log files of a trail are called.
#[derive(Debug)]
pub(crate) struct LogFileNames {
    /// The folder of a Region, without a slash at its end.
    pub(crate) folder: String,
    pub(crate) account: String,
    pub(crate) region: String,
    pub(crate) trail_arn: String,
    pub(crate) seed: u64,
}

/// Log files that follow each other.
#[derive(Clone)]
struct LogFiles {
    names: Arc<LogFileNames>,
    first_slot: Timestamp,
    count: u32,
}

impl LogFileNames {
    /// The key of the log file of a moment. All Regions' records are told under the trail's.
    fn key(&self, slot: Timestamp) -> String {
        let Self { folder, account, region, trail_arn, seed } = self;
        let time = slot.to_string();
        let (year, month, day, hour, minute) = (&time[..4], &time[5..7], &time[8..10], &time[11..13], &time[14..16]);
        let unique = fnv_1a(format!("{trail_arn} {slot} {seed}").as_bytes());
        format!(
            "{folder}/{year}/{month}/{day}/\
             {account}_CloudTrail_{region}_{year}{month}{day}T{hour}{minute}Z_{unique:016X}.json.gz"
        )
    }
}

impl Objects {
    pub(crate) fn is_empty(&self) -> bool {
        self.versions.is_empty() && self.unnamed.is_empty()
    }

    pub(crate) fn has_versions(&self) -> bool {
        self.keeps_versions
    }

    pub(crate) fn keep_versions(&mut self) {
        self.name_all();
        self.keeps_versions = true;
    }

    /// An object is written; without versions one of the same key is replaced.
    pub(crate) fn put(&mut self, key: String) {
        self.name_all();
        self.write(key);
    }

    /// So many log files that follow each other are written. They get their keys when somebody asks.
    pub(crate) fn put_log_files(&mut self, names: &Arc<LogFileNames>, first_slot: Timestamp, count: u32) {
        match self.unnamed.last_mut() {
            Some(last)
                if Arc::ptr_eq(&last.names, names) && last.first_slot + LOG_FILE_TAKES * last.count == first_slot =>
            {
                last.count = last.count.saturating_add(count);
            }
            Some(_) | None => self.unnamed.push(LogFiles { names: Arc::clone(names), first_slot, count }),
        }
    }

    /// Gives all log files their keys, in the order in which they were written.
    pub(crate) fn name_all(&mut self) {
        for LogFiles { names, first_slot, count } in std::mem::take(&mut self.unnamed) {
            (0..count).for_each(|file| self.write(names.key(first_slot + LOG_FILE_TAKES * file)));
        }
    }

    fn write(&mut self, key: String) {
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
