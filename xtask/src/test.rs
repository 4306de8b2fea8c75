//! `cargo xtask test`: every test, from an empty machine.
//!
//! The CI tier takes samples of what is long (pages, kills, seeds); `nightly` takes all of it.

use std::process::Command;

use crate::{
    packages, run,
    shell::{Outcome, ask, cargo, must, npm, program, say},
};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tier {
    Ci,
    Nightly,
}

/// What property tests draw their inputs from.
const RANDOM_SEED: &str = "PROPTEST_RNG_SEED";

/// Words after `test` choose tests, as nextest's filters do.
pub fn test(tier: Tier, filters: &[String]) -> Outcome {
    packages::for_tests()?;
    if filters.is_empty() {
        if ask(cargo().args(["fmt", "--version"])).is_some() {
            must(cargo().args(["fmt", "--all", "--check"]))?;
        } else {
            say("rustfmt is not installed, so how the code is laid out is not checked.");
        }
        must(npm("ui").args(["run", "--silent", "check"]))?;
        must(npm("ui").args(["test", "--silent"]))?;
    }
    run::build_face()?;
    let mut tests = on_a_desktop("cargo");
    if ask(program("cargo-nextest").args(["nextest", "--version"])).is_some() {
        tests.args(["nextest", "run", "--no-fail-fast"]);
        tests.args(["--profile", if tier == Tier::Nightly { "nightly" } else { "default" }]);
    } else {
        say("cargo-nextest is not installed; cargo test does the same, slower.");
        tests.args(["test", "--no-fail-fast"]);
    }
    tests.args(["--workspace", "--features", "coupure-desktop/custom-protocol"]);
    tests.args(filters);
    match tier {
        // Texts that nobody would write are drawn anew each night; the same ones all day, or a
        // rare one would stop work that has nothing to do with it.
        Tier::Nightly => tests.env("COUPURE_TIER", "nightly"),
        Tier::Ci if std::env::var_os(RANDOM_SEED).is_none() => tests.env(RANDOM_SEED, "20261127"),
        Tier::Ci => &mut tests,
    };
    must(&mut tests)
}

/// Takes a picture of every screen into `target/screenshots`.
pub fn screenshots() -> Outcome {
    packages::for_tests()?;
    run::build_face()?;
    let mut tests = on_a_desktop("cargo");
    tests.args(["test", "--features", "custom-protocol", "--test", "screens"]);
    tests.args(["--", "--nocapture", "--include-ignored"]);
    must(&mut tests)
}

/// The program on a display and a message bus of its own, where the system has none that tests may
/// use.
pub fn on_a_desktop(name: &str) -> Command {
    if cfg!(any(windows, target_os = "macos")) {
        return program(name);
    }
    let mut command = program("xvfb-run");
    command.args(["-a", "-s", "-screen 0 1920x1200x24", "dbus-run-session", "--", name]);
    command.env_remove("WAYLAND_DISPLAY");
    command
}
