//! Newspaper pages by seed: read flat as a scan shows them, and from photos of smaller ones.

use coupure_clipping::{Quiet, Reader, compose, correct};
use coupure_model::{Language, Recipe};
use coupure_testkit::page::newspaper;
use coupure_testkit::page::newspaper::{Extent, Severity, newspaper_of, photograph};
use coupure_testkit::score::accents_kept;
use coupure_testkit::score::newspaper::PageScore;
use coupure_testkit::score::order::Order;

use crate::Failure;
use crate::table::{Table, Target, Unit, least, mean};

#[derive(Default)]
struct Sum {
    errors: usize,
    characters: usize,
    count: usize,
}

impl Sum {
    fn add(&mut self, errors: usize, characters: usize) {
        self.errors += errors;
        self.characters += characters;
        self.count += 1;
    }

    fn rate(&self) -> f64 {
        self.errors as f64 / self.characters.max(1) as f64
    }
}

/// Seeds of one half.
struct Half {
    pages: Sum,
    wrapped: Sum,
    mild: Sum,
    hard: Sum,
    order: Order,
    worst_order: f64,
    accents: Vec<f64>,
    cut_out: Vec<f64>,
}

impl Half {
    fn new() -> Self {
        let sum = Sum::default;
        Self {
            pages: sum(),
            wrapped: sum(),
            mild: sum(),
            hard: sum(),
            order: Order::default(),
            worst_order: 1.0,
            accents: Vec::new(),
            cut_out: Vec::new(),
        }
    }

    fn page(&mut self, seed: u64, reader: &Reader) -> Result<(), Failure> {
        let page = newspaper(seed);
        let reading = reader.read(&page.picture, &[], Language::French, &Quiet)?;
        let score = PageScore::of(&reading, &page.truth, |lines| compose(lines, Language::French));
        self.pages.add(score.errors(), score.characters());
        for article in score.articles.iter().filter(|article| article.wrapped) {
            self.wrapped.add(article.errors, article.characters);
        }
        let cut_out: Vec<f64> = score.articles.iter().map(|article| article.cut_out_f1).collect();
        let cut_out_mean = mean(&cut_out);
        self.cut_out.extend(cut_out);
        self.order.add(&score.order);
        self.worst_order = self.worst_order.min(score.order.pairs_share());
        self.accents.push(accents_kept(&score.text, &page.truth.text()));
        println!(
            "typeset page {seed}: CER {:.2} %, of pairs {:.4} and of neighbours {:.4} in order; \
             {} articles, cut out with F1 {cut_out_mean:.3}; {} lines, {} stray characters",
            score.character_error_rate() * 100.0,
            score.order.pairs_share(),
            score.order.neighbours_share(),
            score.articles.len(),
            reading.lines.len(),
            score.stray,
        );
        Ok(())
    }

    fn photo(&mut self, seed: u64, reader: &Reader) -> Result<(), Failure> {
        let page = newspaper_of(seed, Extent::Small);
        let severity = if (seed / 2).is_multiple_of(2) { Severity::Mild } else { Severity::Hard };
        let photo = photograph(&page, severity);
        let corrected = correct(&photo.picture, &Recipe::default(), &Quiet)?;
        let reading = reader.read(&corrected.pixels, &[], Language::French, &Quiet)?;
        let score = PageScore::of(&reading, &page.truth, |lines| compose(lines, Language::French));
        let sum = if severity == Severity::Mild { &mut self.mild } else { &mut self.hard };
        sum.add(score.errors(), score.characters());
        println!(
            "typeset photo {seed}, {severity:?}: CER {:.2} %, {} stray characters",
            score.character_error_rate() * 100.0,
            score.stray
        );
        Ok(())
    }

    fn rows(&self, name: &str, table: &mut Table) {
        let mut errors = |what: &str, target, sum: &Sum| {
            let measure = format!("CER, typeset {what}, {name}");
            table.row(measure, Unit::Share, target, "", sum.rate(), sum.count);
        };
        errors("pages", Target::AtMost(0.003), &self.pages);
        errors("articles round a picture", Target::AtMost(0.02), &self.wrapped);
        errors("pages, mild photo", Target::AtMost(0.005), &self.mild);
        errors("pages, hard photo", Target::AtMost(0.01), &self.hard);
        let count = self.pages.count;
        let mut part = |what: &str, unit, target, value| {
            table.row(format!("{what}, {name}"), unit, target, "", value, count);
        };
        let accents = self.accents.iter().sum::<f64>() / count.max(1) as f64;
        part("accents kept, typeset pages", Unit::Share, Target::AtLeast(0.99), accents);
        let order = "line order, typeset pages";
        part(&format!("{order}: pairs"), Unit::Part, Target::None, self.order.pairs_share());
        let target = Target::AtLeast(0.995);
        part(&format!("{order}: pairs, worst page"), Unit::Part, target, self.worst_order);
        let articles = self.cut_out.len();
        let (what, target) = ("an article cut out, typeset pages: F1", Target::AtLeast(0.95));
        let f1 = mean(&self.cut_out);
        table.row(format!("{what}, mean, {name}"), Unit::Part, target, "", f1, articles);
        let f1 = least(&self.cut_out);
        table.row(format!("{what}, worst, {name}"), Unit::Part, Target::None, "", f1, articles);
        let mut part = |what: &str, unit, target, value| {
            table.row(format!("{what}, {name}"), unit, target, "", value, count);
        };
        let neighbours = self.order.neighbours_share();
        part(&format!("{order}: neighbours"), Unit::Part, Target::None, neighbours);
    }
}

pub fn measure(pages: u64, reader: &Reader, table: &mut Table) -> Result<(), Failure> {
    let mut halves = [Half::new(), Half::new()];
    for seed in 0..pages {
        let half = &mut halves[(seed % 2) as usize];
        half.page(seed, reader)?;
        half.photo(seed, reader)?;
    }
    halves[0].rows("even seeds", table);
    halves[1].rows("odd seeds", table);
    Ok(())
}
