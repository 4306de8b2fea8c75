use proptest::prelude::*;

use super::*;

fn read(text: &str, left: f32, right: f32, y: f32, height: f32) -> Read {
    let strip =
        Strip { left, right, half_height: height / 2.0, origin: left, curve: vec![y], score: 1.0 };
    let word = |text: &str| Word { text: text.into(), area: Rect::default(), confidence: 1.0 };
    Read { strip, words: text.split(' ').map(word).collect() }
}

fn page() -> Vec<Read> {
    let mut page = vec![
        read("L'ÉCHO DU VAL", 10.0, 120.0, 10.0, 22.0),
        read("Samedi", 200.0, 260.0, 11.0, 22.0),
        read("7", 400.0, 410.0, 10.0, 22.0),
    ];
    page.extend((0..8).map(|i| read("ligne", 10.0, 200.0, 60.0 + i as f32 * 20.0, 22.0)));
    page.extend((0..8).map(|i| read("suite", 220.0, 410.0, 63.0 + i as f32 * 20.0, 22.0)));
    page
}

#[test]
fn what_stands_small_above_a_rule_at_the_top_is_the_running_head() {
    let rule = Rule { start: 10.0, end: 410.0, low: 30.0, high: 32.0, slope: 0.0 };
    let rules = Rules { level: vec![rule], upright: Vec::new() };
    let laid = lay_out(page(), &rules, &[]);
    let furniture = laid.lines.iter().filter(|line| line.role == Role::Furniture).count();
    assert_eq!(furniture, 1);
    let head: Vec<&str> = laid.lines[0].words.iter().map(|w| w.text.as_str()).collect();
    assert_eq!(head, ["L'ÉCHO", "DU", "VAL", "Samedi", "7"]);
    assert_eq!(laid.lines.len(), 17);
    assert_eq!(laid.lines[1].words[0].text, "ligne");
    assert!(laid.lines[1].paragraph > laid.lines[0].paragraph);
}

#[test]
fn without_the_rule_all_is_text() {
    let laid = lay_out(page(), &Rules::default(), &[]);
    assert!(laid.lines.iter().all(|line| line.role != Role::Furniture));
}

#[test]
fn columns_paragraphs_and_articles_of_a_further_region_count_on() {
    let line = |column, paragraph, article| Line {
        column,
        paragraph,
        article: Some(article),
        ..Line::default()
    };
    let region = |lines: &[Line], articles: usize| Laid {
        lines: lines.to_vec(),
        articles: vec![PageArticle::default(); articles],
    };
    let mut laid = Laid::default();
    laid.append(region(&[line(0, 0, 0), line(1, 1, 1)], 2));
    laid.append(region(&[line(0, 0, 0), line(0, 1, 0)], 1));
    let numbers: Vec<_> = laid.lines.iter().map(|l| (l.column, l.paragraph, l.article)).collect();
    assert_eq!(numbers, [(0, 0, Some(0)), (1, 1, Some(1)), (2, 2, Some(2)), (2, 3, Some(2))]);
    laid.join();
    assert_eq!(laid.articles.len(), 1);
    assert!(laid.lines.iter().all(|l| l.article == Some(0)));
}

#[test]
fn the_order_does_not_depend_on_who_finished_first() {
    let mut other = page();
    other.reverse();
    let (a, b) = (lay_out(page(), &Rules::default(), &[]), lay_out(other, &Rules::default(), &[]));
    assert_eq!(a.lines, b.lines);
}

/// Columns of a width, their lines from a height on, as detection gives them.
fn column(word: &str, left: f32, top: f32, count: usize) -> Vec<Read> {
    (0..count).map(|i| read(word, left, left + 200.0, top + i as f32 * 20.0, 23.0)).collect()
}

fn articles_of(laid: &Laid) -> Vec<(String, Vec<&str>)> {
    laid.articles
        .iter()
        .enumerate()
        .map(|(i, article)| {
            let own = laid.lines.iter().filter(|line| line.article == Some(i as u32));
            let mut words: Vec<&str> = own.map(|line| line.words[0].text.as_str()).collect();
            words.dedup();
            (article.title.clone(), words)
        })
        .collect()
}

#[test]
fn columns_belong_under_the_headline_that_reaches_over_them() {
    // The first article has three columns, the third of which goes on beside the second article.
    let mut page = vec![read("Premier", 10.0, 500.0, 30.0, 60.0)];
    page.extend(column("colonne", 10.0, 90.0, 12));
    page.extend(column("deuxième", 230.0, 90.0, 12));
    page.extend(column("troisième", 450.0, 90.0, 30));
    page.push(read("Second", 10.0, 400.0, 370.0, 50.0));
    page.extend(column("quatrième", 10.0, 420.0, 12));
    page.extend(column("cinquième", 230.0, 420.0, 12));
    let laid = lay_out(page, &Rules::default(), &[]);
    assert_eq!(
        articles_of(&laid),
        [
            ("Premier".to_owned(), vec!["Premier", "colonne", "deuxième", "troisième"]),
            ("Second".to_owned(), vec!["Second", "quatrième", "cinquième"]),
        ]
    );
    assert_eq!(laid.lines[0].role, Role::Headline);
    assert_eq!(laid.articles[1].areas.len(), 3);
}

#[test]
fn a_box_is_an_article_by_itself() {
    let mut page = vec![read("Titre", 10.0, 400.0, 30.0, 60.0)];
    page.extend(column("colonne", 10.0, 90.0, 30));
    page.extend(column("deuxième", 230.0, 90.0, 10));
    page.extend(column("encadré", 230.0, 330.0, 8));
    page.extend(column("troisième", 230.0, 540.0, 8));
    let level = |y: f32| Rule { start: 222.0, end: 438.0, low: y, high: y + 2.0, slope: 0.0 };
    let upright = |x: f32| Rule { start: 310.0, end: 510.0, low: x, high: x + 2.0, slope: 0.0 };
    let rules = Rules {
        level: vec![level(310.0), level(508.0)],
        upright: vec![upright(222.0), upright(436.0)],
    };
    let laid = lay_out(page, &rules, &[]);
    let own: Vec<Vec<&str>> = articles_of(&laid).into_iter().map(|a| a.1).collect();
    assert_eq!(own, [vec!["Titre", "colonne", "deuxième", "troisième"], vec!["encadré"]]);
}

/// Two columns with a picture across their gutter, its caption below it.
fn wrapped() -> (Vec<Read>, Rect) {
    let mut page = Vec::new();
    let mut narrow = |word: &str, left: f32, right: f32, from: usize, to: usize| {
        page.extend((from..to).map(|i| read(word, left, right, 20.0 + i as f32 * 20.0, 23.0)));
    };
    narrow("un", 10.0, 310.0, 0, 8);
    narrow("deux", 10.0, 180.0, 8, 20);
    narrow("trois", 10.0, 310.0, 20, 28);
    narrow("quatre", 340.0, 640.0, 0, 8);
    narrow("cinq", 470.0, 640.0, 8, 20);
    narrow("six", 340.0, 640.0, 20, 28);
    page.push(read("légende", 230.0, 420.0, 365.0, 20.0));
    page.push(read("suite", 230.0, 360.0, 383.0, 20.0));
    (page, Rect { x: 200.0, y: 175.0, width: 250.0, height: 175.0 })
}

#[test]
fn text_that_gives_way_to_a_picture_is_read_on_and_the_caption_comes_last() {
    let (page, picture) = wrapped();
    let laid = lay_out(page, &Rules::default(), &[picture]);
    let own = articles_of(&laid);
    assert_eq!(own.len(), 1);
    let words = ["un", "deux", "trois", "quatre", "cinq", "six", "légende", "suite"];
    assert_eq!(own[0].1, words);
    assert_eq!(laid.lines.last().expect("there are lines").role, Role::Caption);
    assert_eq!(laid.articles[0].pictures, [picture]);
}

fn anything() -> impl Strategy<Value = (Vec<Read>, Rules, Vec<Rect>)> {
    let word = prop_oneof![Just("Par"), Just("1987"), Just("3"), Just("mot."), Just("Titre")];
    let line = (word, 0.0_f32..2000.0, 1.0_f32..900.0, 0.0_f32..3000.0, 1.0_f32..80.0)
        .prop_map(|(word, left, width, y, height)| read(word, left, left + width, y, height));
    let rule = (0.0_f32..2000.0, 1.0_f32..2000.0, 0.0_f32..3000.0, 1.0_f32..9.0, -0.02_f32..0.02)
        .prop_map(|(start, length, low, thick, slope)| Rule {
            start,
            end: start + length,
            low,
            high: low + thick,
            slope,
        });
    let picture = (0.0_f32..2000.0, 0.0_f32..3000.0, 0.0_f32..900.0, 0.0_f32..900.0)
        .prop_map(|(x, y, width, height)| Rect { x, y, width, height });
    let rules =
        (proptest::collection::vec(rule.clone(), 0..12), proptest::collection::vec(rule, 0..12))
            .prop_map(|(level, upright)| Rules { level, upright });
    (proptest::collection::vec(line, 0..90), rules, proptest::collection::vec(picture, 0..5))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn whatever_is_found_every_line_is_in_one_place_whoever_finished_first(
        (mut found, rules, pictures) in anything()
    ) {
        for (i, read) in found.iter_mut().enumerate() {
            read.words[0].confidence = i as f32;
        }
        let laid = lay_out(found.clone(), &rules, &pictures);
        let words = laid.lines.iter().flat_map(|line| &line.words);
        let mut seen: Vec<usize> = words.map(|word| word.confidence as usize).collect();
        seen.sort_unstable();
        prop_assert_eq!(seen, (0..found.len()).collect::<Vec<_>>());
        for line in &laid.lines {
            let is_known = line.article.is_some_and(|a| (a as usize) < laid.articles.len());
            prop_assert_eq!(is_known, line.role != Role::Furniture);
        }
        let owned: usize = laid.articles.iter().map(|article| article.pictures.len()).sum();
        prop_assert!(laid.articles.is_empty() || owned == pictures.len());
        found.reverse();
        prop_assert_eq!(lay_out(found, &rules, &pictures).lines, laid.lines);
    }
}

#[test]
fn five_thousand_lines_anywhere_are_laid_out() {
    let mut seed = 7_u32;
    let mut next = |below: f32| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (seed >> 8) as f32 / (1 << 24) as f32 * below
    };
    let found: Vec<Read> = (0..5000)
        .map(|_| {
            let left = next(4000.0);
            read("mot", left, left + 20.0 + next(600.0), next(6000.0), 20.0 + next(30.0))
        })
        .collect();
    assert_eq!(
        lay_out(found, &Rules::default(), &[]).lines.iter().flat_map(|l| &l.words).count(),
        5000
    );
}
