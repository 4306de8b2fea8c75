//! Whole outputs of a rich sample, as they are; and what single blocks become.

use coupure_markdown::{
    Document, Options, PictureUse, ShownPicture, figure, folded, parse, text_of_html, typeset,
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
    let back = coupure_markdown::from_html::to_markdown(&post.content, &post.footnotes);
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

const PLACE: &str = "clip:019350b0-0000-7000-8000-000000000001#w12-40";

#[test]
fn a_quotation_leads_the_author_to_its_place_and_readers_nowhere() {
    let source = |target: &str| {
        format!(
            "> L'eau monte.\n>\n> — [« L'*été* »]({target}), [*Val*](https://val.example/1), p. 3"
        )
    };
    let document = read(&source(PLACE));
    let preview = &document.preview(&uploaded)[0];
    let link = format!("<a href=\"{PLACE}\">« L’<em>été</em> »</a>").replace("« ", "«&nbsp;");
    assert!(preview.html.contains(&link.replace(" »", "&nbsp;»")), "{}", preview.html);
    let for_readers = [
        document.html(&uploaded),
        document.wordpress(&uploaded, &features(true)).content,
        document.blocks()[0].html().to_owned(),
    ];
    for html in for_readers {
        assert!(!html.contains("clip:") && html.matches("<a").count() == 1, "{html}");
        assert_eq!(text_of_html(&html), text_of_html(&preview.html));
    }
    // Another place is another preview, and the same post.
    let other = read(&source(&PLACE.replace("#w12", "#w13")));
    assert_ne!(other.preview(&uploaded)[0].hash, preview.hash);
    assert_eq!(other.blocks()[0].hash(), document.blocks()[0].hash());
}

#[test]
fn nothing_but_a_link_of_the_texts_own_leads_to_a_place() {
    for other in ["clip:une", "clip:019350b0-0000-7000-8000-000000000001", "media:x#w1-2"] {
        let document = read(&format!("[a]({other}) <q cite=\"{PLACE}\">b</q>"));
        let preview = &document.preview(&uploaded)[0].html;
        assert!(!preview.contains("clip:") && !preview.contains("media:"), "{preview}");
    }
    let around_a_picture = read(&format!("[![a](clip:1)]({PLACE})"));
    let post = around_a_picture.wordpress(&uploaded, &features(true)).content;
    assert!(!post.contains("clip:"), "{post}");
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

#[test]
fn text_that_stands_in_no_block_has_lines_of_its_own_everywhere() {
    for source in ["</summary>-->\n\n</summary>&amp;", "<!-- wp:x -->a\n<!-- wp:x -->b"] {
        let document = read(source);
        let text = document.plain_text();
        assert_eq!(text.lines().count(), 2, "{text}");
        assert_eq!(text_of_html(&document.html(&uploaded)), text);
        let shown: Vec<String> =
            document.preview(&uploaded).iter().map(|block| text_of_html(&block.html)).collect();
        assert_eq!(shown.concat(), text);
    }
    let post = read("</summary>-->\n\n</summary>&amp;").wordpress(&uploaded, &features(true));
    assert_eq!(text_of_html(&post.content), "–>\n&\n");
}

#[test]
fn a_bare_picture_is_a_figure() {
    assert_eq!(
        html("<img src=\"https://b.example/a.jpg\" alt=\"a\">"),
        "<figure><img src=\"https://b.example/a.jpg\" alt=\"a\"></figure>"
    );
}

#[test]
fn no_author_ends_the_comment_of_a_block_with_their_own_html() {
    for source in [
        "<coupure-block data-name=\"x --><script>alert(1)</script><!--\">\n\na\n\n</coupure-block>",
        "<coupure-block data-name=\"x\" data-attributes=\"--><script>alert(1)</script>\">\n\na\n\n</coupure-block>",
        "<coupure-block data-name='x' data-attributes='{\"a\":\"--><script>alert(1)</script>\"}'>\n\na\n\n</coupure-block>",
        "<coupure-comment data-text=\"more --><script>alert(1)</script>\"></coupure-comment>",
    ] {
        let post = read(source).wordpress(&uploaded, &features(true));
        assert!(!post.content.contains("<script"), "{}", post.content);
    }
}

#[test]
fn words_of_an_attribute_may_look_like_a_reference() {
    assert_eq!(
        html(
            "<p title=\"media : x\"><img src=\"https://b.example/a.jpg\" alt=\"Clip : la une\"></p>"
        ),
        "<p title=\"media : x\"><img src=\"https://b.example/a.jpg\" alt=\"Clip : la une\"></p>"
    );
    assert_eq!(html("<blockquote cite=\"clip:1\">a</blockquote>"), "<blockquote>a</blockquote>");
    assert_eq!(html("<video poster=\"javascript:1\"></video>"), "<p><video></video></p>");
    assert_eq!(html("<audio src=\"clip:1\"></audio>"), "<p><audio></audio></p>");
}

#[test]
fn a_picture_within_a_link_opens_only_that() {
    let shown = "<a href=\"https://b.example/\"><img src=\"https://laurent.example/wp-content/uploads/2026/02/montagne-1024x768.jpg\" alt=\"vue\" width=\"1024\" height=\"768\"> voir</a>";
    assert_eq!(html("[![vue](clip:1) voir](https://b.example/)"), format!("<p>{shown}</p>"));
    assert_eq!(html("[*![vue](clip:1)* voir](https://b.example/)").matches("<a ").count(), 1);
}

#[test]
fn the_number_of_a_note_is_no_part_of_the_word_before_it() {
    assert_eq!(
        read("1914-1918[^1], \"fin\"[^1] ![^1]\n\n[^1]: Note.").plain_text(),
        "1914–19181, «\u{a0}fin\u{a0}»1\u{202f}!1\nNote. ↩︎ ↩︎ ↩︎\n"
    );
}

#[test]
fn a_title_is_set_as_the_text_is() {
    let options = Options::default();
    assert_eq!(
        typeset("L'été \"vrai\" : deux ?", &options),
        "L’été «\u{a0}vrai\u{a0}»\u{a0}: deux\u{202f}?"
    );
    let options = Options { typography: false, ..options };
    assert_eq!(typeset("L'été", &options), "L'été");
}
