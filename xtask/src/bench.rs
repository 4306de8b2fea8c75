//! `cargo xtask bench`: measures, printed beside the budgets of the design.

use crate::{
    packages, run,
    shell::{Outcome, cargo, must, say},
    test::on_a_desktop,
};

const ALL: [&str; 5] = ["desk", "save", "search", "start", "clipping"];

pub fn bench(what: &[String]) -> Outcome {
    if let Some(unknown) = what.iter().find(|asked| !ALL.contains(&asked.as_str())) {
        return Err(format!("“{unknown}” is not measured; these are: {}.", ALL.join(", ")));
    }
    // What is asked of these, or all of them.
    let wanted = |names: &[&'static str]| -> Vec<&'static str> {
        let asked = |name: &&str| what.is_empty() || what.iter().any(|one| one == *name);
        names.iter().copied().filter(|name| asked(name)).collect()
    };
    packages::for_tests()?;
    let store = wanted(&["save", "search"]);
    if !store.is_empty() {
        say("The store: durable saves beside bare SQLite commits, and search.");
        let bench = ["bench", "--package", "coupure-store", "--bench", "save", "--"];
        must(cargo().args(bench).args(store))?;
    }
    if !wanted(&["clipping"]).is_empty() {
        say("Clippings: clean-up and recognition.");
        must(
            cargo()
                .args(["bench", "--package", "coupure-clipping", "--bench", "clipping"])
                .env("COUPURE_MODELS", packages::models_folder()),
        )?;
    }
    let window = wanted(&["desk", "start"]);
    if !window.is_empty() {
        run::build_face()?;
        say("The window: keystroke to preview, and start, beside a bare window.");
        let features = ["--features", "custom-protocol"];
        must(cargo().args(["build", "--release", "--example", "bare_window"]).args(features))?;
        must(
            on_a_desktop("cargo")
                .arg("bench")
                .args(features)
                .args(["--bench", "window", "--"])
                .args(window)
                .env("COUPURE_MODELS", packages::models_folder()),
        )?;
    }
    Ok(())
}
