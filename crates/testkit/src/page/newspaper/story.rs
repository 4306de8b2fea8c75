//! A story: what an article says, composed by a seed from the stock.

use coupure_model::{Language, month_names};
use rand::rngs::SmallRng;
use rand::seq::{IndexedRandom, SliceRandom};
use rand::{Rng, SeedableRng};

use super::super::article::french_spaces;
use super::slots::{SLOTS, TOWNS};
use super::stock::{BYLINES, GENERAL, NEWSPAPERS, QUESTIONS, THEMES, Theme};

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Block {
    /// Sentence by sentence, so that a story can be cut to the room that it has.
    Body(Vec<String>),
    Question(String),
    Subhead(String),
}

#[derive(Debug, Clone)]
pub(super) struct Story {
    pub headline: String,
    pub standfirst: String,
    pub byline: String,
    /// Far more than any room.
    pub blocks: Vec<Block>,
    pub captions: Vec<String>,
}

/// The newspaper, its date and its page, as a folio line has them.
#[derive(Debug, Clone)]
pub(super) struct Masthead {
    pub newspaper: String,
    pub date: String,
    pub page: String,
}

/// Stories of one page: no theme twice until all were had.
pub(super) struct Newsroom {
    random: SmallRng,
    themes: Vec<usize>,
}

impl Newsroom {
    pub fn open(seed: u64) -> Self {
        Self { random: SmallRng::seed_from_u64(seed ^ 0x5EED_0FF1CE), themes: Vec::new() }
    }

    pub fn masthead(&mut self) -> Masthead {
        let random = &mut self.random;
        let days = random.random_range(0..45_000);
        let date = jiff::civil::date(1900, 1, 1)
            .checked_add(jiff::Span::new().days(days))
            .expect("within the calendar");
        const WEEKDAYS: [&str; 7] =
            ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"];
        let weekday = WEEKDAYS[date.weekday().to_monday_zero_offset() as usize];
        let day = if date.day() == 1 { "1er".to_owned() } else { date.day().to_string() };
        let month = month_names(Language::French)[date.month() as usize - 1];
        let mut date = format!("{weekday} {day} {month} {}", date.year());
        date.replace_range(..1, &date[..1].to_uppercase());
        let newspaper = (*NEWSPAPERS.choose(random).expect("there are newspapers")).to_owned();
        let page = random.random_range(1..40_u32);
        let page = if random.random_bool(0.3) { format!("Page {page}") } else { page.to_string() };
        Masthead { newspaper, date, page }
    }

    /// A story; an interview has questions.
    pub fn story(&mut self, interview: bool) -> Story {
        if self.themes.is_empty() {
            self.themes = (0..THEMES.len()).collect();
            self.themes.shuffle(&mut self.random);
        }
        let theme = &THEMES[self.themes.pop().expect("just filled")];
        let mut speech = Speech::about(&mut self.random);
        let blocks = speech.blocks(theme, interview);
        let mut captions: Vec<String> =
            theme.captions.iter().map(|caption| speech.said(caption)).collect();
        captions.shuffle(speech.random);
        Story {
            headline: speech.one(theme.headlines),
            standfirst: speech.one(theme.standfirsts),
            byline: speech.one(BYLINES),
            blocks,
            captions,
        }
    }
}

/// What is bound for a whole article, and the dice.
struct Speech<'a> {
    random: &'a mut SmallRng,
    town: &'static str,
    first_name: String,
    name: String,
}

impl<'a> Speech<'a> {
    fn about(random: &'a mut SmallRng) -> Self {
        let town = TOWNS.choose(random).expect("there are towns");
        let mut speech = Self { random, town, first_name: String::new(), name: String::new() };
        speech.first_name = speech.said("{prenom}");
        speech.name = speech.said("{nom}");
        speech
    }

    fn one(&mut self, of: &[&str]) -> String {
        let chosen = of.choose(self.random).expect("a stock is never empty");
        self.said(chosen)
    }

    fn said(&mut self, template: &str) -> String {
        french_spaces(&self.filled(template))
    }

    /// The template with every slot filled, and the slots of what fills them.
    fn filled(&mut self, template: &str) -> String {
        let mut out = String::new();
        let mut rest = template;
        while let Some((before, after)) = rest.split_once('{') {
            out.push_str(before);
            let (slot, tail) = after.split_once('}').expect("a slot is closed");
            out.push_str(&self.slot(slot));
            rest = tail;
        }
        out.push_str(rest);
        out
    }

    fn slot(&mut self, slot: &str) -> String {
        let random = &mut *self.random;
        match slot {
            "VILLE" => self.town.to_owned(),
            "PRENOM" => self.first_name.clone(),
            "NOM" => self.name.clone(),
            "annee" => random.random_range(1831..2019_u32).to_string(),
            "petit" => random.random_range(3..13_u32).to_string(),
            "n" => random.random_range(14..98_u32).to_string(),
            "cent" => random.random_range(110..990_u32).to_string(),
            "pct" if random.random_bool(0.5) => {
                let (whole, part) =
                    (random.random_range(2..60_u32), random.random_range(1..10_u32));
                format!("{whole},{part} %")
            }
            "pct" => format!("{} %", random.random_range(2..60_u32)),
            "prix" => {
                let (thousands, rest) =
                    (random.random_range(2..900_u32), random.random_range(0..20_u32));
                format!("{thousands}\u{a0}{:03} €", rest * 50)
            }
            other => {
                let (_, alternatives) = SLOTS
                    .iter()
                    .find(|(name, _)| *name == other)
                    .unwrap_or_else(|| panic!("no slot {other}"));
                let chosen = alternatives.choose(random).expect("a slot is never empty");
                self.filled(chosen)
            }
        }
    }

    fn blocks(&mut self, theme: &Theme, interview: bool) -> Vec<Block> {
        let mut own: Vec<&str> = theme.sentences.to_vec();
        own.shuffle(self.random);
        let mut subheads = theme.subheads.to_vec();
        subheads.shuffle(self.random);
        let mut questions = QUESTIONS.to_vec();
        questions.shuffle(self.random);
        let mut blocks = Vec::new();
        let mut since_subhead = 0;
        let with_subheads = self.random.random_bool(0.7);
        for paragraph in 0..90 {
            if interview && paragraph > 0 && !questions.is_empty() {
                let question = questions.pop().expect("not empty");
                blocks.push(Block::Question(self.said(question)));
            } else if with_subheads && since_subhead > 2 && !subheads.is_empty() {
                let subhead = subheads.pop().expect("not empty");
                blocks.push(Block::Subhead(self.said(subhead)));
                since_subhead = 0;
            }
            since_subhead += 1;
            let count = self.random.random_range(2..6);
            let sentences = (0..count)
                .map(|_| {
                    let general = GENERAL.choose(self.random).expect("there are rules");
                    let from_theme = self.random.random_bool(0.45);
                    let template = if from_theme { own.pop() } else { None };
                    self.said(template.unwrap_or(general))
                })
                .collect();
            blocks.push(Block::Body(sentences));
        }
        blocks
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_template_of_the_stock_is_filled_to_its_end() {
        let mut random = SmallRng::seed_from_u64(1);
        let mut speech = Speech::about(&mut random);
        let themes = THEMES.iter().flat_map(|theme| {
            [theme.headlines, theme.standfirsts, theme.subheads, theme.captions, theme.sentences]
        });
        for template in themes.chain([GENERAL, QUESTIONS, BYLINES]).flatten() {
            for _ in 0..5 {
                let said = speech.said(template);
                assert!(!said.contains(['{', '}']) && !said.is_empty(), "{template}: {said}");
                assert_eq!(said.matches('«').count(), said.matches('»').count(), "{said}");
            }
        }
        for template in SLOTS.iter().flat_map(|(_, alternatives)| *alternatives) {
            assert!(!speech.said(template).contains(['{', '}']), "{template}");
        }
    }

    #[test]
    fn a_story_has_far_more_than_two_thousand_words_and_few_sentences_twice() {
        let story = Newsroom::open(4).story(true);
        let mut sentences: Vec<&String> = story
            .blocks
            .iter()
            .flat_map(|block| match block {
                Block::Body(sentences) => sentences.as_slice(),
                _ => &[],
            })
            .collect();
        let words: usize = sentences.iter().map(|s| s.split(' ').count()).sum();
        assert!(words > 2_000, "{words}");
        let all = sentences.len();
        sentences.sort();
        sentences.dedup();
        assert!(sentences.len() * 10 > all * 8, "{} of {all}", sentences.len());
    }

    #[test]
    fn the_weekday_is_that_of_the_date() {
        let masthead = Newsroom::open(2).masthead();
        let words: Vec<&str> = masthead.date.split(' ').collect();
        assert_eq!(words.len(), 4, "{}", masthead.date);
    }
}
