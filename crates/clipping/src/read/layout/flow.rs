//! Text that gives way to a picture or a pulled quotation, seen as the whole column that it is.
//!
//! Lines that follow one another are chained: close below, alike in height, one edge in line. A
//! chain's *track* is the width that many of its lines have. Where a line is narrower and nothing
//! else stands in the room that it leaves, it is widened to the track, so that the cut into columns
//! ([`super::order`]) meets the gutters that a reader sees. What stands inside a track without being
//! part of its chain (a caption below the picture, a quotation) is a *float*: it is taken out of
//! the flow and read by itself.

use super::{order::Box, walls::Walls};

/// From the middle of a line to that of the next one of its chain, in line heights.
const STEP_MIN: f32 = 0.4;
const STEP_MAX: f32 = 2.0;
/// Lines of a chain differ in height at most so much.
const ALIKE: f32 = 1.15;
/// And at most so much where neither edge keeps in line.
const SAME: f32 = 1.08;
/// How far the left edge moves at most (an indent) and the right one, in line heights, where the
/// other edge does not keep in line.
const INDENT_MAX: f32 = 2.5;
const EDGE_MAX: f32 = 1.0;
/// A track is as wide as at least this share of its lines, and no fewer than so many.
const TRACK_SHARE: f32 = 0.12;
const TRACK_LINES_MIN: usize = 2;
/// What interrupts a track has at most so many lines, and is shorter than the track itself.
const FLOAT_LINES_MAX: usize = 20;
/// A float is set in another size, or this far below what is above it, or straddles two tracks.
const FLOAT_ALIKE: f32 = 1.12;
const FLOAT_CLEARANCE: f32 = 0.6;

/// A picture stands in a column if it covers so much of its width, and so near, in heights of a line:
/// there may be a caption between.
const COLUMN_SHARE: f32 = 0.8;
const PICTURE_REACH: f32 = 8.0;

/// So many lines before and after a line are looked at: more than ten columns have at its height.
const NEAR_MAX: usize = 150;

/// Lines as they are to be cut into columns.
#[derive(Debug, Clone, Default)]
pub struct Flow {
    /// The boxes, widened where they give way.
    pub boxes: Vec<Box>,
    /// Lines that stand apart from the flow, each float from top to bottom.
    pub floats: Vec<Vec<usize>>,
    /// What pictures fill of the columns below them, or else above them: one box a column, so that
    /// the gutter between two columns goes on through a picture over both. Pictures that text gives
    /// way to are left out: its lines are widened instead.
    pub pictures: Vec<Box>,
}

struct Chain {
    /// From top to bottom.
    lines: Vec<usize>,
    left: f32,
    right: f32,
    top: f32,
    bottom: f32,
    height: f32,
}

/// `boxes` are the lines in order of their y.
pub fn flow(boxes: &[Box], walls: &Walls, pictures: &[Box]) -> Flow {
    let chains = chains(boxes, walls);
    let mut chain_of = vec![0; boxes.len()];
    for (number, chain) in chains.iter().enumerate() {
        chain.lines.iter().for_each(|&line| chain_of[line] = number);
    }
    let mut is_float = vec![false; chains.len()];
    for (number, chain) in chains.iter().enumerate() {
        let is_in_picture = pictures.iter().any(|picture| is_within(chain, picture, boxes));
        is_float[number] = is_in_picture || floats(number, chain, &chains, boxes);
    }
    let floats = floats_whole(&chains, &mut is_float, boxes);
    let mut widened = boxes.to_vec();
    for chain in chains.iter().filter(|chain| chain.lines.len() >= 2 * TRACK_LINES_MIN) {
        for &line in &chain.lines {
            let mut wide = Box {
                left: boxes[line].left.min(chain.left),
                right: boxes[line].right.max(chain.right),
                ..boxes[line]
            };
            let others = near(boxes, line).filter(|&other| {
                other != line
                    && !is_float[chain_of[other]]
                    && shares_height(&boxes[other], &boxes[line])
            });
            for other in others {
                let other = &boxes[other];
                if other.right <= boxes[line].left + 1.0 && other.right > wide.left {
                    wide.left = boxes[line].left;
                }
                if other.left >= boxes[line].right - 1.0 && other.left < wide.right {
                    wide.right = boxes[line].right;
                }
            }
            widened[line] = wide;
        }
    }
    let tracks: Vec<&Chain> =
        chains.iter().enumerate().filter(|(i, _)| !is_float[*i]).map(|(_, track)| track).collect();
    let pictures = pictures.iter().flat_map(|picture| filled(picture, &tracks, &widened)).collect();
    Flow { boxes: widened, floats, pictures }
}

/// Whether a few lines stand in a picture: a sign that was photographed.
fn is_within(chain: &Chain, picture: &Box, boxes: &[Box]) -> bool {
    let (left, right) = extent_x(chain, boxes);
    chain.lines.len() <= TRACK_LINES_MIN
        && left > picture.left
        && right < picture.right
        && chain.top > picture.top
        && chain.bottom < picture.bottom
}

/// What a picture fills of the columns that it stands in.
fn filled(picture: &Box, tracks: &[&Chain], lines: &[Box]) -> Vec<Box> {
    let usual = super::order::usual_height(lines);
    let shared = |left: f32, right: f32| right.min(picture.right) - left.max(picture.left);
    // A word in the picture itself is none of a column's.
    let columns = tracks.iter().filter(|track| track.lines.len() >= 2 * TRACK_LINES_MIN);
    let gives_way = columns.flat_map(|track| &track.lines).any(|&line| {
        let line = &lines[line];
        let y = middle(line);
        y > picture.top && y < picture.bottom && shared(line.left, line.right) > usual
    });
    if gives_way {
        return Vec::new();
    }
    let is_column = |track: &&&Chain| {
        track.lines.len() >= TRACK_LINES_MIN
            && track.height < FLOAT_ALIKE * usual
            && shared(track.left, track.right) > COLUMN_SHARE * (track.right - track.left)
    };
    let reach = PICTURE_REACH * usual;
    let near = |gap: f32| gap > -usual && gap < reach;
    let columns = |away: &dyn Fn(&Chain) -> f32| -> Vec<Box> {
        let near = tracks.iter().filter(is_column).filter(|track| near(away(track)));
        near.map(|track| Box { left: track.left, right: track.right, ..*picture }).collect()
    };
    let below = columns(&|track| track.top - picture.bottom);
    let found = if below.is_empty() { columns(&|track| picture.top - track.bottom) } else { below };
    // With no text of its own it is a column by itself; its edge may be drawn into the gutter.
    let inset = (0.5 * usual).min((picture.right - picture.left) / 3.0).max(0.0);
    let alone = Box { left: picture.left + inset, right: picture.right - inset, ..*picture };
    if found.is_empty() { vec![alone] } else { found }
}

/// Lines whose tops are near that of a line: `boxes` are sorted by their y, nearly.
fn near(boxes: &[Box], line: usize) -> impl Iterator<Item = usize> {
    let reach = 3.0 * (boxes[line].bottom - boxes[line].top);
    let middle = middle(&boxes[line]);
    let is_near = |b: &&Box| (self::middle(b) - middle).abs() < reach;
    let before = boxes[..line].iter().rev().take(NEAR_MAX).take_while(is_near).count();
    let after = boxes[line..].iter().take(NEAR_MAX).take_while(is_near).count();
    line - before..line + after
}

fn middle(b: &Box) -> f32 {
    (b.top + b.bottom) / 2.0
}

/// Whether two boxes stand at one height, not only graze.
fn shares_height(a: &Box, b: &Box) -> bool {
    let shared = a.bottom.min(b.bottom) - a.top.max(b.top);
    shared > 0.35 * (a.bottom - a.top).min(b.bottom - b.top)
}

fn chains(boxes: &[Box], walls: &Walls) -> Vec<Chain> {
    let mut links: Vec<(f32, usize, usize)> = Vec::new();
    for above in 0..boxes.len() {
        for below in near(boxes, above).filter(|&below| below != above) {
            if let Some(cost) = link(&boxes[above], &boxes[below])
                && !is_walled(&boxes[above], &boxes[below], walls)
                && !spans(boxes, above, below)
                && !is_between(boxes, above, below)
            {
                links.push((cost, above, below));
            }
        }
    }
    links.sort_by(|a, b| a.0.total_cmp(&b.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let mut next = vec![None; boxes.len()];
    let mut has_before = vec![false; boxes.len()];
    for (_, above, below) in links {
        if next[above].is_none() && !has_before[below] {
            next[above] = Some(below);
            has_before[below] = true;
        }
    }
    (0..boxes.len())
        .filter(|&line| !has_before[line])
        .map(|first| {
            let lines: Vec<usize> =
                std::iter::successors(Some(first), |&line: &usize| next[line]).collect();
            chain(lines, boxes)
        })
        .collect()
}

/// How well a line follows another; the less the better.
fn link(above: &Box, below: &Box) -> Option<f32> {
    let heights = (above.bottom - above.top, below.bottom - below.top);
    let height = heights.0.max(heights.1).max(f32::MIN_POSITIVE);
    let ratio = height / heights.0.min(heights.1).max(f32::MIN_POSITIVE);
    let step = (middle(below) - middle(above)) / height;
    let left = (below.left - above.left).abs() / height;
    let right = (below.right - above.right).abs() / height;
    let overlaps = above.left < below.right && below.left < above.right;
    let fits = (STEP_MIN..=STEP_MAX).contains(&step)
        && ratio <= ALIKE
        && overlaps
        && (left <= INDENT_MAX
            || right <= EDGE_MAX
            || (ratio <= SAME && contains(above, below, height)));
    fits.then(|| step + left.min(right))
}

/// Whether one of two lines begins and ends within the other, give or take an edge.
fn contains(a: &Box, b: &Box, height: f32) -> bool {
    let (wide, narrow) = if a.right - a.left > b.right - b.left { (a, b) } else { (b, a) };
    let margin = EDGE_MAX * height;
    narrow.left > wide.left - margin && narrow.right < wide.right + margin
}

fn is_walled(above: &Box, below: &Box, walls: &Walls) -> bool {
    let (left, right) = (above.left.max(below.left), above.right.min(below.right));
    walls.level.iter().any(|wall| {
        let y = wall.y_between(left, right);
        let wall = &wall.area;
        y > middle(above) && y < middle(below) && wall.left < right && wall.right > left
    })
}

/// Whether the line above runs over the line below and its neighbour as well: over two columns.
fn spans(boxes: &[Box], above: usize, below: usize) -> bool {
    let (a, b) = (&boxes[above], &boxes[below]);
    let margin = b.bottom - b.top;
    near(boxes, below).any(|other| {
        let c = &boxes[other];
        other != above
            && other != below
            && shares_height(b, c)
            && c.left.max(b.left) >= c.right.min(b.right)
            && c.left > a.left - margin
            && c.right < a.right + margin
            && (c.bottom - c.top) * ALIKE > b.bottom - b.top
            && c.right - c.left > 4.0 * margin
    })
}

/// Whether another line stands between the two.
fn is_between(boxes: &[Box], above: usize, below: usize) -> bool {
    let (a, b) = (&boxes[above], &boxes[below]);
    let (left, right) = (a.left.max(b.left), a.right.min(b.right));
    near(boxes, above).any(|other| {
        let c = &boxes[other];
        other != above
            && other != below
            && middle(c) > middle(a) + 0.25 * (a.bottom - a.top)
            && middle(c) < middle(b) - 0.25 * (b.bottom - b.top)
            && c.right.min(right) - c.left.max(left) > 0.5 * (right - left).min(c.right - c.left)
    })
}

fn chain(lines: Vec<usize>, boxes: &[Box]) -> Chain {
    let sorted = |edge: fn(&Box) -> f32| {
        let mut edges: Vec<f32> = lines.iter().map(|&line| edge(&boxes[line])).collect();
        edges.sort_by(f32::total_cmp);
        edges
    };
    let (lefts, rights) = (sorted(|b| b.left), sorted(|b| b.right));
    let heights = sorted(|b| b.bottom - b.top);
    let support = (lines.len() as f32 * TRACK_SHARE).ceil() as usize;
    let support = support.max(TRACK_LINES_MIN).min(lines.len()) - 1;
    Chain {
        left: lefts[support],
        right: rights[rights.len() - 1 - support],
        top: lines.iter().map(|&line| boxes[line].top).fold(f32::MAX, f32::min),
        bottom: lines.iter().map(|&line| boxes[line].bottom).fold(f32::MIN, f32::max),
        height: heights[heights.len() / 2],
        lines,
    }
}

/// The floats, each with what stands right above or below it in the same room: the lines of a
/// caption differ in height where it begins with a large letter, or is set in capitals.
fn floats_whole(chains: &[Chain], is_float: &mut [bool], boxes: &[Box]) -> Vec<Vec<usize>> {
    let mut order: Vec<usize> = (0..chains.len()).collect();
    order.sort_by(|&a, &b| chains[a].top.total_cmp(&chains[b].top).then(a.cmp(&b)));
    let is_next = |above: usize, below: usize| {
        let (a, b) = (&chains[above], &chains[below]);
        let height = a.height.min(b.height);
        let gap = b.top - a.bottom;
        let ((left, right), (own_left, own_right)) = (extent_x(a, boxes), extent_x(b, boxes));
        let is_in = |inner: (f32, f32), outer: (f32, f32)| {
            inner.0 > outer.0 - height && inner.1 < outer.1 + height
        };
        let is_below = gap > -height && gap < height && middle_y(a) < middle_y(b);
        is_below
            && (is_in((left, right), (own_left, own_right))
                || is_in((own_left, own_right), (left, right)))
    };
    let mut whole: Vec<Vec<usize>> = Vec::new();
    let mut last: Vec<usize> = Vec::new();
    for number in order {
        let above = last.iter().position(|&above| is_next(above, number));
        if !is_float[number] {
            let chain = &chains[number];
            let is_short = chain.lines.len() <= FLOAT_LINES_MAX;
            if above.is_none()
                || !is_short
                || tracks_around(number, chain, chains, boxes).is_empty()
            {
                continue;
            }
            is_float[number] = true;
        }
        match above {
            Some(at) => {
                whole[at].extend(&chains[number].lines);
                last[at] = number;
            }
            None => {
                whole.push(chains[number].lines.clone());
                last.push(number);
            }
        }
    }
    whole
}

fn middle_y(chain: &Chain) -> f32 {
    (chain.top + chain.bottom) / 2.0
}

/// The columns in whose way a chain stands.
fn tracks_around<'a>(
    number: usize,
    chain: &Chain,
    chains: &'a [Chain],
    boxes: &[Box],
) -> Vec<&'a Chain> {
    let (left, right) = extent_x(chain, boxes);
    chains
        .iter()
        .enumerate()
        .filter(|&(other, track)| {
            other != number
                && track.lines.len() >= 2 * TRACK_LINES_MIN
                && track.lines.len() > chain.lines.len()
                && track.top < chain.top
                && track.bottom > chain.bottom
                && track.right.min(right) - track.left.max(left) > track.height
                && track.lines.iter().any(|&line| {
                    let b = &boxes[line];
                    let is_beside = b.right <= left + 1.0 || b.left >= right - 1.0;
                    is_beside && b.bottom > chain.top && b.top < chain.bottom
                })
        })
        .map(|(_, track)| track)
        .collect()
}

/// Whether a chain stands in the room that other chains leave.
fn floats(number: usize, chain: &Chain, chains: &[Chain], boxes: &[Box]) -> bool {
    let (left, right) = extent_x(chain, boxes);
    let tracks = tracks_around(number, chain, chains, boxes);
    if tracks.is_empty() || chain.lines.len() > FLOAT_LINES_MAX {
        return false;
    }
    // A line of the track itself that was found in two is no float.
    let is_piece = chain.lines.len() == 1
        && tracks.iter().any(|track| {
            track.lines.iter().any(|&line| {
                let b = &boxes[line];
                let apart = (left - b.right).max(b.left - right);
                shares_height(b, &boxes[chain.lines[0]]) && apart < 3.0 * track.height
            })
        });
    let straddles =
        tracks.len() > 1 && tracks.iter().all(|track| left < track.left || right > track.right);
    let is_other_size = tracks.iter().all(|track| {
        chain.height > track.height * FLOAT_ALIKE || chain.height * FLOAT_ALIKE < track.height
    });
    let is_clear = !boxes.iter().any(|b| {
        let gap = chain.top - b.bottom;
        b.left < right
            && b.right > left
            && middle(b) < chain.top + 0.3 * chain.height
            && gap < FLOAT_CLEARANCE * chain.height
    });
    // One line alone says less than several.
    if chain.lines.len() == 1 {
        return is_clear && (straddles || is_other_size || !is_piece);
    }
    straddles || is_other_size || is_clear
}

fn extent_x(chain: &Chain, boxes: &[Box]) -> (f32, f32) {
    chain.lines.iter().fold((f32::MAX, f32::MIN), |(left, right), &line| {
        (left.min(boxes[line].left), right.max(boxes[line].right))
    })
}
