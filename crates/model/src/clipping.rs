//! A clipping: an original that is never altered, a recipe, what was read, and where it comes from.
//!
//! Lengths are pixels. Corners and crops are in the *oriented original*: the picture as decoded,
//! with its EXIF orientation applied. Words and lines are in the *corrected page*: what the recipe
//! makes of it at full size.

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{ClippingId, Language, MediaHash, Problem};

#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize, TS)]
pub struct Point {
    pub x: f32,
    pub y: f32,
}

/// Four corners: top left, top right, bottom right, bottom left, as the page is read.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, TS)]
pub struct Quad(pub [Point; 4]);

#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize, TS)]
pub struct Rect {
    pub x: f32,
    pub y: f32,
    pub width: f32,
    pub height: f32,
}

/// Quarter turns, clockwise, made before anything else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Turn {
    #[default]
    None,
    Right,
    Half,
    Left,
}

/// How far the lines of text run off level, on the page as corners, turn and fine angle make it,
/// before any crop: control points of a uniform cubic B-spline surface spread evenly over that page,
/// row by row, each a shift down in fractions of the page's height. No points: the page is flat.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct Curl {
    pub columns: u32,
    pub rows: u32,
    pub shifts: Vec<f32>,
}

/// What the light and the paper become.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Preset {
    /// In colour where it looks like print, left as it is where it is an ordinary picture.
    #[default]
    Automatic,
    /// Left as it is.
    Untouched,
    /// Even light, white paper, colours kept.
    Colour,
    Grey,
    BlackAndWhite,
}

/// `strength`: 0 (nothing) to 1 (paper all white).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, TS)]
pub struct Enhancement {
    pub preset: Preset,
    pub strength: f32,
}

impl Default for Enhancement {
    fn default() -> Self {
        Self { preset: Preset::default(), strength: 0.8 }
    }
}

/// How the original becomes the corrected page. `None`: found by itself.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct Recipe {
    /// A plain turn is the author's choice.
    pub turn: Option<Turn>,
    /// The page's corners in the oriented original (before `turn`).
    pub quad: Option<Quad>,
    /// Degrees that the page is turned clockwise to be level, after the quad.
    pub skew_degrees: Option<f32>,
    /// What makes the lines of text level that a curled or folded page bends.
    pub curl: Option<Curl>,
    /// A part of the corrected page, in fractions (0 to 1) of its width and height.
    pub crop: Option<Rect>,
    pub enhancement: Enhancement,
    /// Parts painted over in white, in fractions of the corrected page, after the crop.
    pub masks: Vec<Rect>,
    /// Parts to read, in reading order, in fractions of the corrected page; empty: all of it.
    pub regions: Vec<Rect>,
}

impl Recipe {
    /// Whether `found` is this recipe with what it leaves open filled in. What is read of the page
    /// changes no pixel of it.
    pub fn makes(&self, found: &Self) -> bool {
        let filled = Self {
            turn: self.turn.or(found.turn),
            quad: self.quad.or(found.quad),
            skew_degrees: self.skew_degrees.or(found.skew_degrees),
            curl: self.curl.clone().or_else(|| found.curl.clone()),
            enhancement: Enhancement {
                preset: match self.enhancement.preset {
                    Preset::Automatic => found.enhancement.preset,
                    chosen => chosen,
                },
                ..self.enhancement
            },
            regions: found.regions.clone(),
            ..self.clone()
        };
        filled == *found
    }

    /// Whether what was read on the page that `found` made stands on the page that this recipe
    /// makes: their light alone differs.
    pub fn reads(&self, found: &Self) -> bool {
        let as_bright = Self { enhancement: found.enhancement, ..self.clone() };
        as_bright.makes(found) && self.regions == found.regions
    }
}

/// A recognised word. `confidence`: 0 to 1.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct Word {
    pub text: String,
    pub area: Rect,
    pub confidence: f32,
}

/// What a line is to its article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Headline,
    /// What leads into the article, set larger or bolder, below its headline.
    Standfirst,
    Byline,
    /// A heading between two parts of an article.
    Subhead,
    #[default]
    Body,
    /// Belongs to a picture.
    Caption,
    /// None of any article's text: running head, folio line, page number.
    Furniture,
}

/// A recognised line, in reading order; `paragraph` counts from 0 over the whole reading.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, TS)]
pub struct Line {
    pub words: Vec<Word>,
    pub area: Rect,
    pub column: u32,
    pub paragraph: u32,
    /// A headline or a subhead.
    pub heading: bool,
    /// Printed in heavier strokes than most of the text, as the questions of an interview are.
    #[serde(default)]
    pub bold: bool,
    #[serde(default)]
    pub role: Role,
    /// Which of the reading's articles it is part of; `None`: furniture.
    #[serde(default)]
    pub article: Option<u32>,
}

/// An article of a page, in pixels of the corrected page like the rest of the reading.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, TS)]
pub struct PageArticle {
    /// Its headline; without one, how its text begins.
    pub title: String,
    /// What its text stands on, column by column, in reading order.
    pub areas: Vec<Rect>,
    pub pictures: Vec<Rect>,
}

/// What was read on the corrected page.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, TS)]
pub struct Reading {
    /// Size of the corrected page that the areas are measured on.
    pub width_px: u32,
    pub height_px: u32,
    pub lines: Vec<Line>,
    /// The lines composed into Markdown paragraphs, blank lines between.
    pub text: String,
    /// The articles of the page, in the order in which they are read. Of a clipping that was cut
    /// down to one of them, they are still those of the page: the others lie outside.
    #[serde(default)]
    pub articles: Vec<PageArticle>,
    #[serde(default)]
    pub pictures: Vec<Rect>,
    /// The page that this article was cut out of.
    #[serde(default)]
    pub page: Option<Box<CutPage>>,
    /// A first reading by the quick models; the careful one is to take its place.
    #[serde(default)]
    pub rough: bool,
}

impl Reading {
    /// This reading of an article, which was read again, as part of the page that the one before it
    /// was cut out of.
    #[must_use]
    pub fn of_page_of(mut self, before: Option<Self>) -> Self {
        let Some((page, articles)) = before.and_then(|b| Some((b.page?, b.articles))) else {
            return self;
        };
        for line in self.lines.iter_mut().filter(|line| line.article.is_some()) {
            line.article = Some(page.article);
        }
        Self { page: Some(page), articles, ..self }
    }
}

/// A page as it was before one of its articles was chosen: it can be taken back, and another one
/// chosen, without reading it again.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, TS)]
pub struct CutPage {
    /// The article that was chosen.
    pub article: u32,
    /// What the recipe said of these before.
    pub crop: Option<Rect>,
    pub masks: Vec<Rect>,
    pub regions: Vec<Rect>,
    pub reading: Reading,
}

/// What the author corrected of an article of the page before choosing another one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PutAwayText {
    /// The article's title; empty: the whole page.
    pub article: String,
    pub text: String,
}

/// Where an article comes from.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct Provenance {
    pub title: String,
    pub newspaper: String,
    #[ts(type = "string | null")]
    pub date: Option<Date>,
    pub page: String,
    pub edition: String,
    pub journalist: String,
    pub link: String,
}

/// By what right it is published again.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Rights {
    #[default]
    ToCheck,
    Permission {
        by: String,
        #[ts(type = "string | null")]
        on: Option<Date>,
    },
    Licence {
        name: String,
    },
    PublicDomain,
    ShortCitation,
}

/// A file that is kept with a clipping as it came: the mail that permits to publish it again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Attachment {
    pub file: MediaHash,
    /// The author's own name for it.
    pub name: String,
    pub size_bytes: u32,
}

/// The pictures made for readers: JPEG, web ≤ 1,600 px, full ≤ 3,500 px on the longer side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Derivatives {
    pub web: MediaHash,
    pub web_width_px: u32,
    pub web_height_px: u32,
    pub full: MediaHash,
    pub full_width_px: u32,
    pub full_height_px: u32,
}

/// How far the work on it has come.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ClippingState {
    /// To be straightened and read, by this run or the next one.
    Waiting,
    /// The picture is ready; its text was not read (cancelled, or no model).
    Unread,
    Ready,
    Failed {
        problem: Problem,
    },
}

/// A clipping.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct Clipping {
    pub id: ClippingId,
    /// The file as it came, never altered.
    pub original: MediaHash,
    /// Which page of it (PDF, TIFF), from 0.
    pub page_index: u32,
    /// Of that page, upright; `None`: as the file's own (`Media`).
    #[serde(default)]
    pub page_size_px: Option<[u32; 2]>,
    /// The name of the author's file, for the author's eyes only.
    pub name: String,
    pub language: Language,
    /// What the author asks; `None`s in it are found by themselves.
    pub recipe: Recipe,
    /// The recipe with everything that was found filled in.
    pub found: Option<Recipe>,
    pub reading: Option<Reading>,
    /// The recipe, filled in, of the page that the reading was made on.
    #[serde(default)]
    pub read_with: Option<Recipe>,
    /// The text as corrected by the author; `None`: as read.
    pub corrected_text: Option<String>,
    /// Corrected texts of the page's articles that are not chosen at present.
    #[serde(default)]
    pub put_away: Vec<PutAwayText>,
    pub derivatives: Option<Derivatives>,
    pub state: ClippingState,
    /// The reading is that of the recipe already, and only the pictures wait to be made.
    #[serde(default)]
    pub reading_stands: bool,
    pub provenance: Provenance,
    pub rights: Rights,
    /// The permission as it was given in writing. It stays while the rights are said otherwise.
    #[serde(default)]
    pub permission_mail: Option<Attachment>,
    /// Nothing of it leaves this computer before.
    #[ts(type = "string | null")]
    pub embargo: Option<Timestamp>,
    #[ts(type = "string")]
    pub created: Timestamp,
    #[ts(type = "string")]
    pub updated: Timestamp,
    #[ts(type = "string | null")]
    pub trashed: Option<Timestamp>,
    /// Where several pictures are one article: all of them in reading order, this one among them.
    /// Empty: one picture, or one whose article another clipping holds (`part_of`).
    #[serde(default)]
    pub parts: Vec<ClippingId>,
    /// The clipping that holds the article that this picture is a part of.
    #[serde(default)]
    pub part_of: Option<ClippingId>,
}

impl Clipping {
    /// As it is taken in: nothing known of it, to be straightened and read.
    pub fn new(
        id: ClippingId,
        original: MediaHash,
        name: &str,
        language: Language,
        now: Timestamp,
    ) -> Self {
        Self {
            id,
            original,
            page_index: 0,
            page_size_px: None,
            name: name.into(),
            language,
            recipe: Recipe::default(),
            found: None,
            reading: None,
            read_with: None,
            corrected_text: None,
            put_away: Vec::new(),
            derivatives: None,
            state: ClippingState::Waiting,
            reading_stands: false,
            provenance: Provenance::default(),
            rights: Rights::default(),
            permission_mail: None,
            embargo: None,
            created: now,
            updated: now,
            trashed: None,
            parts: Vec::new(),
            part_of: None,
        }
    }

    /// The clipping under which its article stands in the library.
    pub fn head(&self) -> ClippingId {
        self.part_of.unwrap_or(self.id)
    }

    /// The pictures of the article that this clipping holds, in reading order.
    pub fn pictures(&self) -> Vec<ClippingId> {
        if self.parts.is_empty() { vec![self.id] } else { self.parts.clone() }
    }

    /// The pictures for readers, if they were made by the recipe as it stands.
    pub fn current_derivatives(&self) -> Option<&Derivatives> {
        let found = self.found.as_ref()?;
        self.derivatives.as_ref().filter(|_| self.recipe.makes(found))
    }

    /// The reading, if it was made on the page as the recipe makes it now.
    pub fn current_reading(&self) -> Option<&Reading> {
        let is_current = match &self.read_with {
            Some(read_with) => self.recipe.reads(read_with),
            // Of before this was kept.
            None => self.state == ClippingState::Ready,
        };
        self.reading.as_ref().filter(|_| is_current)
    }

    /// The article's text, corrected where the author corrected it.
    pub fn text(&self) -> &str {
        match (&self.corrected_text, &self.reading) {
            (Some(text), _) => text,
            (None, Some(reading)) => &reading.text,
            (None, None) => "",
        }
    }
}
