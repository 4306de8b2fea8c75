//! `cargo xtask bench`: measures, printed beside the budgets of the design.

use crate::{
    packages, run,
    shell::{Outcome, cargo, must, say},
    test::on_a_desktop,
};

pub fn bench(what: &[String]) -> Outcome {
    packages::for_tests()?;
    let wanted = |name: &str| what.is_empty() || what.iter().any(|asked| asked == name);
    if wanted("save") || wanted("search") {
        say("The store: durable saves beside bare SQLite commits, and search.");
        must(cargo().args(["bench", "--package", "coupure-store"]))?;
    }
    if wanted("clipping") {
        say("Clippings: clean-up and recognition.");
        must(
            cargo()
                .args(["bench", "--package", "coupure-clipping"])
                .env("COUPURE_MODELS", packages::models_folder()),
        )?;
    }
    if wanted("desk") || wanted("start") {
        run::build_face()?;
        say("The window: keystroke to preview, and start, beside a bare window.");
        let mut window = on_a_desktop();
        window.args(["cargo", "bench", "--features", "custom-protocol", "--bench", "window"]);
        must(&mut window)?;
    }
    Ok(())
}
