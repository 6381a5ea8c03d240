//! What names a metric.

use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

/// The name of a metric: namespace, name and dimensions.
///
/// Two names are the same metric when they have the same dimensions, in whatever order these are listed; the order as
/// listed is kept, since the message of an alarm repeats it.
#[derive(Clone, Debug)]
pub struct MetricId {
    /// The namespace, such as `AWS/Logs`.
    pub namespace: String,
    /// The name within the namespace.
    pub name: String,
    /// Names and values of the dimensions.
    pub dimensions: Vec<(String, String)>,
}

impl MetricId {
    /// The metric of these names, with dimensions as pairs of name and value.
    #[must_use]
    pub fn new(namespace: String, name: String, dimensions: Vec<(String, String)>) -> Self {
        Self { namespace, name, dimensions }
    }

    /// What makes the metric: the dimensions are sorted.
    fn identity(&self) -> (&str, &str, Vec<&(String, String)>) {
        let mut dimensions: Vec<_> = self.dimensions.iter().collect();
        dimensions.sort_unstable();
        (&self.namespace, &self.name, dimensions)
    }
}

impl PartialEq for MetricId {
    fn eq(&self, other: &Self) -> bool {
        self.identity() == other.identity()
    }
}

impl Eq for MetricId {}

impl PartialOrd for MetricId {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for MetricId {
    fn cmp(&self, other: &Self) -> Ordering {
        self.identity().cmp(&other.identity())
    }
}

impl Hash for MetricId {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.identity().hash(state);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};

    use super::*;

    fn metric(dimensions: &[(&str, &str)]) -> MetricId {
        let dimensions = dimensions.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        MetricId::new("AWS/WAFV2".to_owned(), "BlockedRequests".to_owned(), dimensions)
    }

    #[test]
    fn the_order_of_dimensions_is_kept_and_makes_no_other_metric() {
        let listed = metric(&[("WebACL", "acl"), ("Rule", "rule")]);
        let sorted = metric(&[("Rule", "rule"), ("WebACL", "acl")]);
        let bare = metric(&[]);
        assert_eq!(listed.dimensions[0].0, "WebACL");
        assert_eq!(listed, sorted);
        assert_ne!(listed, bare);
        assert_ne!(listed, metric(&[("WebACL", "rule"), ("Rule", "acl")]));
        assert_eq!(BTreeSet::from([&listed, &sorted, &bare]).len(), 2);
        let hash = |metric: &MetricId| BuildHasherDefault::<DefaultHasher>::default().hash_one(metric);
        assert_eq!(hash(&listed), hash(&sorted));
        assert_ne!(hash(&listed), hash(&bare));
    }
}
