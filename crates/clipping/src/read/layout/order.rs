//! Reading order from boxes: columns left to right between headlines, top to bottom.
//!
//! A recursive cut. Where a gutter runs through the whole part, its columns are read one after
//! the other. Where none does, something spans the columns (a headline, a wide line): the part is
//! cut into bands at the height of every blank, and neighbouring bands are put together again as
//! long as one gutter runs through all of them. So a headline over three columns stands alone, the
//! columns under it stay whole, and the next headline ends them.

use super::walls::Walls;

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

    pub fn middle(&self) -> (f32, f32) {
        ((self.left + self.right) / 2.0, (self.top + self.bottom) / 2.0)
    }

    /// Larger by so much on every side.
    pub fn grown(&self, by: f32) -> Self {
        Self {
            left: self.left - by,
            top: self.top - by,
            right: self.right + by,
            bottom: self.bottom + by,
        }
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
/// What is this high by itself is a column, in usual line heights.
const COLUMN_MIN: f32 = 6.0;
/// A row is a pair of pieces whose heights overlap at least so much.
const ROW_OVERLAP: f32 = 0.5;
/// A row of pieces is no higher than so many usual heights.
const ROW_MAX: f32 = 2.0;
/// Deeper recursion than any page needs.
const DEPTH_MAX: u32 = 64;

/// The columns in reading order; of each its rows from top to bottom; of each row its pieces from
/// left to right. Every box is in exactly one row. `pictures` are what fills a column besides text:
/// see [`super::flow::Flow::pictures`].
pub fn columns(boxes: &[Box], walls: &Walls, pictures: &[Box]) -> Vec<Vec<Vec<usize>>> {
    cut(boxes, walls, pictures, false)
}

/// As [`columns`], of one article: what stands at the top on the right goes on from what stands at
/// the foot on the left.
pub fn columns_of_article(boxes: &[Box], walls: &Walls, pictures: &[Box]) -> Vec<Vec<Vec<usize>>> {
    cut(boxes, walls, pictures, true)
}

fn cut(boxes: &[Box], walls: &Walls, pictures: &[Box], of_article: bool) -> Vec<Vec<Vec<usize>>> {
    let usual = usual_height(boxes);
    let mut trimmed: Vec<Box> = boxes
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
    trimmed.extend(pictures);
    // A rule as wide as its column must not reach into the gutter.
    trimmed.extend(walls.level.iter().map(|wall| wall.area).filter_map(|wall| {
        let inset = GUTTER_MIN * usual;
        (wall.right - wall.left > 4.0 * usual).then_some(Box {
            left: wall.left + inset,
            right: wall.right - inset,
            ..wall
        })
    }));
    let cutter = Cutter {
        boxes: &trimmed,
        texts: boxes.len(),
        filled: boxes.len() + pictures.len(),
        upright: &walls.upright,
        usual,
        of_article,
    };
    let mut leaves = Vec::new();
    cutter.cut((0..trimmed.len()).collect(), 0, &mut leaves);
    leaves
        .into_iter()
        .map(|leaf| cutter.rows(cutter.texts(&leaf)))
        .filter(|rows| !rows.is_empty())
        .collect()
}

/// The height of most lines.
pub fn usual_height(boxes: &[Box]) -> f32 {
    let mut heights: Vec<f32> = boxes.iter().map(Box::height).collect();
    heights.sort_by(f32::total_cmp);
    heights.get(heights.len() / 2).copied().unwrap_or(1.0)
}

struct Cutter<'a> {
    /// Lines, then pictures, then level rules.
    boxes: &'a [Box],
    /// How many of the boxes are lines, and how many lines or pictures.
    texts: usize,
    filled: usize,
    upright: &'a [Box],
    /// The usual height of a line.
    usual: f32,
    of_article: bool,
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

    /// The lines of a part, without its rules.
    fn texts(&self, part: &[usize]) -> Vec<usize> {
        part.iter().copied().filter(|&i| i < self.texts).collect()
    }

    /// The lines and pictures of a part.
    fn filled(&self, part: &[usize]) -> Vec<usize> {
        part.iter().copied().filter(|&i| i < self.filled).collect()
    }

    /// Blanks from top to bottom that are wide enough for a gutter, or have an upright rule in them
    /// along most of the part.
    fn blanks_x(&self, part: &[usize]) -> Vec<Blank> {
        let (top, bottom) = self.extent_y(part);
        self.blanks(part, |b| (b.left, b.right), 0.0)
            .into_iter()
            .filter(|blank| {
                blank.end - blank.start >= self.usual * GUTTER_MIN
                    || self.upright.iter().any(|rule| {
                        let x = (rule.left + rule.right) / 2.0;
                        let along = rule.bottom.min(bottom) - rule.top.max(top);
                        (blank.start..=blank.end).contains(&x) && along > 0.5 * (bottom - top)
                    })
            })
            .collect()
    }

    /// Those blanks with columns on both sides: lines beside each other, at least two on each side.
    fn gutters(&self, part: &[usize]) -> Vec<Blank> {
        self.blanks_x(part)
            .into_iter()
            .filter(|blank| {
                let x = (blank.start + blank.end) / 2.0;
                let (left, right): (Vec<usize>, Vec<usize>) =
                    self.texts(part).iter().partition(|&&i| self.boxes[i].right < x);
                if self.of_article && self.goes_on(&left, &right) {
                    return true;
                }
                let (filled_left, filled_right): (Vec<usize>, Vec<usize>) =
                    self.filled(part).iter().partition(|&&i| self.boxes[i].right < x);
                self.is_column(&left)
                    && self.is_column(&right)
                    && self.stand_beside(&filled_left, &filled_right)
            })
            .collect()
    }

    fn extent_y(&self, part: &[usize]) -> (f32, f32) {
        part.iter().fold((f32::MAX, f32::MIN), |(top, bottom), &i| {
            (top.min(self.boxes[i].top), bottom.max(self.boxes[i].bottom))
        })
    }

    fn stand_beside(&self, left: &[usize], right: &[usize]) -> bool {
        let (left_top, left_bottom) = self.extent_y(left);
        let (right_top, right_bottom) = self.extent_y(right);
        left_bottom.min(right_bottom) > left_top.max(right_top)
    }

    /// Whether lines stand under one another, or one is as high as a column: a box that is read by
    /// itself.
    fn is_column(&self, lines: &[usize]) -> bool {
        self.bands(lines).len() >= 2
            || lines.iter().any(|&i| self.boxes[i].height() > COLUMN_MIN * self.usual)
    }

    /// Whether the right part stands wholly above the left one.
    fn goes_on(&self, left: &[usize], right: &[usize]) -> bool {
        !left.is_empty()
            && !right.is_empty()
            && self.extent_y(right).1 <= self.extent_y(left).0 + self.usual * TRIM
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
            let has_gutter = |part: &[usize]| !self.blanks_x(part).is_empty();
            let kind = if has_gutter(&band) { Kind::Columns } else { Kind::Single };
            if let Some((last_kind, last)) = groups.last_mut() {
                let together: Vec<usize> = last.iter().chain(&band).copied().collect();
                let joined = match (*last_kind, kind) {
                    (Kind::Single, Kind::Single) => true,
                    // A lone row of pieces (a running head, a line found in two) is no column:
                    // what follows lies across its blanks.
                    (Kind::Columns, Kind::Single)
                        if self.is_row(last) && self.crosses_a_blank(last, &band) =>
                    {
                        *last_kind = Kind::Single;
                        true
                    }
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
        // Such a row belongs to the single lines before it too.
        let mut whole: Vec<(Kind, Vec<usize>)> = Vec::new();
        for (kind, group) in groups {
            match whole.last_mut() {
                Some((Kind::Single, last)) if kind == Kind::Single => last.extend(group),
                _ => whole.push((kind, group)),
            }
        }
        whole.into_iter().map(|(_, group)| group).collect()
    }

    /// Whether a part is no higher than a line.
    fn is_row(&self, part: &[usize]) -> bool {
        let (top, bottom) = self.extent_y(part);
        self.bands(part).len() == 1 && bottom - top < ROW_MAX * self.usual
    }

    /// Whether something in the band lies across a blank of the row.
    fn crosses_a_blank(&self, row: &[usize], band: &[usize]) -> bool {
        let blanks = self.blanks_x(row);
        band.iter()
            .map(|&i| self.boxes[i])
            .any(|b| blanks.iter().any(|blank| b.left < blank.start && b.right > blank.end))
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::read::layout::walls::Wall;

    const PITCH: f32 = 20.0;

    /// Lines of a column from `top` on, 24 high (grown beyond the pitch, as detection gives them).
    fn column(left: f32, width: f32, top: f32, count: usize) -> Vec<Box> {
        (0..count)
            .map(|i| {
                let middle = top + i as f32 * PITCH;
                Box { left, right: left + width, top: middle - 12.0, bottom: middle + 12.0 }
            })
            .collect()
    }

    /// The order as one list, pieces of a row joined.
    fn order(boxes: &[Box]) -> Vec<usize> {
        columns(boxes, &Walls::default(), &[]).into_iter().flatten().flatten().collect()
    }

    /// Boxes in their true order, read back from any order they are handed in.
    fn assert_order(boxes: &[Box]) {
        let mut shuffled: Vec<usize> = (0..boxes.len()).collect();
        shuffled.sort_by_key(|i| (i * 7919) % 1009);
        let handed: Vec<Box> = shuffled.iter().map(|&i| boxes[i]).collect();
        let read: Vec<usize> = order(&handed).into_iter().map(|i| shuffled[i]).collect();
        assert_eq!(read, (0..boxes.len()).collect::<Vec<_>>());
    }

    #[test]
    fn one_column_is_read_downwards() {
        assert_order(&column(10.0, 300.0, 20.0, 30));
    }

    #[test]
    fn columns_are_read_one_after_the_other_though_their_lines_are_not_level() {
        let boxes = [
            column(10.0, 200.0, 20.0, 30),
            column(230.0, 200.0, 27.0, 29),
            column(450.0, 200.0, 15.0, 30),
        ];
        assert_order(&boxes.concat());
    }

    #[test]
    fn a_headline_over_three_columns_is_read_before_them() {
        let headline = Box { left: 60.0, top: 10.0, right: 600.0, bottom: 70.0 };
        let boxes = [
            vec![headline],
            column(10.0, 200.0, 100.0, 20),
            column(230.0, 200.0, 100.0, 20),
            column(450.0, 200.0, 100.0, 20),
        ];
        assert_order(&boxes.concat());
    }

    #[test]
    fn a_second_headline_ends_the_columns_of_the_first() {
        let headline = |top: f32| Box { left: 30.0, top, right: 420.0, bottom: top + 40.0 };
        let boxes = [
            vec![headline(0.0)],
            column(10.0, 200.0, 70.0, 10),
            column(230.0, 200.0, 75.0, 9),
            vec![headline(290.0)],
            column(10.0, 200.0, 360.0, 12),
            column(230.0, 200.0, 362.0, 12),
        ];
        assert_order(&boxes.concat());
    }

    #[test]
    fn a_headline_over_the_middle_columns_leaves_the_outer_ones_whole() {
        let headline = Box { left: 235.0, top: 195.0, right: 640.0, bottom: 225.0 };
        let boxes = [
            column(10.0, 200.0, 20.0, 30),
            column(230.0, 200.0, 20.0, 8),
            column(450.0, 200.0, 23.0, 8),
            vec![headline],
            column(230.0, 200.0, 250.0, 18),
            column(450.0, 200.0, 253.0, 18),
            column(670.0, 200.0, 20.0, 30),
        ];
        assert_order(&boxes.concat());
    }

    #[test]
    fn a_picture_in_a_column_does_not_part_it() {
        let boxes = [
            column(10.0, 200.0, 20.0, 30),
            column(230.0, 200.0, 20.0, 6),
            // The picture, then its caption and the rest of the column.
            column(240.0, 180.0, 400.0, 1),
            column(230.0, 200.0, 440.0, 9),
            column(450.0, 200.0, 20.0, 30),
        ];
        assert_order(&boxes.concat());
    }

    #[test]
    fn a_line_found_in_two_pieces_is_one_row() {
        let mut boxes = column(10.0, 300.0, 20.0, 5);
        boxes[2].right = 120.0;
        boxes.push(Box { left: 150.0, right: 310.0, ..boxes[2] });
        let columns = columns(&boxes, &Walls::default(), &[]);
        assert_eq!(columns, [[vec![0], vec![1], vec![2, 5], vec![3], vec![4]]]);
    }

    #[test]
    fn a_few_lines_across_a_gutter_do_not_mix_the_columns() {
        // A line that detection merged across the gutter, with no blank above and below it.
        let mut boxes = column(10.0, 200.0, 20.0, 30);
        boxes.extend(column(230.0, 200.0, 27.0, 30));
        boxes.push(Box { left: 10.0, right: 430.0, top: 628.0, bottom: 652.0 });
        let read = order(&boxes);
        let places: Vec<usize> =
            (0..61).map(|i| read.iter().position(|&r| r == i).unwrap()).collect();
        assert!(places[..30].is_sorted(), "{read:?}");
        assert!(places[29] < places[30], "{read:?}");
        assert_eq!(read[60], 60);
    }

    #[test]
    fn a_rule_across_the_columns_ends_them_and_a_rule_between_them_parts_them() {
        let boxes = [
            column(10.0, 205.0, 20.0, 10),
            column(206.0, 200.0, 24.0, 10),
            column(10.0, 205.0, 240.0, 10),
            column(206.0, 200.0, 244.0, 10),
        ]
        .concat();
        let walls = Walls {
            level: vec![Wall {
                area: Box { left: 10.0, right: 406.0, top: 225.0, bottom: 226.0 },
                slope: 0.0,
            }],
            upright: vec![Box { left: 210.0, right: 211.0, top: 10.0, bottom: 440.0 }],
        };
        let read: Vec<usize> =
            columns(&boxes, &walls, &[]).into_iter().flatten().flatten().collect();
        assert_eq!(read, (0..40).collect::<Vec<_>>());
    }

    proptest! {
        #[test]
        fn the_order_is_a_permutation_of_the_lines(
            boxes in proptest::collection::vec(
                (0.0_f32..2000.0, 0.0_f32..3000.0, 1.0_f32..900.0, 1.0_f32..60.0),
                0..120,
            )
        ) {
            let boxes: Vec<Box> = boxes
                .into_iter()
                .map(|(left, top, width, height)| Box {
                    left,
                    top,
                    right: left + width,
                    bottom: top + height,
                })
                .collect();
            let mut read = order(&boxes);
            read.sort_unstable();
            prop_assert_eq!(read, (0..boxes.len()).collect::<Vec<_>>());
        }
    }
}
