//! Any text is read, quickly enough, without a panic and on a small stack.

mod pieces;

use std::time::{Duration, Instant};

use coupure_markdown::{
    Cache, Document, Error, Options, ShownPicture,
    from_html::{self, Kept},
    front_matter, parse, parse_with, text_of_html,
};
use coupure_model::{Code, Features, Language};
use pieces::pieces;
use proptest::prelude::*;

fn found(reference: &str) -> Option<ShownPicture> {
    Some(ShownPicture { src: format!("https://b.example/{reference}"), ..ShownPicture::default() })
}

fn known() -> Features {
    Features { details_block: true, footnotes_block: true, ..Features::default() }
}

/// All that is ever made of a document.
fn use_all(document: &Document) {
    document.preview(&|_| None);
    document.html(&found);
    let post = document.wordpress(&found, &known());
    from_html::to_markdown(&post.content, &post.footnotes);
    document.wordpress(&|_| None, &Features::default());
    document.pictures();
    document.plain_text();
    document.words();
}

/// On a thread with the stack that a thread has by default at most.
fn on_a_small_stack(work: impl FnOnce() + Send + 'static) {
    let thread = std::thread::Builder::new().stack_size(2 * 1024 * 1024).spawn(work).unwrap();
    thread.join().unwrap();
}

#[test]
fn what_nests_ten_thousand_deep_is_read_on_a_small_stack() {
    const DEPTH: usize = 10_000;
    let nested = [
        "> ".repeat(DEPTH) + "x",
        ">".repeat(DEPTH) + "x",
        "- ".repeat(DEPTH) + "x",
        "1. ".repeat(DEPTH) + "x",
        "*a ".repeat(DEPTH) + &"b* ".repeat(DEPTH),
        "**a".repeat(DEPTH) + &"b**".repeat(DEPTH),
        "[".repeat(DEPTH) + "x" + &"](y)".repeat(DEPTH),
        "![".repeat(DEPTH) + "x" + &"](y)".repeat(DEPTH),
        "<div>".repeat(DEPTH) + "x" + &"</div>".repeat(DEPTH),
        "<b>".repeat(DEPTH) + "x",
        "<ul><li>".repeat(DEPTH) + "x",
        "<details><summary>a</summary>\n\n".repeat(DEPTH) + &"x\n\n</details>\n\n".repeat(DEPTH),
        "<!-- wp:group -->\n\n".repeat(DEPTH),
        "[^a]: ".repeat(DEPTH) + "x[^a]",
        "`".repeat(DEPTH) + "x",
        "\"(".repeat(DEPTH) + "x",
        "| ".repeat(DEPTH) + "\n" + &"|-".repeat(DEPTH),
        "a\n: ".repeat(DEPTH),
    ];
    for source in nested {
        on_a_small_stack(move || {
            let start = Instant::now();
            let document = parse(&source, &Options::default()).unwrap();
            let parsed = start.elapsed();
            use_all(&document);
            let took = start.elapsed();
            let beginning: String = source.chars().take(20).collect();
            println!("{beginning:?}… took {parsed:?} to parse, {took:?} in all");
            assert!(took < Duration::from_secs(60), "{beginning:?}… took {took:?}");
        });
    }
}

#[test]
fn html_from_a_blog_that_nests_deep_comes_back_on_a_small_stack() {
    let nested = [
        "<div>".repeat(10_000),
        "<!-- wp:group -->".repeat(10_000) + "x",
        "<svg>".repeat(10_000) + "x",
        "x\n\n<svg></svg>y\n".repeat(5_000),
    ];
    for raw in nested {
        on_a_small_stack(move || {
            let start = Instant::now();
            let markdown = from_html::to_markdown(&raw, "");
            text_of_html(&raw);
            let document = parse(&markdown, &Options::default()).unwrap();
            document.wordpress_keeping(&found, &known(), &Kept::of(&raw));
            let took = start.elapsed();
            println!("{:?}… took {took:?}", &raw[..17]);
            assert!(took < Duration::from_secs(60), "{:?}… took {took:?}", &raw[..17]);
        });
    }
}

#[test]
fn a_file_of_fifty_megabytes_is_refused_with_what_to_do() {
    let error = parse(&"a ".repeat(25_000_000), &Options::default()).unwrap_err();
    assert!(matches!(error, Error::TooLarge { .. }));
    let problem = error.problem();
    assert_eq!(problem.code, Code::FileTooLarge);
    assert_eq!(problem.params["max_bytes"], "8388608");
}

fn language() -> impl Strategy<Value = Language> {
    prop::sample::select(Language::ALL.to_vec())
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 400,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn any_text_is_read(source in pieces(), language in language()) {
        let options = Options { language, ..Options::default() };
        let document = parse(&source, &options).unwrap();
        use_all(&document);
        let _ = front_matter::split(&source);
        // The same as a post that stands on a blog, and goes back there.
        let back = parse(&from_html::to_markdown(&source, ""), &options).unwrap();
        back.wordpress_keeping(&found, &known(), &Kept::of(&source));
    }

    #[test]
    fn any_bytes_are_read_once_they_are_text(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let document = parse(&String::from_utf8_lossy(&bytes), &Options::default()).unwrap();
        use_all(&document);
    }

    #[test]
    fn blocks_lie_in_the_order_of_the_source_without_overlap(source in pieces()) {
        let document = parse(&source, &Options::default()).unwrap();
        let mut at = 0;
        for block in document.blocks() {
            prop_assert!(block.range.start >= at, "{:?} of {source:?}", block.range);
            prop_assert!(block.range.end >= block.range.start);
            prop_assert!(block.first_line >= 1 && block.first_line <= block.last_line);
            prop_assert!(source.get(block.range.clone()).is_some());
            at = block.range.end;
        }
    }

    #[test]
    fn a_cache_changes_nothing_of_what_is_shown(before in pieces(), after in pieces()) {
        let options = Options::default();
        let mut cache = Cache::default();
        parse_with(&before, &options, &mut cache).unwrap();
        let cached = parse_with(&after, &options, &mut cache).unwrap();
        let fresh = parse(&after, &options).unwrap();
        prop_assert_eq!(cached.preview(&found), fresh.preview(&found));
    }

    #[test]
    fn blocks_around_a_new_paragraph_keep_their_hashes(words in prop::collection::vec("[a-z]{1,9}( [a-z]{1,9}){0,6}", 1..12), at in 0_usize..12) {
        let mut paragraphs = words.clone();
        paragraphs.insert(at.min(words.len()), "un *nouveau* paragraphe".into());
        let hashes = |paragraphs: &[String]| -> Vec<String> {
            let document = parse(&paragraphs.join("\n\n"), &Options::default()).unwrap();
            document.preview(&found).iter().map(|block| block.hash.to_string()).collect()
        };
        let (before, mut after) = (hashes(&words), hashes(&paragraphs));
        after.remove(at.min(words.len()));
        prop_assert_eq!(before, after);
    }

    #[test]
    fn equal_hashes_are_equal_html(source in pieces()) {
        let document = parse(&source, &Options::default()).unwrap();
        let shown = document.preview(&found);
        for a in &shown {
            for b in &shown {
                prop_assert_eq!(a.hash == b.hash, a.html == b.html);
            }
        }
    }

    #[test]
    fn nothing_that_runs_is_let_through(source in pieces()) {
        let document = parse(&source, &Options::default()).unwrap();
        let post = document.wordpress(&found, &known());
        for html in [document.html(&found), post.content, post.footnotes] {
            let html = html.to_lowercase();
            for runs in ["<script", "<svg", "<textarea"] {
                prop_assert!(!html.contains(runs), "{runs} in {html}");
            }
        }
    }

    #[test]
    fn the_preview_and_the_other_outputs_read_the_same(source in pieces()) {
        let document = parse(&source, &Options::default()).unwrap();
        let text = document.plain_text();
        prop_assert_eq!(&text, &text_of_html(&document.html(&found)));
    }
}
