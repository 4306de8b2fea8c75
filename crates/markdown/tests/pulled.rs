//! A post that was pulled from a blog and goes back with one word corrected: all else of it stays.

use coupure_markdown::{
    Options,
    from_html::{self, Kept},
    parse,
};
use coupure_model::Features;

const FEATURES: Features = Features {
    details_block: true,
    footnotes_block: true,
    revisions: true,
    version: String::new(),
};

const BEFORE: &str = "<!-- wp:paragraph -->\n<p>Un mto.</p>\n<!-- /wp:paragraph -->";
const AFTER: &str = "<!-- wp:paragraph -->\n<p>Un mot.</p>\n<!-- /wp:paragraph -->";

/// The post `raw` as it is after `from` of its Markdown was made `to`.
fn corrected(raw: &str, from: &str, to: &str) -> String {
    let body = from_html::to_markdown(raw, "");
    assert!(body.contains(from), "{from:?} is not in {body}");
    let document = parse(&body.replace(from, to), &Options::default()).unwrap();
    document.wordpress_keeping(&|_| None, &FEATURES, &Kept::of(raw)).content
}

/// Each of them beside a paragraph that is corrected, twice over.
fn assert_stays(block: &str) {
    let raw = format!("{BEFORE}\n\n{block}\n\n{BEFORE}");
    let once = corrected(&raw, "Un mto.\n\n<!--", "Un mot.\n\n<!--");
    assert_eq!(once, format!("{AFTER}\n\n{block}\n\n{BEFORE}"));
    let twice = corrected(&once, "mto", "mot");
    assert_eq!(twice, format!("{AFTER}\n\n{block}\n\n{AFTER}"));
}

#[test]
fn sound_and_film_stay() {
    assert_stays(
        "<!-- wp:audio {\"id\":7} -->\n<figure class=\"wp-block-audio\"><audio controls src=\"https://b.example/a.mp3\"></audio><figcaption class=\"wp-element-caption\">Une voix</figcaption></figure>\n<!-- /wp:audio -->",
    );
    assert_stays(
        "<!-- wp:video {\"id\":8,\"tracks\":[]} -->\n<figure class=\"wp-block-video\"><video controls loop poster=\"https://b.example/v.jpg\" src=\"https://b.example/v.mp4\"></video></figure>\n<!-- /wp:video -->",
    );
}

#[test]
fn an_embedded_page_keeps_its_address_on_a_line_of_its_own() {
    assert_stays(
        "<!-- wp:embed {\"url\":\"https://www.youtube.com/watch?v=x\",\"type\":\"video\",\"providerNameSlug\":\"youtube\",\"responsive\":true} -->\n<figure class=\"wp-block-embed is-type-video\"><div class=\"wp-block-embed__wrapper\">\nhttps://www.youtube.com/watch?v=x\n</div></figure>\n<!-- /wp:embed -->",
    );
}

#[test]
fn where_a_list_of_posts_cuts_stays() {
    assert_stays("<!-- wp:more -->\n<!--more-->\n<!-- /wp:more -->");
    assert_stays(
        "<!-- wp:more {\"customText\":\"Lire la suite\"} -->\n<!--more Lire la suite-->\n<!-- /wp:more -->",
    );
    assert_stays(
        "<!-- wp:more {\"noTeaser\":true} -->\n<!--more-->\n<!--noteaser-->\n<!-- /wp:more -->",
    );
    assert_stays("<!-- wp:nextpage -->\n<!--nextpage-->\n<!-- /wp:nextpage -->");
}

#[test]
fn what_is_not_let_through_stays_on_the_blog_as_it_is() {
    for block in [
        "<!-- wp:html -->\n<iframe src=\"https://b.example/carte\" width=\"600\"></iframe>\n<!-- /wp:html -->",
        "<!-- wp:html -->\n<script async src=\"https://b.example/x.js\"></script>\n<!-- /wp:html -->",
        "<!-- wp:html -->\n<form action=\"/x\"><input name=\"a\"></form>\n<!-- /wp:html -->",
        "<!-- wp:columns -->\n<div class=\"wp-block-columns\"><!-- wp:column {\"width\":\"33%\"} -->\n<div class=\"wp-block-column\" style=\"flex-basis:33%\"><!-- wp:paragraph -->\n<p>Étroit</p>\n<!-- /wp:paragraph --></div>\n<!-- /wp:column --></div>\n<!-- /wp:columns -->",
        "<!-- wp:paragraph {\"style\":{\"color\":{\"text\":\"#a00\"}}} -->\n<p class=\"has-text-color\" style=\"color:#a00\">En rouge : \"vrai\"</p>\n<!-- /wp:paragraph -->",
    ] {
        assert_stays(block);
    }
}

#[test]
fn what_stays_as_it_is_can_be_read_and_corrected() {
    let raw =
        "<!-- wp:paragraph -->\n<p style=\"color:#a00\">Un mto rouge</p>\n<!-- /wp:paragraph -->";
    let body = from_html::to_markdown(raw, "");
    assert_eq!(parse(&body, &Options::default()).unwrap().plain_text(), "Un mto rouge\n");
    assert_eq!(
        corrected(raw, "mto", "mot"),
        "<!-- wp:paragraph -->\n<p>Un mot rouge</p>\n<!-- /wp:paragraph -->"
    );
}

#[test]
fn what_stays_as_it_is_never_names_itself_on_another_blog() {
    let raw =
        "<!-- wp:html -->\n<iframe src=\"https://b.example/\"></iframe><b>a</b>\n<!-- /wp:html -->";
    let body = from_html::to_markdown(raw, "");
    let post = parse(&body, &Options::default()).unwrap().wordpress(&|_| None, &FEATURES);
    assert!(!post.content.contains("coupure"), "{}", post.content);
    assert!(post.content.contains("<b>a</b>"), "{}", post.content);
}

#[test]
fn a_map_in_a_post_of_the_old_editor_stays() {
    let raw = "Un mto.\n\n<iframe src=\"https://b.example/carte\" width=\"600\"></iframe>\n\n<p><iframe src=\"https://b.example/2\"></iframe></p>\n\nFin.<!--more-->";
    let once = corrected(raw, "mto", "mot");
    assert!(
        once.contains("<iframe src=\"https://b.example/carte\" width=\"600\"></iframe>"),
        "{once}"
    );
    assert!(once.contains("<p><iframe src=\"https://b.example/2\"></iframe></p>"), "{once}");
    assert!(once.ends_with("<!-- wp:more -->\n<!--more-->\n<!-- /wp:more -->"), "{once}");
    assert_eq!(corrected(&once, "mot", "mto").replace("mto", "mot"), once);
}

#[test]
fn what_markdown_cannot_say_of_the_old_editors_text_stays_beside_a_correction() {
    let styled = [
        "<p style=\"text-align:justify\">Du texte \"vrai\".</p>",
        "<h2 style=\"text-align:center\">Un titre</h2>",
        "<table style=\"width:50%\" border=\"1\">\n<tr><td>a</td></tr>\n</table>",
        "<ul>\n<li style=\"color:red\">a</li>\n<li>b</li>\n</ul>",
        "<p>Avant <svg width=\"1\"><path d=\"M0\"/></svg> après.</p>",
        "<p onclick=\"x()\">Un <font color=\"red\">mot</font></p>",
    ];
    let raw = format!("Un mto.\n\n{}\n\nFin & <b>suite</b>.", styled.join("\n"));
    let once = corrected(&raw, "mto", "mot");
    let fin = "<!-- wp:paragraph -->\n<p>Fin &amp; <b>suite</b>.</p>\n<!-- /wp:paragraph -->";
    let fin = fin.replace("<b>", "<strong>").replace("</b>", "</strong>");
    assert_eq!(once, format!("{AFTER}\n\n{}\n\n{fin}", styled.join("\n\n")));
    assert_eq!(corrected(&once, "Un mot.", "Un mto."), once.replace(AFTER, BEFORE));
}

#[test]
fn lines_of_the_old_editor_stay_paragraphs_with_what_markdown_cannot_say() {
    let raw = "Un mto.\r\n\r\nDu <span style=\"color:red\">rouge</span>\r\net la suite.\r\n\r\n\
               Avant <svg width=\"1\"><path d=\"M0\"/></svg> après.\r\n\r\nFin.";
    let once = corrected(raw, "mto", "mot");
    let red = "<p>Du <span style=\"color:red\">rouge</span><br>et la suite.</p>";
    let drawn = "<!-- wp:paragraph -->\n<p>Avant <svg width=\"1\"><path d=\"M0\"/></svg> après.</p>\n\
                 <!-- /wp:paragraph -->";
    let fin = AFTER.replace("Un mot.", "Fin.");
    assert_eq!(once, format!("{AFTER}\n\n{red}\n\n{drawn}\n\n{fin}"));
    // As the author goes on with the text that was pulled, and with one that is pulled anew.
    let body = from_html::to_markdown(raw, "");
    assert!(body.contains("Du <span>rouge</span>"), "it can be read and corrected: {body}");
    let document = parse(&body.replace("Fin.", "La fin."), &Options::default()).unwrap();
    let kept = Kept::of_all([once.as_str(), raw]);
    let twice = document.wordpress_keeping(&|_| None, &FEATURES, &kept).content;
    assert_eq!(twice, once.replace(AFTER, BEFORE).replace("Fin.", "La fin."));
    assert_eq!(corrected(&once, "Fin.", "La fin."), once.replace("Fin.", "La fin."));
}

#[test]
fn a_post_of_the_old_editor_that_is_not_changed_goes_back_as_it_stands() {
    for raw in [
        "Un \"mot\"\nsur deux.\n\n<h2>T</h2>\n<ul>\n<li>a</li>\n</ul>\nFin<!--more-->\n\nSuite.",
        "Avant <svg></svg> après.\r\n\r\n<iframe src=\"https://b.example/\"></iframe>\r\n",
    ] {
        let document = parse(&from_html::to_markdown(raw, ""), &Options::default()).unwrap();
        let sent = document.wordpress_keeping(&|_| None, &FEATURES, &Kept::of(raw)).content;
        assert_eq!(sent, raw);
    }
}

#[test]
fn a_map_in_a_group_stays_while_the_text_beside_it_is_corrected() {
    let map =
        "<!-- wp:html -->\n<iframe src=\"https://b.example/carte\"></iframe>\n<!-- /wp:html -->";
    let group = |text: &str| {
        format!(
            "<!-- wp:group -->\n<div class=\"wp-block-group\">{map}\n\n{text}</div>\n<!-- /wp:group -->"
        )
    };
    let once = corrected(&group(BEFORE), "mto", "mot");
    assert!(once.contains(map) && once.contains("Un mot."), "{once}");
    let twice = corrected(&once, "mot", "dernier mot");
    assert!(twice.contains(map) && twice.contains("Un dernier mot."), "{twice}");
}

#[test]
fn pieces_that_differ_in_their_blanks_alone_each_stay() {
    let verse = |text: &str| {
        format!(
            "<!-- wp:verse -->\n<pre class=\"wp-block-verse\" style=\"color:red\">{text}</pre>\n<!-- /wp:verse -->"
        )
    };
    let (one, two) = (verse("un  deux"), verse("un deux"));
    let raw = format!("{BEFORE}\n\n{one}\n\n{two}");
    assert_eq!(corrected(&raw, "mto", "mot"), format!("{AFTER}\n\n{one}\n\n{two}"));
}
