//! Running other programs, and saying plainly which one failed.

use std::{
    ffi::OsStr,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// `Err` is the sentence for the person who ran the command.
pub type Outcome<T = ()> = Result<T, String>;

/// The top of the repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask lies in the repository").into()
}

/// Where `cargo` puts what it builds.
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// The `cargo` that runs us.
pub fn cargo() -> Command {
    program(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// A program run at the top of the repository.
pub fn program(name: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(name);
    command.current_dir(root());
    command
}

/// npm is a script on Windows.
pub fn npm(folder: &str) -> Command {
    let mut command = program(if cfg!(windows) { "npm.cmd" } else { "npm" });
    command.current_dir(root().join(folder));
    command
}

/// Runs it to its end, its output shown.
pub fn must(command: &mut Command) -> Outcome {
    say(&line(command));
    let status = command.status().map_err(|error| cannot_start(command, &error))?;
    if status.success() {
        return Ok(());
    }
    Err(format!("This failed ({status}):\n  {}", line(command)))
}

/// What it prints, or nothing if it cannot run or fails.
pub fn ask(command: &mut Command) -> Option<String> {
    let output = command.stderr(Stdio::null()).stdin(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// What it prints; its errors are shown.
pub fn read(command: &mut Command) -> Outcome<String> {
    let output =
        command.stderr(Stdio::inherit()).output().map_err(|error| cannot_start(command, &error))?;
    if !output.status.success() {
        return Err(format!("This failed ({}):\n  {}", output.status, line(command)));
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// The arguments with what follows each of these options, which is a path of the person who ran the
/// command, made absolute: programs run at the top of the repository.
pub fn absolute(arguments: &[String], options: &[&str]) -> Vec<String> {
    let mut is_path = false;
    arguments
        .iter()
        .map(|argument| {
            let path = std::path::absolute(argument).ok().filter(|_| is_path);
            is_path = options.contains(&argument.as_str());
            path.map_or_else(|| argument.clone(), |path| path.to_string_lossy().into_owned())
        })
        .collect()
}

pub fn say(text: &str) {
    eprintln!("\x1b[2m» {text}\x1b[0m");
}

fn line(command: &Command) -> String {
    let arguments = command.get_args().map(OsStr::to_string_lossy);
    let program = Path::new(command.get_program()).file_name().unwrap_or_default();
    std::iter::once(program.to_string_lossy()).chain(arguments).collect::<Vec<_>>().join(" ")
}

fn cannot_start(command: &Command, error: &std::io::Error) -> String {
    format!("{} could not be started: {error}", command.get_program().to_string_lossy())
}
