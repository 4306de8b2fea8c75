//! Newspaper pages drawn up by a seed, with their exact truth, and photos of them.
//!
//! [`newspaper`] draws up a page: one to seven articles in two to six columns, typefaces, boxes,
//! rules or gutters alone, pictures through a screen with their captions, text wrapped round them,
//! first letters two lines high, interviews. What the articles say is composed from a stock that
//! was written for this project. [`photograph`] photographs it as badly as the seed says.
//!
//! Pages of even seeds are to work on; those of odd seeds are only to report on.

mod flow;
mod photo;
mod picture;
mod plan;
mod setting;
mod slots;
mod stock;
mod story;

use coupure_model::Rect;
use image::{GrayImage, Rgb, RgbImage};
use rand::rngs::SmallRng;
use rand::{Rng, SeedableRng};
use serde::Serialize;

use self::flow::Line;
use self::plan::{Folio, Plan};
use self::setting::{CAPITAL, Place, SetArticle, SetPicture, set_article};
use self::story::{Masthead, Newsroom};
use super::ink::{Face, rule};

pub use self::photo::{Severity, photograph};

/// How much of a newspaper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// One or two short articles: some 60 lines, quick to read.
    Small,
    /// One article, cut out.
    Clipping,
    /// Two or three articles.
    Half,
    /// Four to seven articles: 250 to 500 lines.
    Page,
}

/// What a line is on its page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Headline,
    Standfirst,
    Byline,
    Subhead,
    /// An interviewer's, in bold.
    Question,
    Body,
    Caption,
    /// The folio line: newspaper, date, page.
    Furniture,
}

/// A page and its truth.
#[derive(Debug, Clone)]
pub struct NewspaperPage {
    pub picture: RgbImage,
    pub truth: Truth,
    /// The truth's pictures, in their order, as they were before the screen.
    pub tones: Vec<GrayImage>,
}

/// What is on a page. Areas are in its pixels.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Truth {
    pub seed: u64,
    pub width_px: u32,
    pub height_px: u32,
    pub newspaper: String,
    /// With its weekday, as it is printed.
    pub date: String,
    /// As it is printed: with or without the word.
    pub page: String,
    /// Whether these three stand above the articles.
    pub folio: bool,
    /// In reading order: what is above before what is below, left before right.
    pub articles: Vec<ArticleTruth>,
    /// The folio's first, then article by article in reading order, an article's captions last.
    pub lines: Vec<LineTruth>,
    pub pictures: Vec<PictureTruth>,
    /// Rules and the sides of boxes.
    pub rules: Vec<Rect>,
    /// From dot to dot of the pictures' screen.
    pub screen_period_px: f64,
    pub screen_degrees: f64,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ArticleTruth {
    /// Headline, standfirst, byline, paragraphs with subheads and questions, in reading order, a
    /// blank line between; no captions.
    pub text: String,
    pub captions: Vec<String>,
    pub area: Rect,
    pub columns: u32,
    pub boxed: bool,
    /// Its text runs round a picture.
    pub wrapped: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LineTruth {
    /// With the hyphen, if it ends in one.
    pub text: String,
    pub role: Role,
    /// Its index in [`Truth::articles`]; the folio line has none.
    pub article: Option<usize>,
    pub area: Rect,
    pub bold: bool,
    /// Its first letter is two lines high; it belongs to the line's first word.
    pub drop_capital: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PictureTruth {
    pub area: Rect,
    pub article: usize,
}

impl Truth {
    /// The articles in reading order, parted by blank lines.
    pub fn text(&self) -> String {
        let texts: Vec<&str> = self.articles.iter().map(|article| article.text.trim()).collect();
        texts.join("\n\n") + "\n"
    }

    pub fn to_json(&self) -> String {
        serde_json::to_string_pretty(self).expect("plain data is JSON")
    }
}

/// The page of a seed; its extent is drawn too: mostly clippings and half pages.
pub fn newspaper(seed: u64) -> NewspaperPage {
    let extent = match SmallRng::seed_from_u64(seed ^ 0xE27E).random_range(0..10) {
        0..=3 => Extent::Clipping,
        4..=7 => Extent::Half,
        _ => Extent::Page,
    };
    newspaper_of(seed, extent)
}

/// The page of a seed, in an extent of one's choice.
pub fn newspaper_of(seed: u64, extent: Extent) -> NewspaperPage {
    let mut press = Press { picture: RgbImage::default(), tones: Vec::new() };
    let truth = set(seed, extent, Some(&mut press));
    NewspaperPage { picture: press.picture, truth, tones: press.tones }
}

/// Its truth alone: nothing is printed, which takes nearly all of the time.
pub fn truth_of(seed: u64, extent: Extent) -> Truth {
    set(seed, extent, None)
}

/// What a page is printed on.
struct Press {
    picture: RgbImage,
    tones: Vec<GrayImage>,
}

fn set(seed: u64, extent: Extent, mut press: Option<&mut Press>) -> Truth {
    let mut random = SmallRng::seed_from_u64(seed);
    let plan = Plan::draw_up(extent, &mut random);
    let mut newsroom = Newsroom::open(seed);
    let masthead = newsroom.masthead();
    let mut truth = Truth {
        seed,
        width_px: plan.width_px,
        height_px: plan.height_px,
        newspaper: masthead.newspaper.clone(),
        date: masthead.date.clone(),
        page: masthead.page.clone(),
        folio: plan.folio.is_some(),
        articles: Vec::new(),
        lines: Vec::new(),
        pictures: Vec::new(),
        rules: plan.rules.clone(),
        screen_period_px: plan.screen_period_px,
        screen_degrees: plan.screen_degrees,
    };
    if let Some(press) = &mut press {
        press.picture = RgbImage::from_pixel(plan.width_px, plan.height_px, Rgb(plan.paper));
    }
    if let Some(folio) = &plan.folio {
        set_folio(&mut press, &mut truth, folio, &masthead, &plan);
    }
    for (index, leaf) in plan.leaves.iter().enumerate() {
        let story = newsroom.story(leaf.interview);
        let set = set_article(&story, &leaf.form, &plan.look, leaf.room, &mut random);
        for line in &set.lines {
            if let Some(press) = &mut press {
                print_line(&mut press.picture, line);
            }
            truth.lines.push(line_truth(line, Some(index)));
        }
        if let Some(press) = &mut press {
            let Press { picture, tones } = &mut **press;
            tones.extend(set.pictures.iter().map(|placed| print_picture(picture, placed, &plan)));
        }
        let SetArticle { pictures, rules, text, captions, .. } = set;
        truth.pictures.extend(
            pictures.into_iter().map(|placed| PictureTruth { area: placed.area, article: index }),
        );
        truth.rules.extend(rules);
        truth.articles.push(ArticleTruth {
            text: text.join("\n\n") + "\n",
            captions,
            area: leaf.room,
            columns: leaf.form.columns,
            boxed: leaf.form.boxed,
            wrapped: leaf.form.picture.is_some_and(Place::is_wrapped),
        });
    }
    if let Some(press) = press {
        for area in &truth.rules {
            rule(&mut press.picture, area.x, area.y, area.width, area.height);
        }
    }
    truth
}

fn line_truth(line: &Line<'_>, article: Option<usize>) -> LineTruth {
    LineTruth {
        text: line.text(),
        role: line.style.role,
        article,
        area: line.area(),
        bold: line.style.face == Face::Bold,
        drop_capital: line.capital.is_some(),
    }
}

fn print_line(picture: &mut RgbImage, line: &Line<'_>) {
    let style = line.style;
    let mut x = line.left;
    for word in &line.words {
        style.faces.draw(picture, word, style.face, style.size_px, (x, line.base()));
        x += style.width_of(word) + line.space;
    }
    if let Some((letter, width)) = line.capital {
        let at = (line.left - width, line.base() + style.height());
        style.faces.draw(picture, &letter.to_string(), Face::Bold, style.size_px * CAPITAL, at);
    }
}

fn print_picture(picture: &mut RgbImage, placed: &SetPicture, plan: &Plan) -> GrayImage {
    let Rect { x, y, width, height } = placed.area;
    let tones = picture::drawn(width as u32, height as u32, placed.seed);
    let screen =
        picture::Screen { period_px: plan.screen_period_px, angle_degrees: plan.screen_degrees };
    picture::print(picture, &tones, (x as u32, y as u32), screen);
    tones
}

/// Newspaper, date and page above everything, as three lines of the truth.
fn set_folio(
    press: &mut Option<&mut Press>,
    truth: &mut Truth,
    folio: &Folio,
    masthead: &Masthead,
    plan: &Plan,
) {
    let parts = [
        (&masthead.newspaper, Face::Bold, 0.0),
        (&masthead.date, Face::Regular, 0.5),
        (&masthead.page, Face::Bold, 1.0),
    ];
    for (text, face, part) in parts {
        let style = flow::Style {
            faces: &plan.look.body,
            face,
            size_px: folio.size_px,
            leading: 1.25,
            justified: false,
            indent: 0.0,
            role: Role::Furniture,
        };
        let left = folio.left + (folio.width - style.width_of(text)) * part;
        let (lines, _) = flow::set_block(text, style, left, folio.top, folio.width);
        for line in &lines {
            if let Some(press) = press {
                print_line(&mut press.picture, line);
            }
            truth.lines.push(line_truth(line, None));
        }
    }
    if folio.ruled {
        let y = folio.top + folio.size_px * 1.45;
        truth.rules.push(Rect { x: folio.left, y, width: folio.width, height: 2.5 });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lines joined as they were before they were set: hyphens at ends may be the word's own.
    fn joined(lines: &[&LineTruth]) -> String {
        let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        lines.iter().map(|line| letters(&line.text)).collect()
    }

    #[test]
    fn the_lines_of_an_article_are_its_text_and_its_captions() {
        for seed in 0..6 {
            let page = newspaper_of(seed, if seed < 4 { Extent::Half } else { Extent::Page });
            for (index, article) in page.truth.articles.iter().enumerate() {
                let of = |caption: bool| -> Vec<&LineTruth> {
                    let lines = page.truth.lines.iter();
                    lines
                        .filter(|line| line.article == Some(index))
                        .filter(|line| (line.role == Role::Caption) == caption)
                        .collect()
                };
                let letters = |text: &str| -> String {
                    text.chars().filter(|c| c.is_alphanumeric()).collect()
                };
                assert_eq!(joined(&of(false)), letters(&article.text), "seed {seed}");
                assert_eq!(joined(&of(true)), letters(&article.captions.concat()), "seed {seed}");
                assert!(of(false).len() > 8, "seed {seed}: {}", article.text);
            }
        }
    }

    #[test]
    fn no_line_lies_on_another_nor_on_a_picture_nor_beside_the_page() {
        for seed in 6..12 {
            let truth = newspaper_of(seed, Extent::Half).truth;
            let overlap = |a: &Rect, b: &Rect| {
                let wide = (a.x + a.width).min(b.x + b.width) - a.x.max(b.x);
                let high = (a.y + a.height).min(b.y + b.height) - a.y.max(b.y);
                wide > 2.0 && high > 2.0
            };
            for (i, line) in truth.lines.iter().enumerate() {
                let Rect { x, y, width, height } = line.area;
                assert!(x >= 0.0 && x + width <= truth.width_px as f32, "seed {seed}: {line:?}");
                assert!(y >= 0.0 && y + height <= truth.height_px as f32, "seed {seed}: {line:?}");
                for other in &truth.lines[i + 1..] {
                    assert!(!overlap(&line.area, &other.area), "seed {seed}: {line:?}, {other:?}");
                }
                for picture in &truth.pictures {
                    assert!(!overlap(&line.area, &picture.area), "seed {seed}: {line:?}");
                }
            }
        }
    }

    #[test]
    fn a_seed_is_always_the_same_page_and_seeds_differ_in_what_they_have() {
        let pages: Vec<Truth> =
            (0..12).map(|seed| newspaper_of(seed, Extent::Clipping).truth).collect();
        assert_eq!(pages[3], newspaper_of(3, Extent::Clipping).truth);
        assert_eq!(pages[3], truth_of(3, Extent::Clipping));
        let some_have = |has: &dyn Fn(&Truth) -> bool| {
            let count = pages.iter().filter(|page| has(page)).count();
            count > 0 && count < pages.len()
        };
        assert!(some_have(&|page| page.pictures.is_empty()));
        assert!(some_have(&|page| page.articles.iter().any(|article| article.wrapped)));
        assert!(some_have(&|page| page.lines.iter().any(|line| line.drop_capital)));
        assert!(some_have(&|page| page.lines.iter().any(|line| line.role == Role::Question)));
        assert!(some_have(&|page| page.folio));
    }
}
