//! Where there is text: the detection model over tiles, stitched into one map.

use fast_image_resize::FilterType;
use image::RgbImage;
use rten::{Model, RunOptions, ThreadPool};
use rten_tensor::{NdTensor, prelude::*};
use std::sync::{Arc, Mutex, atomic::AtomicUsize, atomic::Ordering};

use super::{pixels::Window, workers};
use crate::{Error, small::part_resized};

/// The longest side of a tile, and how much of it neighbours share: what is read off a tile is at
/// least half of this away from its border, where the model sees too little of the line.
const TILE_PX: u32 = 960;
const SHARED_PX: u32 = 128;

/// The model halves its input five times.
const STEP_PX: u32 = 32;

/// Probability of text, 0 to 255, at detection scale.
pub struct Map {
    pub width: usize,
    pub height: usize,
    pub values: Vec<u8>,
    /// Map pixels per page pixel.
    pub scale_x: f32,
    pub scale_y: f32,
}

/// A tile: what it is run on, and which part of that is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Span {
    start: u32,
    length: u32,
    kept_start: u32,
    kept_end: u32,
}

/// Cuts a length into overlapping spans, as long as one another and no longer than need be (the
/// model's time grows with their area); the kept parts partition the length.
fn spans(total: u32) -> Vec<Span> {
    if total <= TILE_PX {
        return vec![Span { start: 0, length: total, kept_start: 0, kept_end: total }];
    }
    let count = (total - SHARED_PX).div_ceil(TILE_PX - SHARED_PX);
    let shared_out = (total + (count - 1) * SHARED_PX).div_ceil(count);
    let length = shared_out.next_multiple_of(STEP_PX);
    let start_of = |i: u32| {
        let even = u64::from(total - length) * u64::from(i) / u64::from(count - 1);
        even as u32
    };
    let middle = |i: u32| (start_of(i) + length + start_of(i + 1)) / 2;
    (0..count)
        .map(|i| Span {
            start: start_of(i),
            length,
            kept_start: if i == 0 { 0 } else { middle(i - 1) },
            kept_end: if i + 1 == count { total } else { middle(i) },
        })
        .collect()
}

/// Runs detection on a part of the page. `scale`: map pixels per page pixel.
pub fn detect(
    model: &Model,
    pool: &[Arc<ThreadPool>],
    page: &RgbImage,
    part: Window,
    scale: f32,
    tick: &(dyn Fn(f32) -> Result<(), Error> + Sync),
) -> Result<Map, Error> {
    let width = ((part.width as f32 * scale).round() as u32).max(1);
    let height = ((part.height as f32 * scale).round() as u32).max(1);
    let cut = (part.x, part.y, part.width, part.height);
    let small = part_resized(page, cut, width, height, FilterType::Bilinear)?.into_raw();
    let tiles: Vec<(Span, Span)> = spans(height)
        .into_iter()
        .flat_map(|row| spans(width).into_iter().map(move |column| (row, column)))
        .collect();
    let map = Mutex::new(vec![0_u8; width as usize * height as usize]);
    let done = AtomicUsize::new(0);
    workers::each(pool, tiles.len(), &|i, threads| {
        let (row, column) = tiles[i];
        let found = run(model, threads, &small, width, row, column)?;
        let mut map = map.lock().expect("no worker panics while it holds the map");
        let stride = column.length.next_multiple_of(STEP_PX) as usize;
        for y in row.kept_start..row.kept_end {
            let from = (y - row.start) as usize * stride;
            let to = y as usize * width as usize;
            for x in column.kept_start..column.kept_end {
                let p = found[from + (x - column.start) as usize];
                map[to + x as usize] = (p * 255.0 + 0.5) as u8;
            }
        }
        drop(map);
        let done = done.fetch_add(1, Ordering::Relaxed) + 1;
        tick(done as f32 / tiles.len() as f32)
    })?;
    Ok(Map {
        width: width as usize,
        height: height as usize,
        values: map.into_inner().expect("all workers are done"),
        scale_x: width as f32 / part.width as f32,
        scale_y: height as f32 / part.height as f32,
    })
}

fn run(
    model: &Model,
    threads: &Arc<ThreadPool>,
    small: &[u8],
    width: u32,
    row: Span,
    column: Span,
) -> Result<Vec<f32>, Error> {
    let tile_width = column.length.next_multiple_of(STEP_PX) as usize;
    let tile_height = row.length.next_multiple_of(STEP_PX) as usize;
    // Beyond the page there is white paper.
    let mut input = vec![1.0_f32; 3 * tile_width * tile_height];
    let plane = tile_width * tile_height;
    for y in 0..row.length as usize {
        let from = ((row.start as usize + y) * width as usize + column.start as usize) * 3;
        let line = &small[from..from + column.length as usize * 3];
        for (x, rgb) in line.chunks_exact(3).enumerate() {
            let at = y * tile_width + x;
            // The model was trained on blue, green, red; mean and deviation 0.5.
            input[at] = f32::from(rgb[2]) / 127.5 - 1.0;
            input[plane + at] = f32::from(rgb[1]) / 127.5 - 1.0;
            input[2 * plane + at] = f32::from(rgb[0]) / 127.5 - 1.0;
        }
    }
    let input = NdTensor::from_data([1, 3, tile_height, tile_width], input);
    let options = RunOptions::default().with_thread_pool(Some(threads.clone()));
    let output = model
        .run_one(input.into(), Some(options))
        .map_err(|e| Error::Internal { reason: format!("text detection: {e}") })?;
    let output: NdTensor<f32, 4> = output
        .try_into()
        .map_err(|e| Error::Internal { reason: format!("text detection: {e:?}") })?;
    if output.shape() != [1, 1, tile_height, tile_width] {
        return Err(Error::Internal {
            reason: format!("text detection: shape {:?}", output.shape()),
        });
    }
    Ok(output.into_data())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn kept_parts_of_the_tiles_partition_the_page(total in 1_u32..20_000) {
            let spans = spans(total);
            let mut reached = 0;
            for (i, span) in spans.iter().enumerate() {
                prop_assert_eq!(span.kept_start, reached);
                prop_assert!(span.kept_end > span.kept_start);
                prop_assert!(span.start + span.length <= total);
                prop_assert!(span.length <= TILE_PX);
                let shared = if i == 0 { 0 } else { SHARED_PX / 2 };
                prop_assert!(span.kept_start >= span.start + shared);
                prop_assert!(span.kept_end <= span.start + span.length);
                reached = span.kept_end;
            }
            // The model is run on little more than the page and what its tiles share.
            let covered: u32 = spans.iter().map(|span| span.length).sum();
            let needed = total + (spans.len() as u32 - 1) * SHARED_PX;
            prop_assert!(covered < needed + spans.len() as u32 * STEP_PX);
            prop_assert_eq!(reached, total);
        }
    }
}
