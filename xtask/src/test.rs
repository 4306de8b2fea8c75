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

/// Words after `test` choose tests, as nextest's filters do.
pub fn test(tier: Tier, filters: &[String]) -> Outcome {
    packages::for_tests()?;
    if filters.is_empty() {
        must(cargo().args(["fmt", "--all", "--check"]))?;
        must(npm("ui").args(["run", "--silent", "check"]))?;
        must(npm("ui").args(["test", "--silent"]))?;
    }
    run::build_face()?;
    // The window's journeys also start the command line, which no test of theirs builds.
    must(cargo().args(["build", "--package", "coupure-cli"]))?;
    let mut tests = on_a_desktop();
    if ask(program("cargo-nextest").args(["nextest", "--version"])).is_some() {
        tests.args(["cargo", "nextest", "run", "--no-fail-fast"]);
        tests.args(["--profile", if tier == Tier::Nightly { "nightly" } else { "default" }]);
    } else {
        say("cargo-nextest is not installed; cargo test does the same, slower.");
        tests.args(["cargo", "test", "--no-fail-fast"]);
    }
    tests.args(["--workspace", "--features", "coupure-desktop/custom-protocol"]);
    tests.args(filters);
    if tier == Tier::Nightly {
        tests.env("COUPURE_TIER", "nightly");
    }
    must(&mut tests)
}

/// Takes a picture of every screen into `target/screenshots`.
pub fn screenshots() -> Outcome {
    packages::for_tests()?;
    run::build_face()?;
    let mut tests = on_a_desktop();
    tests.args(["cargo", "test", "--features", "custom-protocol", "--test", "screens"]);
    tests.args(["--", "--nocapture", "--include-ignored"]);
    must(&mut tests)
}

/// A display and a message bus of their own, where the system has none that tests may use.
pub fn on_a_desktop() -> Command {
    if cfg!(any(windows, target_os = "macos")) {
        return program("env");
    }
    let mut command = program("xvfb-run");
    command.args(["-a", "-s", "-screen 0 1920x1200x24", "dbus-run-session", "--"]);
    command.env_remove("WAYLAND_DISPLAY");
    command
}
