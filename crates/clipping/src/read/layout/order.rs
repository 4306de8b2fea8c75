//! Reading order from boxes: columns left to right between headlines, top to bottom.
//!
//! A recursive cut. Where a gutter runs through the whole part, its columns are read one after
//! the other. Where none does, something spans the columns (a headline, a wide line): the part is
//! cut into bands at the height of every blank, and neighbouring bands are put together again as
//! long as one gutter runs through all of them. So a headline over three columns stands alone, the
//! columns under it stay whole, and the next headline ends them.

/// The box of a line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Box {
    pub left: f32,
    pub top: f32,
    pub right: f32,
    pub bottom: f32,
}

impl Box {
    fn height(&self) -> f32 {
        self.bottom - self.top
    }

    fn middle_y(&self) -> f32 {
        (self.top + self.bottom) / 2.0
    }
}

/// Lines are grown beyond their ink; this share of the height is taken off each side again before
/// blanks are looked for.
const TRIM: f32 = 0.25;
/// A gutter is at least this wide, in usual line heights.
const GUTTER_MIN: f32 = 0.3;
/// A row is a pair of pieces whose heights overlap at least so much.
const ROW_OVERLAP: f32 = 0.5;
/// Deeper recursion than any page needs.
const DEPTH_MAX: u32 = 64;

/// The columns in reading order; of each its rows from top to bottom; of each row its pieces from
/// left to right. Every box is in exactly one row.
pub fn columns(boxes: &[Box]) -> Vec<Vec<Vec<usize>>> {
    let mut heights: Vec<f32> = boxes.iter().map(Box::height).collect();
    heights.sort_by(f32::total_cmp);
    let usual = heights.get(heights.len() / 2).copied().unwrap_or(1.0);
    let trimmed: Vec<Box> = boxes
        .iter()
        .map(|b| {
            let trim = b.height().min(usual * 1.5) * TRIM;
            let trim_x = trim.min((b.right - b.left) / 3.0);
            Box {
                left: b.left + trim_x,
                right: b.right - trim_x,
                top: b.top + trim,
                bottom: b.bottom - trim,
            }
        })
        .collect();
    let cutter = Cutter { boxes: &trimmed, gutter_min: usual * GUTTER_MIN };
    let mut leaves = Vec::new();
    cutter.cut((0..boxes.len()).collect(), 0, &mut leaves);
    leaves.into_iter().map(|leaf| cutter.rows(leaf)).collect()
}

struct Cutter<'a> {
    boxes: &'a [Box],
    gutter_min: f32,
}

/// A stretch of x or y that no box covers.
#[derive(Debug, Clone, Copy)]
struct Blank {
    start: f32,
    end: f32,
}

impl Cutter<'_> {
    fn cut(&self, part: Vec<usize>, depth: u32, leaves: &mut Vec<Vec<usize>>) {
        if part.is_empty() {
            return;
        }
        if part.len() == 1 || depth > DEPTH_MAX {
            leaves.push(part);
            return;
        }
        let gutters = self.gutters(&part);
        if !gutters.is_empty() {
            for column in self.split_x(part, &gutters) {
                self.cut(column, depth + 1, leaves);
            }
            return;
        }
        let groups = self.groups(&part);
        if groups.len() > 1 {
            for group in groups {
                self.cut(group, depth + 1, leaves);
            }
            return;
        }
        match self.spanned(&part) {
            Some(slices) => {
                for slice in slices {
                    self.cut(slice, depth + 1, leaves);
                }
            }
            None => leaves.push(part),
        }
    }

    /// The stretches between boxes along one axis, inner ones only.
    fn blanks(&self, part: &[usize], range: fn(&Box) -> (f32, f32), least: f32) -> Vec<Blank> {
        let mut ranges: Vec<(f32, f32)> = part.iter().map(|&i| range(&self.boxes[i])).collect();
        ranges.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut blanks = Vec::new();
        let mut reached = f32::INFINITY;
        for (start, end) in ranges {
            if start - reached >= least {
                blanks.push(Blank { start: reached, end: start });
            }
            reached = if reached == f32::INFINITY { end } else { reached.max(end) };
        }
        blanks
    }

    /// Blanks from top to bottom with columns on both sides: lines beside each other, at least two
    /// on each side.
    fn gutters(&self, part: &[usize]) -> Vec<Blank> {
        let blanks = self.blanks(part, |b| (b.left, b.right), self.gutter_min);
        blanks
            .into_iter()
            .filter(|blank| {
                let x = (blank.start + blank.end) / 2.0;
                let (left, right): (Vec<usize>, Vec<usize>) =
                    part.iter().partition(|&&i| self.boxes[i].right < x);
                let (left_rows, right_rows) = (self.row_count(&left), self.row_count(&right));
                left_rows.min(right_rows) >= 2 && self.stand_beside(&left, &right)
            })
            .collect()
    }

    /// How many boxes are not beside another one.
    fn row_count(&self, part: &[usize]) -> usize {
        self.bands(part).len()
    }

    fn extent_y(&self, part: &[usize]) -> (f32, f32) {
        part.iter().fold((f32::MAX, f32::MIN), |(top, bottom), &i| {
            (top.min(self.boxes[i].top), bottom.max(self.boxes[i].bottom))
        })
    }

    fn stand_beside(&self, left: &[usize], right: &[usize]) -> bool {
        let (left_top, left_bottom) = self.extent_y(left);
        let (right_top, right_bottom) = self.extent_y(right);
        let shared = left_bottom.min(right_bottom) - left_top.max(right_top);
        shared > 0.0
    }

    fn split_x(&self, part: Vec<usize>, gutters: &[Blank]) -> Vec<Vec<usize>> {
        let mut columns = vec![Vec::new(); gutters.len() + 1];
        for i in part {
            let b = self.boxes[i];
            let column = gutters.iter().filter(|g| b.left >= (g.start + g.end) / 2.0).count();
            columns[column].push(i);
        }
        columns
    }

    /// Cuts at every blank across the whole part.
    fn bands(&self, part: &[usize]) -> Vec<Vec<usize>> {
        let blanks = self.blanks(part, |b| (b.top, b.bottom), f32::MIN_POSITIVE);
        let mut bands = vec![Vec::new(); blanks.len() + 1];
        for &i in part {
            let middle = self.boxes[i].middle_y();
            bands[blanks.iter().filter(|blank| blank.end <= middle).count()].push(i);
        }
        bands.retain(|band| !band.is_empty());
        bands
    }

    /// Bands, put together again while a gutter runs through all of them. Neighbours without any
    /// gutter make one group.
    fn groups(&self, part: &[usize]) -> Vec<Vec<usize>> {
        #[derive(Clone, Copy, PartialEq)]
        enum Kind {
            Columns,
            Single,
        }
        let mut groups: Vec<(Kind, Vec<usize>)> = Vec::new();
        for band in self.bands(part) {
            let has_gutter = |part: &[usize]| {
                !self.blanks(part, |b| (b.left, b.right), self.gutter_min).is_empty()
            };
            let kind = if has_gutter(&band) { Kind::Columns } else { Kind::Single };
            if let Some((last_kind, last)) = groups.last_mut() {
                let together: Vec<usize> = last.iter().chain(&band).copied().collect();
                let joined = match (*last_kind, kind) {
                    (Kind::Single, Kind::Single) => true,
                    (Kind::Columns, _) => has_gutter(&together),
                    (Kind::Single, Kind::Columns) => false,
                };
                if joined {
                    *last = together;
                    continue;
                }
            }
            groups.push((kind, band));
        }
        groups.into_iter().map(|(_, group)| group).collect()
    }

    /// Where neither cut is possible: the x that the fewest boxes cross is taken for a gutter, the
    /// boxes that cross it for headlines, and the part is sliced at them.
    fn spanned(&self, part: &[usize]) -> Option<Vec<Vec<usize>>> {
        if part.len() < 6 {
            return None;
        }
        let mut candidates: Vec<f32> = part
            .iter()
            .flat_map(|&i| [self.boxes[i].left - 0.5, self.boxes[i].right + 0.5])
            .collect();
        candidates.sort_by(f32::total_cmp);
        let crossing = |x: f32| {
            part.iter().filter(move |&&i| self.boxes[i].left < x && self.boxes[i].right > x)
        };
        let best = candidates
            .into_iter()
            .filter(|&x| {
                let left: Vec<usize> =
                    part.iter().copied().filter(|&i| self.boxes[i].right <= x).collect();
                let right: Vec<usize> =
                    part.iter().copied().filter(|&i| self.boxes[i].left >= x).collect();
                left.len() >= 2 && right.len() >= 2 && self.stand_beside(&left, &right)
            })
            .min_by_key(|&x| crossing(x).count())?;
        let mut spanning: Vec<usize> = crossing(best).copied().collect();
        // More than a few are no headlines: the column simply is that wide.
        if spanning.is_empty() || spanning.len() * 4 > part.len() {
            return None;
        }
        spanning.sort_by(|&a, &b| self.boxes[a].top.total_cmp(&self.boxes[b].top));
        let mut slices = vec![Vec::new(); spanning.len() * 2 + 1];
        for &i in part {
            match spanning.iter().position(|&s| s == i) {
                Some(at) => slices[at * 2 + 1].push(i),
                None => {
                    let middle = self.boxes[i].middle_y();
                    let above =
                        spanning.iter().filter(|&&s| self.boxes[s].middle_y() < middle).count();
                    slices[above * 2].push(i);
                }
            }
        }
        slices.retain(|slice| !slice.is_empty());
        Some(slices)
    }

    /// The rows of a column: pieces at one height belong together.
    fn rows(&self, mut leaf: Vec<usize>) -> Vec<Vec<usize>> {
        leaf.sort_by(|&a, &b| {
            let (a, b) = (&self.boxes[a], &self.boxes[b]);
            a.middle_y().total_cmp(&b.middle_y()).then(a.left.total_cmp(&b.left))
        });
        let mut rows: Vec<Vec<usize>> = Vec::new();
        for i in leaf {
            let b = self.boxes[i];
            let fits = rows.last().is_some_and(|row| {
                row.iter().all(|&other| {
                    let other = self.boxes[other];
                    let shared = b.bottom.min(other.bottom) - b.top.max(other.top);
                    let beside = b.left >= other.right || b.right <= other.left;
                    beside && shared >= ROW_OVERLAP * b.height().min(other.height())
                })
            });
            match rows.last_mut() {
                Some(row) if fits => row.push(i),
                _ => rows.push(vec![i]),
            }
        }
        for row in &mut rows {
            row.sort_by(|&a, &b| self.boxes[a].left.total_cmp(&self.boxes[b].left));
        }
        rows
    }
}
