//! The command line as a process of its own, that can be killed.

#![allow(dead_code, reason = "each journey uses what it needs")]

use std::{
    io::Write,
    path::PathBuf,
    process::{Command, Stdio},
};

use coupure_testkit::{window::built_program, wordpress::User};
use serde_json::Value;

/// `coupure` on one home.
pub struct Coupure {
    home: PathBuf,
    /// Seconds that a request may take; `None`: as usual.
    pub timeout: Option<u64>,
}

impl Coupure {
    pub fn of(home: PathBuf) -> Self {
        Self { home, timeout: None }
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let program = built_program("coupure");
        assert!(program.exists(), "the command line is built first: cargo build -p coupure-cli");
        let mut command = Command::new(program);
        command
            .arg("--home")
            .arg(&self.home)
            .arg("--json")
            .args(arguments)
            .env("COUPURE_SECRETS", "file")
            .env("COUPURE_MODELS", crate::common::models())
            .stdin(Stdio::null())
            .stdout(Stdio::piped());
        if let Some(seconds) = self.timeout {
            command.env("COUPURE_TIMEOUT", seconds.to_string());
        }
        command
    }

    /// The lines that it prints; it must succeed.
    pub fn lines(&self, arguments: &[&str]) -> Vec<Value> {
        let output = self.command(arguments).output().unwrap();
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.success(), "{arguments:?}: {text}");
        text.lines()
            .map(|line| serde_json::from_str(line).unwrap_or_else(|_| panic!("no JSON: {text}")))
            .collect()
    }

    /// Its first line.
    pub fn ask(&self, arguments: &[&str]) -> Value {
        self.lines(arguments).into_iter().next().unwrap_or(Value::Null)
    }

    pub fn add_wordpress(&self, url: &str, user: &User) {
        let arguments = ["blog", "add", "wordpress", url, "--name", "wp", "--user", &user.name];
        let mut adding = self.command(&arguments).stdin(Stdio::piped()).spawn().unwrap();
        adding.stdin.take().unwrap().write_all(user.password.as_bytes()).unwrap();
        assert!(adding.wait().unwrap().success());
    }

    /// How the publication of a draft stands.
    pub fn status_of(&self, draft: &str) -> Value {
        let all = self.lines(&["status"]);
        all.into_iter().find(|line| line["draft"] == draft).unwrap_or(Value::Null)
    }
}

/// A small generator, so that a seed that fails can be run again.
pub fn next(seed: &mut u64) -> u64 {
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    *seed
}

/// `COUPURE_SEED`, or the usual one; printed.
pub fn seed() -> u64 {
    let named = std::env::var("COUPURE_SEED").ok().and_then(|seed| seed.parse().ok());
    let seed = named.filter(|seed| *seed != 0).unwrap_or(20261123);
    println!("COUPURE_SEED={seed}");
    seed
}

/// The full counts.
pub fn nightly() -> bool {
    std::env::var("COUPURE_TIER").as_deref() == Ok("nightly")
}
