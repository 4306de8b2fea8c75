//! The page's plan: which articles stand where, and how each is set.

use coupure_model::Rect;
use rand::Rng;
use rand::rngs::SmallRng;
use rand::seq::IndexedRandom;

use super::super::ink::{Family, Type};
use super::Extent;
use super::setting::{Byline, Form, Look, Place};

pub(super) struct Plan {
    pub width_px: u32,
    pub height_px: u32,
    pub paper: [u8; 3],
    pub look: Look,
    /// `None`: a clipping without a running head.
    pub folio: Option<Folio>,
    pub leaves: Vec<Leaf>,
    pub rules: Vec<Rect>,
    pub screen_period_px: f64,
    pub screen_degrees: f64,
}

pub(super) struct Folio {
    pub left: f32,
    pub top: f32,
    pub width: f32,
    pub size_px: f32,
    pub ruled: bool,
}

pub(super) struct Leaf {
    pub room: Rect,
    pub form: Form,
    pub interview: bool,
}

impl Plan {
    pub fn draw_up(extent: Extent, random: &mut SmallRng) -> Self {
        let columns: u32 = match extent {
            Extent::Small => random.random_range(2..=3),
            Extent::Clipping => random.random_range(2..=4),
            Extent::Half => random.random_range(3..=5),
            Extent::Page => random.random_range(4..=6),
        };
        let body_px = match extent {
            Extent::Small => random.random_range(28.0..34.0_f32),
            Extent::Clipping => random.random_range(27.0..38.0),
            Extent::Half | Extent::Page => random.random_range(24.0..31.0),
        };
        let measure = body_px * random.random_range(13.0..17.0_f32);
        let look = look(body_px, random);
        let margin = body_px * random.random_range(2.0..4.0_f32);
        let inner = measure * columns as f32 + look.gutter_px * (columns - 1) as f32;
        let tall = match extent {
            Extent::Small => body_px * random.random_range(26.0..32.0_f32),
            Extent::Clipping => inner * random.random_range(0.8..1.3_f32),
            Extent::Half => inner * random.random_range(0.7..0.95_f32),
            Extent::Page => inner * random.random_range(1.25..1.45_f32),
        };
        let with_folio = extent == Extent::Page || random.random_bool(0.6);
        let folio = with_folio.then(|| Folio {
            left: margin,
            top: margin,
            width: inner,
            size_px: body_px * random.random_range(0.9..1.2_f32),
            ruled: random.random_bool(0.7),
        });
        let top = margin + folio.as_ref().map_or(0.0, |folio| folio.size_px * 2.3);
        let wanted: u32 = match extent {
            Extent::Small => 1 + u32::from(random.random_bool(0.4)),
            Extent::Clipping => 1,
            Extent::Half => random.random_range(2..=3),
            Extent::Page => random.random_range(4..=7),
        };
        let grid = Grid { left: margin, measure, gutter: look.gutter_px };
        let mut parting = Parting {
            grid,
            look: &look,
            random,
            leaves: Vec::new(),
            rules: Vec::new(),
            upright: look.column_rules,
        };
        parting.part(0, columns, top, top + tall, wanted);
        let Parting { leaves, rules, .. } = parting;
        let leaves = leaves
            .into_iter()
            .enumerate()
            .map(|(i, (room, grid_columns))| Leaf {
                form: form(room, grid_columns, i == 0, &look, random),
                room,
                interview: random.random_bool(0.25),
            })
            .collect();
        let papers = [[238, 233, 220], [228, 224, 214], [244, 242, 236], [231, 221, 198]];
        Self {
            width_px: (inner + 2.0 * margin).ceil() as u32,
            height_px: (top + tall + margin).ceil() as u32,
            paper: *papers.choose(random).expect("there are papers"),
            look,
            folio,
            leaves,
            rules,
            screen_period_px: random.random_range(4.0..7.0),
            screen_degrees: *[45.0, 45.0, 30.0, 67.5].choose(random).expect("there are angles"),
        }
    }
}

fn look(body_px: f32, random: &mut SmallRng) -> Look {
    use Family::{Franklin, Newsreader, OldStandard, Oswald, Stix};
    let (body, head, small) = *[
        (Newsreader, Newsreader, Franklin),
        (Newsreader, Franklin, Franklin),
        (Stix, Stix, Franklin),
        (Stix, Oswald, Franklin),
        (OldStandard, OldStandard, OldStandard),
        (Stix, Franklin, Franklin),
        (Franklin, Oswald, Franklin),
    ]
    .choose(random)
    .expect("there are typefaces");
    Look {
        body: Type::of(body),
        head: Type::of(head),
        small: Type::of(small),
        body_px,
        gutter_px: body_px * random.random_range(0.9..1.7_f32),
        leading: random.random_range(1.14..1.28),
        justified: random.random_bool(0.8),
        column_rules: random.random_bool(0.5),
        head_everywhere: random.random_bool(0.5),
    }
}

#[derive(Clone, Copy)]
struct Grid {
    left: f32,
    measure: f32,
    gutter: f32,
}

impl Grid {
    fn left_of(&self, column: u32) -> f32 {
        self.left + column as f32 * (self.measure + self.gutter)
    }

    fn width_of(&self, columns: u32) -> f32 {
        columns as f32 * self.measure + (columns - 1) as f32 * self.gutter
    }
}

/// Parts the page into rooms, top before bottom, left before right.
struct Parting<'a> {
    grid: Grid,
    look: &'a Look,
    random: &'a mut SmallRng,
    leaves: Vec<(Rect, u32)>,
    rules: Vec<Rect>,
    upright: bool,
}

impl Parting<'_> {
    fn part(&mut self, from: u32, to: u32, top: f32, bottom: f32, wanted: u32) {
        let columns = to - from;
        let (width, height) = (self.grid.width_of(columns), bottom - top);
        let line = self.look.body_px * self.look.leading;
        let may_stack = height > line * 34.0;
        let may_stand = columns >= 2;
        if wanted <= 1 || !(may_stack || may_stand) {
            let room = Rect { x: self.grid.left_of(from), y: top, width, height };
            return self.leaves.push((room, columns));
        }
        let first = self.random.random_range(1..wanted);
        let part = first as f32 / wanted as f32;
        let stack = may_stack && (!may_stand || self.random.random_bool(0.6));
        if stack {
            let least = line * 16.0 / height;
            let at = top + height * part.clamp(least, 1.0 - least);
            let gap = self.look.body_px * 1.6;
            if self.random.random_bool(0.6) {
                let x = self.grid.left_of(from);
                self.rules.push(Rect { x, y: at - 1.0, width, height: 2.5 });
            }
            self.part(from, to, top, at - gap / 2.0, first);
            self.part(from, to, at + gap / 2.0, bottom, wanted - first);
        } else {
            let at = from + ((columns as f32 * part).round() as u32).clamp(1, columns - 1);
            if self.upright || self.random.random_bool(0.3) {
                let x = self.grid.left_of(at) - self.grid.gutter / 2.0;
                self.rules.push(Rect { x, y: top, width: 2.0, height });
            }
            self.part(from, at, top, bottom, first);
            self.part(at, to, top, bottom, wanted - first);
        }
    }
}

fn form(room: Rect, grid_columns: u32, leads: bool, look: &Look, random: &mut SmallRng) -> Form {
    let body = look.body_px;
    let lines = room.height / (body * look.leading);
    let boxed = !leads && random.random_bool(0.2);
    // A box, or a large article, sometimes has columns of its own.
    let wider = grid_columns >= 3 && random.random_bool(0.2);
    let columns = if wider { grid_columns - 1 } else { grid_columns };
    let lead = if leads { 0.5 } else { 0.0 };
    let headline =
        1.35 + 0.42 * grid_columns.min(4) as f32 + lead + random.random_range(0.0..0.6_f32);
    let width = room.width / columns as f32;
    let roomy = lines > 24.0;
    let wide = width > body * 15.0;
    let mut places: Vec<Option<Place>> = vec![None];
    if roomy || columns >= 3 {
        let n = random.random_range(1..=columns.min(2));
        let from = random.random_range(0..=columns - n);
        places.push(Some(Place::Top { from, columns: n }));
        places.push(Some(Place::Foot { from, columns: n }));
    }
    if roomy && columns >= 2 {
        let after = random.random_range(0..columns - 1);
        let reach = random.random_range(0.42..0.54);
        places.push(Some(Place::Across { after, reach }));
        places.push(Some(Place::Across { after, reach: 0.48 }));
    }
    if roomy && wide {
        let column = random.random_range(0..columns);
        let right = random.random_bool(0.5);
        places.push(Some(Place::Beside { column, right, reach: random.random_range(0.4..0.52) }));
    }
    let picture = *places.choose(random).expect("none is a place too");
    Form {
        columns,
        headline_px: body * headline,
        standfirst: lines > 20.0 && random.random_bool(0.6),
        byline: *[Byline::None, Byline::Above, Byline::Below].choose(random).expect("three"),
        boxed,
        capital: random.random_bool(0.3),
        picture,
    }
}
