//! `cargo xtask simulate`: the sync worker against blogs that fail as seeds say.
//!
//! Without words: as many seeds as the CI tier runs. `SEEDS`: so many. `--seed N`: that one alone,
//! with its trace. `--mutations`: each rule of safety broken in turn, and by what it was noticed.

use std::process::Command;

use crate::shell::{Outcome, cargo, must};

const HELP: &str = "cargo xtask simulate [SEEDS] | --seed N | --mutations";

pub fn simulate(words: &[String]) -> Outcome {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words[..] {
        [] => must(&mut tests("whatever_goes_wrong")),
        ["--mutations"] => must(&mut tests("every_way_to_break_the_safety")),
        ["--seed", seed] if is_number(seed) => {
            must(tests("the_same_seed").env("COUPURE_SEED", seed))?;
            must(tests("whatever_goes_wrong").env("COUPURE_SEED", seed))
        }
        [seeds] if is_number(seeds) => {
            must(tests("whatever_goes_wrong").env("COUPURE_SEEDS", seeds))
        }
        _ => Err(format!("{HELP}\n\nSEEDS and N are numbers.")),
    }
}

fn tests(name: &str) -> Command {
    let mut command = cargo();
    command.args(["test", "-p", "coupure-sync", "--test", "simulation", name]);
    command.args(["--", "--nocapture", "--include-ignored"]);
    command
}

fn is_number(word: &str) -> bool {
    word.parse::<u64>().is_ok()
}
