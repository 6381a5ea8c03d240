//! See `checks::fast_equals_naive`.

#![no_main]

#[path = "../checks.rs"]
mod checks;

libfuzzer_sys::fuzz_target!(|text: &str| checks::fast_equals_naive(text));
