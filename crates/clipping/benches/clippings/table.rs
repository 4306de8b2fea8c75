//! The table: a measure, its target, the best before, ours.

use serde_json::json;

#[derive(Clone, Copy)]
pub enum Target {
    AtMost(f64),
    AtLeast(f64),
    /// Nothing was asked.
    None,
}

#[derive(Clone, Copy)]
pub enum Unit {
    /// Shown in hundredths.
    Share,
    Degrees,
    Seconds,
    Megabytes,
    Decibels,
    /// How many times.
    Times,
    /// A part of one, with four digits.
    Part,
}

impl Unit {
    fn shown(self, value: f64) -> String {
        match self {
            Self::Share => format!("{:.2} %", value * 100.0),
            Self::Degrees => format!("{value:.3}°"),
            Self::Seconds => format!("{value:.2} s"),
            Self::Megabytes => format!("{value:.0} MB"),
            Self::Decibels => format!("{value:.1} dB"),
            Self::Times => format!("{value:.2} ×"),
            Self::Part => format!("{value:.4}"),
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Share | Self::Part => "share",
            Self::Degrees => "degrees",
            Self::Seconds => "seconds",
            Self::Megabytes => "megabytes",
            Self::Decibels => "decibels",
            Self::Times => "times",
        }
    }
}

struct Row {
    measure: String,
    unit: Unit,
    target: Target,
    best: &'static str,
    value: f64,
    samples: usize,
}

impl Row {
    fn meets(&self) -> Option<bool> {
        match self.target {
            Target::AtMost(bound) => Some(self.value <= bound),
            Target::AtLeast(bound) => Some(self.value >= bound),
            Target::None => None,
        }
    }
}

#[derive(Default)]
pub struct Table {
    rows: Vec<Row>,
}

impl Table {
    /// `best`: the best so far, as it was measured before there was a Coupure; may be empty.
    /// Without samples there is no row.
    pub fn row(
        &mut self,
        measure: impl Into<String>,
        unit: Unit,
        target: Target,
        best: &'static str,
        value: f64,
        samples: usize,
    ) {
        if samples > 0 {
            self.rows.push(Row { measure: measure.into(), unit, target, best, value, samples });
        }
    }

    pub fn print(&self) {
        println!(
            "\n{:<58} {:>11} {:>16} {:>11}   {:>7}",
            "measure", "target", "best before", "ours", "samples"
        );
        for row in &self.rows {
            let target = match row.target {
                Target::AtMost(bound) => format!("≤ {}", row.unit.shown(bound)),
                Target::AtLeast(bound) => format!("≥ {}", row.unit.shown(bound)),
                Target::None => String::new(),
            };
            let mark = match row.meets() {
                Some(true) => "✓",
                Some(false) => "✗",
                None => " ",
            };
            let ours = row.unit.shown(row.value);
            println!(
                "{:<58} {target:>11} {:>16} {ours:>11} {mark} {:>7}",
                row.measure, row.best, row.samples
            );
        }
    }

    pub fn to_json(&self) -> String {
        let rows: Vec<_> = self
            .rows
            .iter()
            .map(|row| {
                let (at_most, at_least) = match row.target {
                    Target::AtMost(bound) => (Some(bound), None),
                    Target::AtLeast(bound) => (None, Some(bound)),
                    Target::None => (None, None),
                };
                json!({
                    "measure": row.measure,
                    "unit": row.unit.name(),
                    "at_most": at_most,
                    "at_least": at_least,
                    "best_before": row.best,
                    "ours": row.value,
                    "meets": row.meets(),
                    "samples": row.samples,
                })
            })
            .collect();
        serde_json::to_string_pretty(&rows).expect("plain data is JSON") + "\n"
    }
}

pub fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}

pub fn least(values: &[f64]) -> f64 {
    values.iter().copied().fold(f64::INFINITY, f64::min)
}

pub fn most(values: &[f64]) -> f64 {
    values.iter().copied().fold(f64::NEG_INFINITY, f64::max)
}
