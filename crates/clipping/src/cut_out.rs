//! One article out of a page that was read: its frame, what of its neighbours is painted over, and
//! its part of the reading, carried over without being read again.

use coupure_model::{Language, Line, PageArticle, Reading, Rect, Role};

use crate::read::compose;

/// Room left around an article, in usual heights of its lines.
const MARGIN: f32 = 0.6;
/// Letters reach beyond the boxes of their lines by at most this, in heights of a line.
const OVERHANG: f32 = 0.15;
/// Slivers thinner than this are not painted over.
const SLIVER_PX: f32 = 2.0;

/// What a recipe says of an article, and what is read on the page that it makes then.
#[derive(Debug, Clone, PartialEq)]
pub struct CutOut {
    pub crop: Rect,
    pub masks: Vec<Rect>,
    pub regions: Vec<Rect>,
    pub reading: Reading,
}

/// Cuts an article out of a page. `crop` and `masks` are those of the recipe that made the page;
/// `None` where the page has no such article or no size.
pub fn cut_out(
    page: &Reading,
    crop: Option<Rect>,
    masks: &[Rect],
    article: u32,
    language: Language,
) -> Option<CutOut> {
    let chosen = page.articles.get(article as usize)?;
    let (width, height) = (page.width_px as f32, page.height_px as f32);
    let is_own = |line: &&Line| line.article == Some(article);
    let own: Vec<Rect> = chosen.areas.iter().chain(&chosen.pictures).copied().collect();
    let line_height = usual_height(page.lines.iter().filter(is_own));
    let around = own.iter().copied().reduce(|a, b| joined(&a, &b))?;
    let around = grown(&around, MARGIN * line_height);
    let left = around.x.floor().clamp(0.0, width - 1.0);
    let top = around.y.floor().clamp(0.0, height - 1.0);
    let frame = Rect {
        x: left,
        y: top,
        width: (around.x + around.width).ceil().clamp(left + 1.0, width) - left,
        height: (around.y + around.height).ceil().clamp(top + 1.0, height) - top,
    };
    let base = crop.unwrap_or(Rect { x: 0.0, y: 0.0, width: 1.0, height: 1.0 });
    let fraction = |area: &Rect| Rect {
        x: (area.x - frame.x) / frame.width,
        y: (area.y - frame.y) / frame.height,
        width: area.width / frame.width,
        height: area.height / frame.height,
    };
    let overhang = OVERHANG * line_height;
    let kept: Vec<Rect> = own.iter().map(|area| grown(area, overhang)).collect();
    let painted = masks.iter().map(|mask| Rect {
        x: mask.x * width,
        y: mask.y * height,
        width: mask.width * width,
        height: mask.height * height,
    });
    let masks = neighbours(page, article)
        .map(|area| grown(&area, overhang))
        .flat_map(|area| without(area, &kept))
        .chain(painted)
        .filter_map(|area| shared(&area, &frame))
        .map(|area| fraction(&area))
        .collect();
    let regions =
        chosen.areas.iter().filter_map(|area| shared(area, &frame)).map(|a| fraction(&a)).collect();
    Some(CutOut {
        crop: Rect {
            x: base.x + frame.x / width * base.width,
            y: base.y + frame.y / height * base.height,
            width: frame.width / width * base.width,
            height: frame.height / height * base.height,
        },
        masks,
        regions,
        reading: carried_over(page, article, &frame, language),
    })
}

/// What is on the page and none of the article; among it the pictures that are no article's.
fn neighbours(page: &Reading, article: u32) -> impl Iterator<Item = Rect> {
    let others = page.articles.iter().enumerate().filter(move |(i, _)| *i != article as usize);
    let areas = others.flat_map(|(_, other)| other.areas.iter().chain(&other.pictures).copied());
    let furniture = page.lines.iter().filter(|line| line.role == Role::Furniture);
    areas.chain(page.pictures.iter().copied()).chain(furniture.map(|line| line.area))
}

fn carried_over(page: &Reading, article: u32, frame: &Rect, language: Language) -> Reading {
    let moved = |area: &Rect| Rect { x: area.x - frame.x, y: area.y - frame.y, ..*area };
    let own: Vec<&Line> = page.lines.iter().filter(|line| line.article == Some(article)).collect();
    let first = own.first().map_or((0, 0), |line| (line.column, line.paragraph));
    let lines: Vec<Line> = own
        .into_iter()
        .map(|line| {
            let mut line = line.clone();
            line.area = moved(&line.area);
            line.words.iter_mut().for_each(|word| word.area = moved(&word.area));
            line.column = line.column.saturating_sub(first.0);
            line.paragraph = line.paragraph.saturating_sub(first.1);
            line
        })
        .collect();
    let chosen = &page.articles[article as usize];
    Reading {
        width_px: frame.width as u32,
        height_px: frame.height as u32,
        text: compose(&lines, language),
        lines,
        articles: page
            .articles
            .iter()
            .map(|other| PageArticle {
                title: other.title.clone(),
                areas: other.areas.iter().map(moved).collect(),
                pictures: other.pictures.iter().map(moved).collect(),
            })
            .collect(),
        pictures: chosen.pictures.iter().map(moved).collect(),
        page: None,
        rough: page.rough,
    }
}

fn usual_height<'a>(lines: impl Iterator<Item = &'a Line>) -> f32 {
    let mut heights: Vec<f32> = lines.map(|line| line.area.height).collect();
    heights.sort_by(f32::total_cmp);
    heights.get(heights.len() / 2).copied().unwrap_or(0.0)
}

fn grown(area: &Rect, by: f32) -> Rect {
    Rect {
        x: area.x - by,
        y: area.y - by,
        width: area.width + 2.0 * by,
        height: area.height + 2.0 * by,
    }
}

fn joined(a: &Rect, b: &Rect) -> Rect {
    let (x, y) = (a.x.min(b.x), a.y.min(b.y));
    Rect {
        x,
        y,
        width: (a.x + a.width).max(b.x + b.width) - x,
        height: (a.y + a.height).max(b.y + b.height) - y,
    }
}

fn shared(a: &Rect, b: &Rect) -> Option<Rect> {
    let (x, y) = (a.x.max(b.x), a.y.max(b.y));
    let width = (a.x + a.width).min(b.x + b.width) - x;
    let height = (a.y + a.height).min(b.y + b.height) - y;
    (width > SLIVER_PX && height > SLIVER_PX).then_some(Rect { x, y, width, height })
}

/// What is left of an area outside of all those kept.
fn without(area: Rect, kept: &[Rect]) -> Vec<Rect> {
    let mut left = vec![area];
    for keep in kept {
        left = left.iter().flat_map(|piece| beside(piece, keep)).collect();
    }
    left
}

/// Above, below, left and right of what is kept.
fn beside(area: &Rect, keep: &Rect) -> Vec<Rect> {
    let Some(hole) = shared(area, keep) else { return vec![*area] };
    let (right, bottom) = (area.x + area.width, area.y + area.height);
    let (hole_right, hole_bottom) = (hole.x + hole.width, hole.y + hole.height);
    [
        Rect { height: hole.y - area.y, ..*area },
        Rect { y: hole_bottom, height: bottom - hole_bottom, ..*area },
        Rect { y: hole.y, height: hole.height, width: hole.x - area.x, ..*area },
        Rect { x: hole_right, y: hole.y, height: hole.height, width: right - hole_right },
    ]
    .into_iter()
    .filter(|piece| piece.width > SLIVER_PX && piece.height > SLIVER_PX)
    .collect()
}

#[cfg(test)]
mod tests {
    use coupure_model::Word;

    use super::*;

    const WHOLE: Rect = Rect { x: 0.0, y: 0.0, width: 1000.0, height: 2000.0 };

    fn line(text: &str, area: Rect, article: Option<u32>) -> Line {
        let words = vec![Word { text: text.into(), area, confidence: 1.0 }];
        let role = if article.is_none() { Role::Furniture } else { Role::Body };
        Line { words, area, role, article, column: 3, paragraph: 7, ..Line::default() }
    }

    /// Two columns of one article, another one below the second column.
    fn page() -> Reading {
        let left = Rect { x: 100.0, y: 200.0, width: 380.0, height: 1600.0 };
        let right = Rect { x: 520.0, y: 200.0, width: 380.0, height: 600.0 };
        let below = Rect { x: 520.0, y: 900.0, width: 380.0, height: 900.0 };
        let first = |area: Rect| Rect { height: 40.0, ..area };
        let article = |title: &str, areas: &[Rect]| PageArticle {
            title: title.into(),
            areas: areas.to_vec(),
            pictures: Vec::new(),
        };
        Reading {
            width_px: 1000,
            height_px: 2000,
            lines: vec![
                line("Folio", Rect { x: 100.0, y: 50.0, width: 800.0, height: 40.0 }, None),
                line("gauche", first(left), Some(0)),
                line("droite", first(right), Some(0)),
                line("autre", first(below), Some(1)),
            ],
            articles: vec![article("Un", &[left, right]), article("Deux", &[below])],
            ..Reading::default()
        }
    }

    fn pixels(area: &Rect, of: &Reading) -> Rect {
        let (width, height) = (of.width_px as f32, of.height_px as f32);
        Rect {
            x: area.x * width,
            y: area.y * height,
            width: area.width * width,
            height: area.height * height,
        }
    }

    #[test]
    fn an_article_keeps_its_lines_and_its_neighbours_are_painted_over() {
        let page = page();
        let cut = cut_out(&page, None, &[], 0, Language::French).expect("there is one");
        let crop = pixels(&cut.crop, &page);
        assert_eq!(cut.reading.text, "gauche droite");
        assert_eq!((cut.reading.width_px, cut.reading.height_px), (848, 1648));
        // Words stand where they stood on the page.
        let word = cut.reading.lines[1].words[0].area;
        assert!((word.x + crop.x - 520.0).abs() < 0.5 && (word.y + crop.y - 200.0).abs() < 0.5);
        assert_eq!((cut.reading.lines[0].column, cut.reading.lines[0].paragraph), (0, 0));
        assert_eq!(cut.regions.len(), 2);
        assert_eq!(cut.reading.articles.len(), 2);
        let [mask] = cut.masks.as_slice() else { panic!("{:?}", cut.masks) };
        let mask = pixels(mask, &cut.reading);
        assert!((mask.y + crop.y - 894.0).abs() < 1.0, "{mask:?}");
        assert!(cut.regions.iter().all(|own| shared(&pixels(own, &cut.reading), &mask).is_none()));
    }

    #[test]
    fn what_was_painted_over_stays_so_and_a_cropped_page_is_cropped_further() {
        let page = page();
        let half = Rect { x: 0.5, y: 0.5, width: 0.5, height: 0.5 };
        let stain = Rect { x: 0.6, y: 0.5, width: 0.1, height: 0.1 };
        let cut = cut_out(&page, Some(half), &[stain], 1, Language::French).expect("there is one");
        assert!(cut.crop.x > 0.74 && cut.crop.x + cut.crop.width < 1.0, "{:?}", cut.crop);
        let mask = pixels(cut.masks.last().expect("the stain"), &cut.reading);
        assert!((mask.width - 100.0).abs() < 1.0 && (mask.height - 200.0).abs() < 1.0, "{mask:?}");
    }

    #[test]
    fn an_article_that_is_not_there_is_none() {
        assert_eq!(cut_out(&page(), None, &[], 2, Language::French), None);
        assert_eq!(cut_out(&Reading::default(), None, &[], 0, Language::French), None);
    }

    #[test]
    fn what_is_left_of_an_area_holds_nothing_that_is_kept() {
        let keep = [
            Rect { x: 100.0, y: 100.0, width: 300.0, height: 300.0 },
            Rect { x: 300.0, y: 300.0, width: 500.0, height: 900.0 },
        ];
        let left = without(WHOLE, &keep);
        assert!(left.iter().all(|piece| keep.iter().all(|keep| shared(piece, keep).is_none())));
        let area: f32 = left.iter().map(|piece| piece.width * piece.height).sum();
        let kept = 300.0 * 300.0 + 500.0 * 900.0 - 100.0 * 100.0;
        assert!((area - (2_000_000.0 - kept)).abs() < 1.0, "{area}");
    }
}
