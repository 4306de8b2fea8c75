//! Time, memory, and the peers that are installed.

use std::process::{Command, Stdio};
use std::time::Instant;

/// What a piece of work took; zero where the system does not say (only Linux does).
pub struct Cost {
    pub wall_s: f64,
    pub cpu_s: f64,
    /// The most memory that the process held meanwhile, what it held before included.
    pub peak_mb: f64,
}

pub fn cost_of<T>(work: impl FnOnce() -> T) -> (T, Cost) {
    let _ = std::fs::write("/proc/self/clear_refs", "5");
    let (began, cpu) = (Instant::now(), cpu_seconds());
    let made = work();
    let cost = Cost {
        wall_s: began.elapsed().as_secs_f64(),
        cpu_s: cpu_seconds() - cpu,
        peak_mb: peak_mb(),
    };
    (made, cost)
}

/// Of all threads so far.
fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> =
        stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks = |i: usize| fields.get(i).and_then(|f| f.parse::<f64>().ok()).unwrap_or(0.0);
    (ticks(11) + ticks(12)) / 100.0
}

fn peak_mb() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or("");
    let kb = line.split_whitespace().next().and_then(|kb| kb.parse::<f64>().ok());
    kb.unwrap_or(0.0) / 1000.0
}

/// Another program's time for the same work, and what it printed; `None` if it is not installed or
/// fails.
pub fn peer(command: &mut Command) -> Option<(f64, String)> {
    let began = Instant::now();
    let output = command.stdin(Stdio::null()).output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    output.status.success().then(|| (began.elapsed().as_secs_f64(), text))
}
