//! Whole outputs of a rich sample, as they are; and what single blocks become.

use coupure_markdown::{
    Document, Options, PictureUse, ShownPicture, figure, folded, parse, text_of_html,
};
use coupure_model::{Features, Language};

const SAMPLE: &str = include_str!("sample.md");

fn read(source: &str) -> Document {
    parse(source, &Options::default()).unwrap()
}

fn uploaded(reference: &str) -> Option<ShownPicture> {
    reference.starts_with("clip:").then(|| ShownPicture {
        src: "https://laurent.example/wp-content/uploads/2026/02/montagne-1024x768.jpg".into(),
        width_px: Some(1024),
        height_px: Some(768),
        link: Some("https://laurent.example/wp-content/uploads/2026/02/montagne.jpg".into()),
        id: Some("57".into()),
        size_slug: Some("large".into()),
    })
}

fn features(all: bool) -> Features {
    Features { details_block: all, footnotes_block: all, ..Features::default() }
}

fn html(source: &str) -> String {
    read(source).html(&uploaded).trim_end().to_owned()
}

#[test]
fn the_sample_as_a_preview() {
    let blocks: Vec<String> = read(SAMPLE)
        .preview(&uploaded)
        .iter()
        .map(|block| format!("{}–{} {}", block.first_line, block.last_line, block.html))
        .collect();
    insta::assert_snapshot!("preview", blocks.join("\n"));
}

#[test]
fn the_sample_as_html() {
    insta::assert_snapshot!("html", read(SAMPLE).html(&uploaded));
}

#[test]
fn the_sample_for_a_wordpress_that_knows_every_block() {
    let post = read(SAMPLE).wordpress(&uploaded, &features(true));
    insta::assert_snapshot!("wordpress", format!("{}\n\n{}", post.content, post.footnotes));
}

#[test]
fn the_sample_for_wordpress_6_1() {
    let post = read(SAMPLE).wordpress(&uploaded, &features(false));
    assert_eq!(post.footnotes, "");
    insta::assert_snapshot!("wordpress_6_1", post.content);
}

#[test]
fn the_sample_as_text() {
    insta::assert_snapshot!("text", read(SAMPLE).plain_text());
}

#[test]
fn the_sample_back_as_markdown() {
    let post = read(SAMPLE).wordpress(&uploaded, &features(true));
    let back = coupure_markdown::from_html::to_markdown_with(&post.content, &post.footnotes);
    insta::assert_snapshot!("back", back);
}

#[test]
fn every_output_of_the_sample_reads_the_same() {
    let document = read(SAMPLE);
    let uploaded = |_: &str| uploaded("clip:");
    let text = document.plain_text();
    assert_eq!(text_of_html(&document.html(&uploaded)), text);
    for all in [true, false] {
        let post = document.wordpress(&uploaded, &features(all));
        let shown = text_of_html(&post.content);
        let notes = text.find("L’envie de lire").unwrap();
        let body = if all { &text[..notes] } else { &text };
        assert_eq!(shown, *body);
    }
}

#[test]
fn a_picture_alone_is_a_figure_and_its_title_the_caption() {
    let document =
        read("![« Alt »](clip:1 \"Une \\\"légende\\\"\")\n\nEt ![dedans](media:2 \"t\").");
    assert_eq!(
        document.pictures(),
        [
            PictureUse {
                reference: "clip:1".into(),
                alt: "« Alt »".into(),
                caption: "Une «\u{a0}légende\u{a0}»".into(),
            },
            PictureUse {
                reference: "media:2".into(),
                alt: "dedans".into(),
                caption: String::new()
            },
        ]
    );
}

#[test]
fn any_reference_reaches_who_resolves_it_as_it_was_written() {
    for reference in [
        "clip:018f",
        "media:ab",
        "photos/été 1.jpg",
        "C:\\photos\\a.jpg",
        "/home/x/a%20b.jpg",
        "../a_b*c.png",
        "file:///a/b.jpg",
        "https://b.example/a.jpg?b=1&c=2",
        "javascript:x",
    ] {
        let source =
            figure(reference, "un [alt] *x* `y` <z> & \\ !", "une \"légende\" \\ & <b>\nfin");
        let document = read(&source);
        let [picture] = document.pictures().try_into().unwrap();
        assert_eq!(picture.reference, reference);
        assert_eq!(picture.alt, "un [alt] *x* `y` <z> & \\ !");
        assert_eq!(picture.caption, "une «\u{a0}légende\u{a0}» \\ & <b> fin");
        let shown = html(&source);
        assert!(shown.starts_with("<figure>"), "{shown}");
        assert!(!shown.contains("javascript"), "{shown}");
    }
}

#[test]
fn a_picture_that_is_not_found_shows_its_alternative_text() {
    let shown = read("![La une](media:x)").preview(&|_| None);
    let wanted = "<figure><span class=\"missing-picture\" role=\"img\">La une</span></figure>";
    assert_eq!(&*shown[0].html, wanted);
}

#[test]
fn folded_text_is_one_block_and_holds_any_markdown() {
    let source =
        format!("Avant.\n\n{}\n\nAprès.", folded("L'article <b> & \"fin\"", "# A\n\n- b\n\n> c\n"));
    let document = read(&source);
    assert_eq!(document.blocks().len(), 3);
    let block = &document.blocks()[1];
    assert_eq!((block.first_line, block.last_line), (3, 12));
    assert_eq!(
        block.html(),
        "<details><summary>L’article &lt;b&gt; &amp; «&nbsp;fin&nbsp;»</summary><h1>A</h1>\
         <ul><li>b</li></ul><blockquote><p>c</p></blockquote></details>"
    );
}

#[test]
fn a_quotation_may_span_emphasis_links_and_code() {
    assert_eq!(
        html("\"*a*\" \"[b](https://c.d)\" \"`e`\" l'*\"f*\"!"),
        "<p>«&nbsp;<em>a</em>&nbsp;» «&nbsp;<a href=\"https://c.d\">b</a>&nbsp;» «&nbsp;<code>e</code>&nbsp;» l’<em>«&nbsp;f</em>&nbsp;»\u{202f}!</p>"
    );
}

#[test]
fn code_addresses_and_tags_are_never_set() {
    let source = "`\"a\" -- b...` <kbd>\"c\"</kbd> <https://d.e/f--g> [h](https://i.j/k--l?m='n') <span title=\"o -- 'p'\">q</span>\n\n    \"r\" -- s";
    assert_eq!(
        html(source),
        "<p><code>\"a\" -- b...</code> <kbd>\"c\"</kbd> <a href=\"https://d.e/f--g\">https://d.e/f--g</a> \
         <a href=\"https://i.j/k--l?m='n'\">h</a> <span title=\"o -- 'p'\">q</span></p>\n\
         <pre><code>\"r\" -- s\n</code></pre>"
    );
}

#[test]
fn english_is_set_as_english() {
    let options = Options { language: Language::English, ..Options::default() };
    let document = parse("\"It's *'fine'*!\"", &options).unwrap();
    assert_eq!(document.html(&uploaded), "<p>“It’s <em>‘fine’</em>!”</p>\n");
}

#[test]
fn without_typography_text_stays_as_typed() {
    let options = Options { typography: false, ..Options::default() };
    let document = parse("\"L'un\" -- l'autre !", &options).unwrap();
    assert_eq!(document.html(&uploaded), "<p>\"L'un\" -- l'autre !</p>\n");
}

#[test]
fn what_could_run_or_reach_out_is_taken_away() {
    let source = "<script>a()</script>\n\n<p onclick=\"b()\" style=\"position:fixed\">c</p>\n\n[d](javascript:e) <a href=\"clip:f\">g</a> <iframe src=\"https://h\"></iframe><img src=\"data:i\" onerror=\"j()\">\n\n<svg><a xlink:href=\"javascript:k\">l</a></svg>";
    assert_eq!(
        html(source),
        "<p>c</p>\n<p><a>d</a> <a>g</a> <span class=\"missing-picture\" role=\"img\">?</span></p>"
    );
}

#[test]
fn footnotes_stand_at_the_end_in_the_order_of_their_references() {
    let document = read("[^b]: Deux.\n\nUn[^a], deux[^b], un[^a], rien[^c].\n\n[^a]: Un.\n\nFin.");
    let lines = document.plain_text();
    assert_eq!(lines, "Un1, deux2, un1, rien[^c].\nFin.\nUn. ↩︎ ↩︎\nDeux. ↩︎\n");
    let ranges: Vec<_> = document.blocks().iter().map(|block| block.first_line).collect();
    assert_eq!(ranges, [3, 7, 7]);
}

#[test]
fn words_are_counted_as_a_reader_reads_them() {
    assert_eq!(
        read("# Un titre\n\n*Deux* mots -- « vrai » !\n\n`code` ![alt](media:x)").words(),
        6
    );
}
