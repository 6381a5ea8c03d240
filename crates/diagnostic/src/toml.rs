//! A TOML reader that keeps places and reports every fault.
