//! One CloudTrail record: read it, say which sign-in it is, explain it, forge one.
