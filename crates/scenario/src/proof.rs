//! Which links of the chain a target has proved.

use signalarm_account::Link;

/// A link of the chain, and whether a target that plays a story through it proves something of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkProof {
    /// The link.
    pub link: Link,
    /// Whether it is proved.
    pub proof: Proof,
}

/// Whether a link is proved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Proof {
    /// It is; how, in words, where there is something to say of it.
    Proved(String),
    /// It is not; why.
    NotProved(String),
}
