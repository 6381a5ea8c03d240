//! rstest lists the scenario files when the tests are compiled: a new file must make cargo compile them again.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=../../scenarios");
}
