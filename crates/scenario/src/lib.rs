//! The scenario language, its diagnostics, and the runner over a synchronous target.
