//! The lines' own curves: in narrow upright strips each line of text is a peak of ink; peaks of
//! neighbouring strips that follow one another are a line.

use std::ops::Range;

use super::Ink;

/// Line distances that are looked for, in pixels of the analysis.
const PITCH_LEAST_PX: usize = 6;
const PITCH_MOST_PX: usize = 90;
/// The profile of a column of text agrees with itself one line on by this at least.
const AGREEMENT_LEAST: f32 = 0.12;
/// A line is at least this many line distances long.
const LENGTH_LEAST: f32 = 5.0;
/// Strips with less ink than this part of the line's are blank; so many in a row are a gutter.
const BLANK: f32 = 0.2;
const BLANK_MOST: usize = 2;
/// From strip to strip a line moves by this part of the line distance at most.
const JUMP_MOST: f32 = 0.22;

/// Where a line is, in pixels of the page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Place {
    pub x: f32,
    pub y: f32,
}

/// From left to right.
pub(crate) type Line = Vec<Place>;

pub(crate) struct Lines {
    /// From one line to the next.
    pub pitch_px: f32,
    pub lines: Vec<Line>,
}

impl Lines {
    /// `None`: nothing repeats as lines of text do.
    pub fn of(ink: &Ink) -> Option<Self> {
        let pitch = pitch_of(ink)?;
        let strips = Strips::of(ink, pitch);
        Some(Self { pitch_px: pitch, lines: chained(&strips, pitch) })
    }
}

/// By how much the profiles of upright strips are to be moved to agree with themselves best.
fn pitch_of(ink: &Ink) -> Option<f32> {
    const STRIP_PX: usize = 24;
    let most = PITCH_MOST_PX.min(ink.height / 4);
    if most <= PITCH_LEAST_PX + 2 {
        return None;
    }
    let strips: Vec<Range<usize>> = (0..ink.width)
        .step_by(STRIP_PX)
        .map(|from| from..(from + STRIP_PX).min(ink.width))
        .collect();
    let mut agreement = vec![0.0_f64; most + 1];
    for mut profile in profiles(ink, &strips) {
        level(&mut profile, PITCH_MOST_PX / 2);
        for (lag, sum) in agreement.iter_mut().enumerate() {
            let pairs = profile.iter().zip(&profile[lag..]);
            *sum += f64::from(pairs.map(|(a, b)| a * b).sum::<f32>());
        }
    }
    let own = agreement[0];
    if own <= 0.0 {
        return None;
    }
    let part = |lag: usize| (agreement[lag] / own) as f32;
    let peaks: Vec<(usize, f32)> = (PITCH_LEAST_PX..most)
        .filter(|&lag| part(lag) > part(lag - 1) && part(lag) >= part(lag + 1))
        .map(|lag| (lag, part(lag)))
        .collect();
    let best = peaks.iter().map(|peak| peak.1).fold(0.0, f32::max);
    // Twice the distance agrees as well; the first of them is the distance.
    let (lag, _) = peaks.into_iter().find(|peak| peak.1 > 0.6 * best)?;
    (part(lag) >= AGREEMENT_LEAST).then_some(lag as f32)
}

/// The ink of each strip of columns, row by row: its mean, 0 to 1.
fn profiles(ink: &Ink, strips: &[Range<usize>]) -> Vec<Vec<f32>> {
    let mut profiles = vec![vec![0.0; ink.height]; strips.len()];
    let mut sums = vec![0.0_f32; ink.width + 1];
    for (y, row) in ink.values.chunks_exact(ink.width).enumerate() {
        let mut sum = 0.0;
        for (value, after) in row.iter().zip(&mut sums[1..]) {
            sum += value;
            *after = sum;
        }
        for (profile, strip) in profiles.iter_mut().zip(strips) {
            profile[y] = (sums[strip.end] - sums[strip.start]) / strip.len() as f32;
        }
    }
    profiles
}

/// Takes away what changes more slowly than lines do.
fn level(profile: &mut [f32], radius: usize) {
    let mut sums = Vec::with_capacity(profile.len() + 1);
    sums.push(0.0_f64);
    for &value in profile.iter() {
        sums.push(sums[sums.len() - 1] + f64::from(value));
    }
    for i in 0..profile.len() {
        let (from, to) = (i.saturating_sub(radius), (i + radius + 1).min(profile.len()));
        profile[i] -= ((sums[to] - sums[from]) / (to - from) as f64) as f32;
    }
}

struct Peak {
    y: f32,
    height: f32,
    /// How much ink there is right here, beyond that between the lines: none in a gutter, whether
    /// or not a rule runs down it.
    inked: f32,
}

struct Strips {
    step_px: f32,
    /// The peaks of each strip, from the top.
    peaks: Vec<Vec<Peak>>,
}

impl Strips {
    fn of(ink: &Ink, pitch: f32) -> Self {
        let step = ((pitch / 2.0).round() as usize).max(3);
        // Wide enough that the gaps between words are no gaps; strips overlap.
        let half = (pitch * 0.7).round() as usize;
        let kernel = bell(pitch / 5.5);
        let strips = |half: usize| -> Vec<Range<usize>> {
            (step / 2..ink.width)
                .step_by(step)
                .map(|middle| middle.saturating_sub(half)..(middle + half + 1).min(ink.width))
                .collect()
        };
        let wide = profiles(ink, &strips(half));
        let narrow = profiles(ink, &strips(step / 2));
        let peaks = wide
            .iter()
            .zip(&narrow)
            .map(|(wide, narrow)| {
                let narrow = smoothed(narrow, &kernel);
                let at = |y: f32| narrow.get(y.max(0.0) as usize).copied().unwrap_or(0.0);
                let mut peaks = peaks_of(&smoothed(wide, &kernel));
                for peak in &mut peaks {
                    let between = at(peak.y - pitch / 2.0) + at(peak.y + pitch / 2.0);
                    peak.inked = at(peak.y) - between / 2.0;
                }
                peaks
            })
            .collect();
        Self { step_px: step as f32, peaks }
    }

    fn middle(&self, strip: usize) -> f32 {
        strip as f32 * self.step_px + (self.step_px / 2.0).floor() + 0.5
    }
}

fn bell(sigma: f32) -> Vec<f32> {
    let radius = (sigma * 2.5).ceil() as isize;
    let weights: Vec<f32> =
        (-radius..=radius).map(|i| (-0.5 * (i as f32 / sigma).powi(2)).exp()).collect();
    let sum: f32 = weights.iter().sum();
    weights.into_iter().map(|weight| weight / sum).collect()
}

fn smoothed(profile: &[f32], kernel: &[f32]) -> Vec<f32> {
    let radius = kernel.len() / 2;
    (0..profile.len())
        .map(|i| {
            let from = i.saturating_sub(radius);
            let to = (i + radius + 1).min(profile.len());
            let weights = &kernel[from + radius - i..];
            profile[from..to].iter().zip(weights).map(|(value, weight)| value * weight).sum()
        })
        .collect()
}

fn peaks_of(profile: &[f32]) -> Vec<Peak> {
    let mut peaks = Vec::new();
    for (i, three) in profile.windows(3).enumerate() {
        let [before, here, after] = [three[0], three[1], three[2]];
        if here > 0.03 && here > before && here >= after {
            let curve = before - 2.0 * here + after;
            let off = if curve < 0.0 { (before - after) / (2.0 * curve) } else { 0.0 };
            peaks.push(Peak { y: i as f32 + 1.5 + off.clamp(-0.5, 0.5), height: here, inked: 0.0 });
        }
    }
    peaks
}

/// A line that is being followed.
struct Thread {
    places: Line,
    height: f32,
    slope: f32,
    /// Strips since the last one that had ink of the line.
    blank: usize,
}

fn chained(strips: &Strips, pitch: f32) -> Vec<Line> {
    let mut done = Vec::new();
    let mut open: Vec<Thread> = Vec::new();
    let mut close = |thread: Thread| {
        let places = &thread.places;
        if let (Some(first), Some(last)) = (places.first(), places.last())
            && last.x - first.x >= LENGTH_LEAST * pitch
        {
            done.push(thread.places);
        }
    };
    for (strip, peaks) in strips.peaks.iter().enumerate() {
        let x = strips.middle(strip);
        // Nearest pairs first; each line and each peak once.
        let mut pairs: Vec<(f32, usize, usize)> = Vec::new();
        for (line, thread) in open.iter().enumerate() {
            let Some(last) = thread.places.last() else { continue };
            let expected = last.y + thread.slope * (x - last.x);
            for (index, peak) in peaks.iter().enumerate() {
                let miss = (peak.y - expected).abs();
                let like = peak.height > 0.4 * thread.height && peak.height < 2.5 * thread.height;
                if miss < JUMP_MOST * pitch && like {
                    pairs.push((miss, line, index));
                }
            }
        }
        pairs.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut next_of: Vec<Option<usize>> = open.iter().map(|_| None).collect();
        let mut taken = vec![false; peaks.len()];
        for (_, line, index) in pairs {
            if next_of[line].is_none() && !taken[index] {
                next_of[line] = Some(index);
                taken[index] = true;
            }
        }
        let mut still: Vec<Thread> = Vec::new();
        for (mut thread, next) in open.into_iter().zip(next_of) {
            let Some(next) = next else {
                close(thread);
                continue;
            };
            let peak = &peaks[next];
            thread.blank = if peak.inked < BLANK * thread.height { thread.blank + 1 } else { 0 };
            if thread.blank >= BLANK_MOST {
                // What is beyond a gutter is another line, and no higher or lower than it likes.
                thread.places.truncate(thread.places.len() + 1 - BLANK_MOST);
                close(thread);
                continue;
            }
            if let Some(last) = thread.places.last() {
                let slope = (peak.y - last.y) / (x - last.x);
                thread.slope += 0.2 * (slope - thread.slope);
            }
            thread.height += 0.2 * (peak.height - thread.height);
            thread.places.push(Place { x, y: peak.y });
            still.push(thread);
        }
        let begun =
            peaks.iter().zip(&taken).filter(|(_, taken)| !**taken).map(|(peak, _)| Thread {
                places: vec![Place { x, y: peak.y }],
                height: peak.height,
                slope: 0.0,
                blank: 0,
            });
        still.extend(begun);
        open = still;
    }
    open.into_iter().for_each(&mut close);
    done
}
