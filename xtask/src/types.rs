//! Writes what the window's TypeScript takes from Rust.

use crate::shell::{Outcome, cargo, must};

pub fn write() -> Outcome {
    must(
        cargo()
            .args(["test", "--quiet", "--package", "coupure-desk", "--lib", "typescript"])
            .env("COUPURE_WRITE_TYPES", "1"),
    )
}
