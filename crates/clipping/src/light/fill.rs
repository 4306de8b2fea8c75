//! What is not known is filled in from round about: ever coarser means of what is known, then back
//! (the pull and push of Gortler et al., "The Lumigraph", 1996).

use super::grid::Grid;

/// A value that means can be taken of.
pub(crate) trait Mixed: Copy {
    const NOTHING: Self;
    fn plus(self, other: Self, weight: f32) -> Self;
    fn times(self, factor: f32) -> Self;
}

impl Mixed for f32 {
    const NOTHING: Self = 0.0;

    fn plus(self, other: Self, weight: f32) -> Self {
        self + other * weight
    }

    fn times(self, factor: f32) -> Self {
        self * factor
    }
}

impl Mixed for [f32; 3] {
    const NOTHING: Self = [0.0; 3];

    fn plus(self, other: Self, weight: f32) -> Self {
        std::array::from_fn(|i| self[i] + other[i] * weight)
    }

    fn times(self, factor: f32) -> Self {
        self.map(|value| value * factor)
    }
}

/// The known cells as they are, the others from them; as it came where nothing is known.
pub(crate) fn filled<T: Mixed>(values: &Grid<T>, known: &Grid<bool>) -> Grid<T> {
    if known.cells.iter().all(|&known| known) || !known.cells.iter().any(|&known| known) {
        return values.clone();
    }
    let weights = known.map(|known| if known { 1.0 } else { 0.0 });
    level(values, &weights)
}

fn level<T: Mixed>(values: &Grid<T>, weights: &Grid<f32>) -> Grid<T> {
    let (columns, rows) = (values.columns, values.rows);
    let (half_columns, half_rows) = (columns.div_ceil(2), rows.div_ceil(2));
    let mut coarse = Grid {
        columns: half_columns,
        rows: half_rows,
        cells: vec![T::NOTHING; half_columns * half_rows],
    };
    let mut coarse_weights = coarse.map(|_| 0.0_f32);
    for y in 0..rows {
        for x in 0..columns {
            let (at, to) = (y * columns + x, y / 2 * half_columns + x / 2);
            let weight = weights.cells[at];
            coarse.cells[to] = coarse.cells[to].plus(values.cells[at], weight);
            coarse_weights.cells[to] += weight;
        }
    }
    for (value, weight) in coarse.cells.iter_mut().zip(&mut coarse_weights.cells) {
        if *weight > 0.0 {
            *value = value.times(1.0 / *weight);
        }
        *weight = weight.min(1.0);
    }
    let complete = coarse_weights.cells.iter().all(|&weight| weight >= 1.0);
    if !complete && coarse.cells.len() > 1 {
        coarse = level(&coarse, &coarse_weights);
    }
    let mut full = values.clone();
    for y in 0..rows {
        for x in 0..columns {
            let weight = weights.cells[y * columns + x];
            if weight < 1.0 {
                let own = values.cells[y * columns + x].times(weight);
                full.cells[y * columns + x] = own.plus(between(&coarse, x, y), 1.0 - weight);
            }
        }
    }
    full
}

/// The coarser grid's value at a cell of the finer one.
fn between<T: Mixed>(coarse: &Grid<T>, x: usize, y: usize) -> T {
    let place = |at: usize, count: usize| {
        let exact = (at as f32 / 2.0 - 0.25).clamp(0.0, (count - 1) as f32);
        let first = (exact as usize).min(count.saturating_sub(2));
        (first, (first + 1).min(count - 1), exact - first as f32)
    };
    let (left, right, fx) = place(x, coarse.columns);
    let (above, below, fy) = place(y, coarse.rows);
    let at = |x: usize, y: usize| coarse.cells[y * coarse.columns + x];
    T::NOTHING
        .plus(at(left, above), (1.0 - fx) * (1.0 - fy))
        .plus(at(right, above), fx * (1.0 - fy))
        .plus(at(left, below), (1.0 - fx) * fy)
        .plus(at(right, below), fx * fy)
}
