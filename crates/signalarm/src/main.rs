//! The binary for people outside this repository: the verbs of `commands`, nothing else.

fn main() {}
