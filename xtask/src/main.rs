//! Sets up, runs, tests and measures Coupure: `cargo xtask help`.
//!
//! Imports nothing of Coupure and no package, so that it builds in a second on an empty machine.

mod bench;
mod display;
mod packages;
mod pages;
mod run;
mod shell;
mod simulate;
mod test;
mod types;

use shell::Outcome;

const HELP: &str = "\
cargo xtask COMMAND

  run           set up what is missing, build, and open the window; without a display,
                do the same job through the command line on the sample
  test          set up what is missing and run every test (the CI tier)
  nightly       the same with the full counts
  bench [WHAT]  measure and print beside the budgets: desk, save, search, start, clipping, publish;
                clippings [DIR] [--pages N] [--only GROUP,…] [--json FILE]: the table of
                measures, on the index of DIR and on N typeset newspaper pages
  pages SEED…   typeset newspaper pages with their truth, and photos of them; --out DIR;
                small, clipping, half or page: how much of a newspaper
  simulate      run the sync worker against blogs that fail as seeds say; SEEDS: so many;
                --seed N: that one alone; --mutations: break each rule of safety in turn
  screenshots   take a picture of every screen, in both languages and themes
  types         write the window's TypeScript types and commands from the Rust ones
  setup         set up only
";

fn main() -> std::process::ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let command = arguments.first().map(String::as_str).unwrap_or("help");
    let rest = arguments.get(1..).unwrap_or_default();
    let outcome: Outcome = match command {
        "run" => run::run(rest),
        "test" => test::test(test::Tier::Ci, rest),
        "nightly" => test::test(test::Tier::Nightly, rest),
        "bench" => bench::bench(rest),
        "pages" => pages::pages(rest),
        "simulate" => simulate::simulate(rest),
        "screenshots" => test::screenshots(),
        "types" => types::write(),
        "setup" => packages::for_tests(),
        "help" | "--help" | "-h" => {
            print!("{HELP}");
            Ok(())
        }
        other => Err(format!("“{other}” is not a command.\n\n{HELP}")),
    };
    match outcome {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(sentence) => {
            eprintln!("\n{sentence}");
            std::process::ExitCode::FAILURE
        }
    }
}
