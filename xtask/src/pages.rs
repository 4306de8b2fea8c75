//! `cargo xtask pages`: newspaper pages by their seeds, to look at.

use crate::shell::{Outcome, absolute, cargo, must, target};

/// Seeds, an extent, `--out DIR`; as the test kit's `make_pages` has them.
pub fn pages(arguments: &[String]) -> Outcome {
    if arguments.is_empty() {
        return Err("Which seed? For instance: cargo xtask pages 4 7 --out pages".into());
    }
    let mut given = absolute(arguments, &["--out"]);
    if !given.iter().any(|argument| argument == "--out") {
        given.extend(["--out".into(), target().join("pages").to_string_lossy().into_owned()]);
    }
    let program = ["run", "--package", "coupure-testkit", "--example", "make_pages", "--"];
    must(cargo().args(program).args(given))
}
