//! `cargo xtask bench`: measures, printed beside the budgets of the design.

use crate::{
    packages, run,
    shell::{Outcome, absolute, cargo, must, say},
    test::on_a_desktop,
};

const ALL: [&str; 6] = ["desk", "save", "search", "start", "clipping", "publish"];

/// The features of the whole, always: each other choice would build everything again.
const WHOLE: [&str; 3] = ["--workspace", "--features", "coupure-desktop/custom-protocol"];

pub fn bench(what: &[String]) -> Outcome {
    if let Some(("clippings", rest)) = what.split_first().map(|(first, rest)| (&**first, rest)) {
        return clippings(rest);
    }
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
        must(cargo().arg("bench").args(WHOLE).args(["--bench", "save", "--"]).args(store))?;
    }
    if !wanted(&["clipping"]).is_empty() {
        say("Clippings: clean-up and recognition.");
        must(
            cargo()
                .arg("bench")
                .args(WHOLE)
                .args(["--bench", "clipping"])
                .env("COUPURE_MODELS", packages::models_folder()),
        )?;
    }
    if !wanted(&["publish"]).is_empty() {
        say("Publishing: short posts to a real WordPress, beside a bare HTTP client.");
        must(cargo().arg("bench").args(WHOLE).args(["--bench", "publish"]))?;
    }
    let window = wanted(&["desk", "start"]);
    if !window.is_empty() {
        run::build_face()?;
        say("The window: keystroke to preview, and start, beside a bare window.");
        let bare = ["--release", "--example", "bare_window"];
        must(cargo().arg("build").args(WHOLE).args(bare))?;
        must(
            on_a_desktop("cargo")
                .arg("bench")
                .args(WHOLE)
                .args(["--bench", "window", "--"])
                .args(window)
                .env("COUPURE_MODELS", packages::models_folder()),
        )?;
    }
    Ok(())
}

/// The table of measures: DIR and the options go to the benchmark, which explains them.
fn clippings(arguments: &[String]) -> Outcome {
    packages::for_the_command_line()?;
    let arguments = match arguments.split_first() {
        Some((folder, rest)) if !folder.starts_with("--") => {
            [absolute(&["--".into(), folder.clone()], &["--"]), absolute(rest, &["--json"])]
                .concat()
        }
        _ => [vec!["--".into()], absolute(arguments, &["--json"])].concat(),
    };
    must(
        cargo()
            .arg("bench")
            .args(WHOLE)
            .args(["--bench", "clippings"])
            .args(arguments)
            .env("COUPURE_MODELS", packages::models_folder()),
    )
}
