//! One run value to a terminal, to JSON, to GitHub annotations.
