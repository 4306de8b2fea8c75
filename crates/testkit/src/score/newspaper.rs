//! What was read of a newspaper page, held against its truth, article by article: which article
//! comes first on a page is a matter of taste, what belongs to it and in which order is not.
//!
//! Each line that was read is given to the true line that it says, or says a part of: by its words
//! first, by its place on the page where several say the same. Lines of captions and of the folio
//! line are then left aside. What is left of an article is composed and held against its text; a
//! line that no true line says counts as so many characters too many.

use coupure_model::{Line, Reading, Role as ReadAs};

use super::order::{Order, Place};
use super::{character_errors, folded, words_f1};
use crate::page::newspaper::{Role, Truth};

/// Errors in characters.
#[derive(Debug, Clone, PartialEq)]
pub struct ArticleScore {
    pub errors: usize,
    pub characters: usize,
    /// Its text runs round a picture.
    pub wrapped: bool,
    /// As an author would cut it out: the words of that article of the reading which has most of
    /// them, held against its own; see [`words_f1`]. Captions count in neither.
    pub cut_out_f1: f64,
}

#[derive(Debug, Clone, PartialEq)]
pub struct PageScore {
    pub articles: Vec<ArticleScore>,
    /// Characters of lines that are none of the page's.
    pub stray: usize,
    pub order: Order,
    /// What was read of the articles, parted by blank lines.
    pub text: String,
    /// For each line that was read, its index in [`Truth::lines`].
    pub lines: Vec<Option<usize>>,
}

impl PageScore {
    /// `compose`: how lines become text, where those that are no article's were left out.
    pub fn of(reading: &Reading, truth: &Truth, compose: impl Fn(&[Line]) -> String) -> Self {
        let lines = matched(reading, truth);
        let mut text = Vec::new();
        let mut articles = Vec::new();
        let cut_out: Vec<String> = (0..reading.articles.len())
            .map(|index| {
                let is_its_text = |line: &&Line| {
                    line.article == Some(index as u32)
                        && !matches!(line.role, ReadAs::Caption | ReadAs::Furniture)
                };
                let lines: Vec<Line> = reading.lines.iter().filter(is_its_text).cloned().collect();
                plain(&compose(&lines))
            })
            .collect();
        for (index, article) in truth.articles.iter().enumerate() {
            let is_its_text = |at: usize| {
                let line = &truth.lines[at];
                line.article == Some(index) && line.role != Role::Caption
            };
            let read: Vec<Line> = (reading.lines.iter().zip(&lines))
                .filter(|(_, at)| at.is_some_and(is_its_text))
                .map(|(line, _)| line.clone())
                .collect();
            let read = plain(&compose(&read));
            let (errors, characters) = character_errors(&read, &article.text);
            let f1 = cut_out.iter().map(|one| words_f1(one, &article.text)).fold(0.0, f64::max);
            articles.push(ArticleScore {
                errors,
                characters,
                wrapped: article.wrapped,
                cut_out_f1: f1,
            });
            text.push(read);
        }
        let stray = reading.lines.iter().zip(&lines).filter(|(_, at)| at.is_none());
        let stray = stray.map(|(line, _)| folded(&words(line)).len()).sum();
        let order = Order::of(&places(&lines, truth));
        Self { articles, stray, order, text: text.join("\n\n"), lines }
    }

    pub fn errors(&self) -> usize {
        self.stray + self.articles.iter().map(|article| article.errors).sum::<usize>()
    }

    pub fn characters(&self) -> usize {
        self.articles.iter().map(|article| article.characters).sum()
    }

    pub fn character_error_rate(&self) -> f64 {
        self.errors() as f64 / self.characters().max(1) as f64
    }
}

/// Markdown as its reader sees it: headings, emphasis and escapes are no characters of the text.
pub fn plain(markdown: &str) -> String {
    markdown
        .lines()
        .map(|line| line.trim_start_matches('#').trim_start().replace(['\\', '*'], ""))
        .collect::<Vec<_>>()
        .join("\n")
}

fn words(line: &Line) -> String {
    line.words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ")
}

/// The articles' lines that were read, captions and folio left out: their order is no one's.
fn places(lines: &[Option<usize>], truth: &Truth) -> Vec<Place> {
    let is_text = |at: &usize| !matches!(truth.lines[*at].role, Role::Caption | Role::Furniture);
    lines
        .iter()
        .flatten()
        .filter(|at| is_text(at))
        .map(|&rank| Place { group: truth.lines[rank].article.unwrap_or(usize::MAX), rank })
        .collect()
}

/// What a line says and where its middle is, in parts of the page.
struct Said {
    letters: Vec<char>,
    x: f32,
    y: f32,
}

impl Said {
    fn new(text: &str, area: &coupure_model::Rect, size: (u32, u32)) -> Self {
        let letters = folded(text).into_iter().filter(|c| *c != ' ').collect();
        let x = (area.x + area.width / 2.0) / size.0.max(1) as f32;
        let y = (area.y + area.height / 2.0) / size.1.max(1) as f32;
        Self { letters, x, y }
    }
}

/// A line of which more than this part differs says something else.
const DIFFERENT: f32 = 0.45;
/// How far off a line may be, in parts of the page: a curled one lies lower than it should.
const FAR: (f32, f32) = (0.6, 0.15);

fn matched(reading: &Reading, truth: &Truth) -> Vec<Option<usize>> {
    let size = (truth.width_px, truth.height_px);
    let all: Vec<Said> =
        truth.lines.iter().map(|line| Said::new(&line.text, &line.area, size)).collect();
    let size = (reading.width_px, reading.height_px);
    reading
        .lines
        .iter()
        .map(|line| {
            let read = Said::new(&words(line), &line.area, size);
            let mut best: Option<(f32, usize)> = None;
            for (at, line) in all.iter().enumerate() {
                let (dx, dy) = ((read.x - line.x).abs(), (read.y - line.y).abs());
                if dx > FAR.0 || dy > FAR.1 {
                    continue;
                }
                let different = difference(&read.letters, &line.letters);
                if different > DIFFERENT {
                    continue;
                }
                let cost = different + 0.5 * dx + 2.0 * dy;
                if best.is_none_or(|(least, _)| cost < least) {
                    best = Some((cost, at));
                }
            }
            best.map(|(_, at)| at)
        })
        .collect()
}

/// How unlike the shorter of two lines is to what is most like it in the longer one: its edits
/// there, as a part of its length (Sellers, "The Theory and Computation of Evolutionary
/// Distances", 1980); a little more, the longer the other one is.
fn difference(a: &[char], b: &[char]) -> f32 {
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    if short.is_empty() {
        return 1.0;
    }
    let mut row = vec![0_usize; long.len() + 1];
    for (i, from) in short.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, to) in long.iter().enumerate() {
            let changed = diagonal + usize::from(from != to);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(diagonal + 1).min(row[j] + 1);
        }
    }
    let edits = row.into_iter().min().unwrap_or(short.len());
    let longer = 0.2 * (1.0 - short.len() as f32 / long.len() as f32);
    edits as f32 / short.len() as f32 + longer
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::newspaper::{Extent, newspaper_of};
    use coupure_model::Word;

    /// The truth as though it had been read.
    fn read(truth: &Truth) -> Reading {
        let lines = truth.lines.iter().map(|line| {
            let word = Word { text: line.text.clone(), area: line.area, confidence: 1.0 };
            let article = line.article.map(|index| index as u32);
            let role = match line.role {
                Role::Caption => ReadAs::Caption,
                Role::Furniture => ReadAs::Furniture,
                _ => ReadAs::Body,
            };
            Line { words: vec![word], area: line.area, article, role, ..Line::default() }
        });
        let (width_px, height_px) = (truth.width_px, truth.height_px);
        let articles = vec![coupure_model::PageArticle::default(); truth.articles.len()];
        Reading { width_px, height_px, lines: lines.collect(), articles, ..Reading::default() }
    }

    /// Line ends undone, so that only the order counts.
    fn compose(lines: &[Line]) -> String {
        lines.iter().map(words).collect::<Vec<_>>().join(" ").replace("- ", "")
    }

    #[test]
    fn a_page_read_as_it_was_set_has_no_errors_but_its_compounds() {
        let truth = newspaper_of(8, Extent::Half).truth;
        let score = PageScore::of(&read(&truth), &truth, compose);
        let expected: Vec<Option<usize>> = (0..truth.lines.len()).map(Some).collect();
        assert_eq!(score.lines, expected);
        assert!(score.character_error_rate() < 0.003, "{}", score.character_error_rate());
        assert_eq!(score.order.pairs_share(), 1.0);
        assert_eq!(score.stray, 0);
        assert!(score.articles.iter().all(|article| article.cut_out_f1 > 0.98), "{score:?}");
    }

    #[test]
    fn an_article_cut_out_with_a_part_of_another_is_noticed() {
        let truth = newspaper_of(8, Extent::Half).truth;
        let mut reading = read(&truth);
        for line in reading.lines.iter_mut().step_by(3) {
            line.article = Some(0);
        }
        let score = PageScore::of(&reading, &truth, compose);
        assert!(score.articles.iter().all(|article| article.cut_out_f1 < 0.9), "{score:?}");
    }

    #[test]
    fn a_column_in_the_wrong_place_and_a_line_of_another_page_are_noticed() {
        let truth = newspaper_of(8, Extent::Half).truth;
        let mut reading = read(&truth);
        let middle = reading.lines.len() / 2;
        reading.lines.rotate_left(middle);
        reading.lines[0].words[0].text = "Xylophone 1234 qwertz yxcvb".into();
        let score = PageScore::of(&reading, &truth, compose);
        assert!(score.order.pairs_share() < 0.95, "{:?}", score.order);
        assert_eq!(score.lines[0], None);
        assert!(score.stray > 20);
    }
}
