//! A post that stands on a blog goes back with one paragraph corrected: every other block of it
//! stays, byte for byte.

use coupure_markdown::{
    Options, ShownPicture,
    from_html::{self, Kept},
    parse,
};
use coupure_model::Features;
use proptest::prelude::*;

const FEATURES: Features = Features {
    details_block: true,
    footnotes_block: true,
    revisions: true,
    version: String::new(),
};

/// Blocks as editors of several versions write them, with what Markdown says almost or not at all.
const BLOCKS: &[&str] = &[
    "<!-- wp:paragraph {\"align\":\"center\"} -->\n<p class=\"has-text-align-center\">Au centre : \"oui\"</p>\n<!-- /wp:paragraph -->",
    "<!-- wp:paragraph {\"fontSize\":\"large\"} -->\n<p class=\"has-large-font-size\">En grand...</p>\n<!-- /wp:paragraph -->",
    "<!-- wp:paragraph {\"backgroundColor\":\"primary\",\"textColor\":\"white\"} -->\n<p class=\"has-white-color has-primary-background-color has-text-color has-background\">En couleur</p>\n<!-- /wp:paragraph -->",
    "<!-- wp:paragraph {\"className\":\"chapeau\"} -->\n<p class=\"chapeau\">Un chapeau</p>\n<!-- /wp:paragraph -->",
    "<!-- wp:paragraph {\"dropCap\":true} -->\n<p class=\"has-drop-cap\">Une lettrine</p>\n<!-- /wp:paragraph -->",
    "<!-- wp:paragraph {\"metadata\":{\"name\":\"Intro\"},\"lock\":{\"move\":true}} -->\n<p>Un nom à part.</p>\n<!-- /wp:paragraph -->",
    "<!-- wp:paragraph {\"style\":{\"typography\":{\"fontSize\":\"13px\"}}} -->\n<p style=\"font-size:13px\">En petit</p>\n<!-- /wp:paragraph -->",
    "<!-- wp:paragraph {\"anchor\":\"ici\"} -->\n<p id=\"ici\">Avec une ancre</p>\n<!-- /wp:paragraph -->",
    "<!-- wp:paragraph -->\n<p class=\"wp-block-paragraph\">D'une version plus récente</p>\n<!-- /wp:paragraph -->",
    "<!-- wp:paragraph -->\n<p>Un <a href=\"https://b.example/x\" target=\"_blank\" rel=\"noreferrer noopener\">lien</a>, du <mark style=\"background-color:rgba(0, 0, 0, 0)\" class=\"has-inline-color has-primary-color\">rouge</mark>, H<sub>2</sub>O et <kbd>Échap</kbd>.</p>\n<!-- /wp:paragraph -->",
    "<!-- wp:paragraph -->\n<p>Deux lignes<br>et une image <img class=\"wp-image-4\" style=\"width: 20px;\" src=\"https://b.example/i.png\" alt=\"i\"> dedans</p>\n<!-- /wp:paragraph -->",
    "<!-- wp:paragraph -->\n<p>C'est l'été : <b>gras</b>, <i>italique</i> &amp; <s>barré</s>&nbsp;!</p>\n<!-- /wp:paragraph -->",
    "<!-- wp:heading -->\n<h2>Un titre sans classe</h2>\n<!-- /wp:heading -->",
    "<!-- wp:heading {\"level\":3,\"anchor\":\"suite\"} -->\n<h3 class=\"wp-block-heading\" id=\"suite\">La suite</h3>\n<!-- /wp:heading -->",
    "<!-- wp:heading {\"textAlign\":\"right\",\"level\":4,\"align\":\"wide\"} -->\n<h4 class=\"wp-block-heading alignwide has-text-align-right\">À droite</h4>\n<!-- /wp:heading -->",
    "<!-- wp:heading {\"fontSize\":\"x-large\",\"textColor\":\"primary\"} -->\n<h2 class=\"wp-block-heading has-primary-color has-text-color has-x-large-font-size\">Grand</h2>\n<!-- /wp:heading -->",
    "<!-- wp:image {\"id\":12,\"sizeSlug\":\"large\",\"linkDestination\":\"none\"} -->\n<figure class=\"wp-block-image size-large\"><img src=\"https://b.example/a-1024x700.jpg\" alt=\"\" class=\"wp-image-12\"/></figure>\n<!-- /wp:image -->",
    "<!-- wp:image {\"id\":12,\"width\":300,\"height\":200,\"sizeSlug\":\"full\",\"linkDestination\":\"media\",\"align\":\"left\",\"className\":\"is-style-rounded\"} -->\n<figure class=\"wp-block-image alignleft size-full is-resized is-style-rounded\"><a href=\"https://b.example/a.jpg\"><img src=\"https://b.example/a.jpg\" alt=\"Une vue\" class=\"wp-image-12\" width=\"300\" height=\"200\"/></a><figcaption class=\"wp-element-caption\">Une <em>vue</em></figcaption></figure>\n<!-- /wp:image -->",
    "<!-- wp:image {\"id\":13,\"width\":\"200px\",\"sizeSlug\":\"medium\"} -->\n<figure class=\"wp-block-image size-medium is-resized\"><img src=\"https://b.example/b-300x200.jpg\" alt=\"b\" class=\"wp-image-13\" style=\"width:200px\"/></figure>\n<!-- /wp:image -->",
    "<!-- wp:image {\"align\":\"center\"} -->\n<div class=\"wp-block-image\"><figure class=\"aligncenter\"><img src=\"https://b.example/c.jpg\" alt=\"c\"/><figcaption>Ancienne légende</figcaption></figure></div>\n<!-- /wp:image -->",
    "<!-- wp:list -->\n<ul><!-- wp:list-item -->\n<li>sans classe</li>\n<!-- /wp:list-item -->\n\n<!-- wp:list-item -->\n<li>deux</li>\n<!-- /wp:list-item --></ul>\n<!-- /wp:list -->",
    "<!-- wp:list -->\n<ul><li>ancienne</li><li>forme<ul><li>dessous</li></ul></li></ul>\n<!-- /wp:list -->",
    "<!-- wp:list {\"ordered\":true,\"reversed\":true,\"start\":5,\"type\":\"upper-roman\"} -->\n<ol reversed start=\"5\" style=\"list-style-type:upper-roman\" class=\"wp-block-list\"><!-- wp:list-item -->\n<li>cinq</li>\n<!-- /wp:list-item --></ol>\n<!-- /wp:list -->",
    "<!-- wp:list {\"className\":\"is-style-checkmark\",\"fontSize\":\"small\"} -->\n<ul class=\"wp-block-list is-style-checkmark has-small-font-size\"><!-- wp:list-item {\"className\":\"x\"} -->\n<li class=\"x\">coché</li>\n<!-- /wp:list-item --></ul>\n<!-- /wp:list -->",
    "<!-- wp:quote {\"align\":\"center\",\"className\":\"is-style-large\"} -->\n<blockquote class=\"wp-block-quote has-text-align-center is-style-large\"><!-- wp:paragraph -->\n<p>Une citation</p>\n<!-- /wp:paragraph --><cite>Quelqu'un</cite></blockquote>\n<!-- /wp:quote -->",
    "<!-- wp:quote -->\n<blockquote class=\"wp-block-quote\"><p>Ancienne citation</p></blockquote>\n<!-- /wp:quote -->",
    "<!-- wp:pullquote {\"align\":\"wide\"} -->\n<figure class=\"wp-block-pullquote alignwide\"><blockquote><p>En exergue</p><cite>Lui</cite></blockquote></figure>\n<!-- /wp:pullquote -->",
    "<!-- wp:code {\"className\":\"language-js\"} -->\n<pre class=\"wp-block-code language-js\"><code>let a = \"b\";\n\nlet c = &#91;d];</code></pre>\n<!-- /wp:code -->",
    "<!-- wp:preformatted -->\n<pre class=\"wp-block-preformatted\">tel  quel<br>\"oui\"</pre>\n<!-- /wp:preformatted -->",
    "<!-- wp:verse {\"textAlign\":\"center\"} -->\n<pre class=\"wp-block-verse has-text-align-center\">Un vers\n  un autre</pre>\n<!-- /wp:verse -->",
    "<!-- wp:table {\"hasFixedLayout\":false,\"className\":\"is-style-stripes\"} -->\n<figure class=\"wp-block-table is-style-stripes\"><table><thead><tr><th class=\"has-text-align-left\" data-align=\"left\">a</th><th>b</th></tr></thead><tbody><tr><td class=\"has-text-align-left\" data-align=\"left\">1</td><td>2</td></tr></tbody></table><figcaption class=\"wp-element-caption\">Un tableau</figcaption></figure>\n<!-- /wp:table -->",
    "<!-- wp:table -->\n<figure class=\"wp-block-table\"><table><tbody><tr><td>sans</td><td>en-tête</td></tr></tbody></table></figure>\n<!-- /wp:table -->",
    "<!-- wp:separator {\"className\":\"is-style-wide\"} -->\n<hr class=\"wp-block-separator has-alpha-channel-opacity is-style-wide\"/>\n<!-- /wp:separator -->",
    "<!-- wp:separator -->\n<hr class=\"wp-block-separator\"/>\n<!-- /wp:separator -->",
    "<!-- wp:spacer {\"height\":\"40px\"} -->\n<div style=\"height:40px\" aria-hidden=\"true\" class=\"wp-block-spacer\"></div>\n<!-- /wp:spacer -->",
    "<!-- wp:gallery {\"columns\":2,\"linkTo\":\"none\"} -->\n<figure class=\"wp-block-gallery has-nested-images columns-2 is-cropped\"><!-- wp:image {\"id\":4,\"sizeSlug\":\"large\",\"linkDestination\":\"none\"} -->\n<figure class=\"wp-block-image size-large\"><img src=\"https://b.example/d.jpg\" alt=\"d\" class=\"wp-image-4\"/></figure>\n<!-- /wp:image -->\n\n<!-- wp:image {\"id\":5,\"sizeSlug\":\"large\",\"linkDestination\":\"none\"} -->\n<figure class=\"wp-block-image size-large\"><img src=\"https://b.example/e.jpg\" alt=\"e\" class=\"wp-image-5\"/></figure>\n<!-- /wp:image --><figcaption class=\"blocks-gallery-caption wp-element-caption\">Une galerie</figcaption></figure>\n<!-- /wp:gallery -->",
    "<!-- wp:columns {\"verticalAlignment\":\"center\"} -->\n<div class=\"wp-block-columns are-vertically-aligned-center\"><!-- wp:column {\"verticalAlignment\":\"center\"} -->\n<div class=\"wp-block-column is-vertically-aligned-center\"><!-- wp:paragraph -->\n<p>À gauche</p>\n<!-- /wp:paragraph --></div>\n<!-- /wp:column -->\n\n<!-- wp:column {\"width\":\"33%\"} -->\n<div class=\"wp-block-column\" style=\"flex-basis:33%\"><!-- wp:paragraph -->\n<p>À droite</p>\n<!-- /wp:paragraph --></div>\n<!-- /wp:column --></div>\n<!-- /wp:columns -->",
    "<!-- wp:group {\"backgroundColor\":\"light\",\"layout\":{\"type\":\"constrained\"}} -->\n<div class=\"wp-block-group has-light-background-color has-background\"><!-- wp:heading {\"level\":3} -->\n<h3 class=\"wp-block-heading\">Encadré</h3>\n<!-- /wp:heading -->\n\n<!-- wp:paragraph -->\n<p>Dedans</p>\n<!-- /wp:paragraph --></div>\n<!-- /wp:group -->",
    "<!-- wp:buttons {\"layout\":{\"type\":\"flex\",\"justifyContent\":\"center\"}} -->\n<div class=\"wp-block-buttons\"><!-- wp:button {\"backgroundColor\":\"primary\",\"width\":50} -->\n<div class=\"wp-block-button has-custom-width wp-block-button__width-50\"><a class=\"wp-block-button__link has-primary-background-color has-background wp-element-button\" href=\"https://b.example/don\" rel=\"nofollow\">Donner</a></div>\n<!-- /wp:button --></div>\n<!-- /wp:buttons -->",
    "<!-- wp:cover {\"url\":\"https://b.example/f.jpg\",\"id\":6,\"dimRatio\":50,\"minHeight\":300} -->\n<div class=\"wp-block-cover\" style=\"min-height:300px\"><span aria-hidden=\"true\" class=\"wp-block-cover__background has-background-dim\"></span><img class=\"wp-block-cover__image-background wp-image-6\" alt=\"\" src=\"https://b.example/f.jpg\" data-object-fit=\"cover\"/><div class=\"wp-block-cover__inner-container\"><!-- wp:paragraph {\"align\":\"center\"} -->\n<p class=\"has-text-align-center\">Couverture</p>\n<!-- /wp:paragraph --></div></div>\n<!-- /wp:cover -->",
    "<!-- wp:media-text {\"mediaId\":7,\"mediaType\":\"image\",\"mediaWidth\":40} -->\n<div class=\"wp-block-media-text is-stacked-on-mobile\" style=\"grid-template-columns:40% auto\"><figure class=\"wp-block-media-text__media\"><img src=\"https://b.example/g.jpg\" alt=\"g\" class=\"wp-image-7 size-full\"/></figure><div class=\"wp-block-media-text__content\"><!-- wp:paragraph -->\n<p>À côté</p>\n<!-- /wp:paragraph --></div></div>\n<!-- /wp:media-text -->",
    "<!-- wp:embed {\"url\":\"https://www.youtube.com/watch?v=x--y\",\"type\":\"video\",\"providerNameSlug\":\"youtube\",\"responsive\":true,\"className\":\"wp-embed-aspect-16-9 wp-has-aspect-ratio\"} -->\n<figure class=\"wp-block-embed is-type-video is-provider-youtube wp-block-embed-youtube wp-embed-aspect-16-9 wp-has-aspect-ratio\"><div class=\"wp-block-embed__wrapper\">\nhttps://www.youtube.com/watch?v=x--y\n</div><figcaption class=\"wp-element-caption\">Un film</figcaption></figure>\n<!-- /wp:embed -->",
    "<!-- wp:shortcode -->\n[gallery ids=\"1,2\" columns=\"3\"]\n<!-- /wp:shortcode -->",
    "<!-- wp:html -->\n<div class=\"encart\" onclick=\"x()\">Du \"HTML\" <em>à soi</em></div>\n<!-- /wp:html -->",
    "<!-- wp:html -->\n<div class=\"encart\">\n<p>Sur\nplusieurs</p>\n\n<p>lignes</p>\n</div>\n<!-- /wp:html -->",
    "<!-- wp:audio {\"id\":8} -->\n<figure class=\"wp-block-audio\"><audio controls src=\"https://b.example/a.mp3\"></audio></figure>\n<!-- /wp:audio -->",
    "<!-- wp:video {\"id\":9} -->\n<figure class=\"wp-block-video\"><video controls src=\"https://b.example/v.mp4\"></video></figure>\n<!-- /wp:video -->",
    "<!-- wp:file {\"id\":10,\"href\":\"https://b.example/x.pdf\"} -->\n<div class=\"wp-block-file\"><a id=\"wp-block-file--media-1\" href=\"https://b.example/x.pdf\">Le PDF</a><a href=\"https://b.example/x.pdf\" class=\"wp-block-file__button wp-element-button\" download aria-describedby=\"wp-block-file--media-1\">Télécharger</a></div>\n<!-- /wp:file -->",
    "<!-- wp:details {\"summary\":\"Plus\"} -->\n<details class=\"wp-block-details\"><summary>Plus</summary><!-- wp:paragraph {\"placeholder\":\"Texte\"} -->\n<p>Caché</p>\n<!-- /wp:paragraph --></details>\n<!-- /wp:details -->",
    "<!-- wp:more -->\n<!--more-->\n<!-- /wp:more -->",
    "<!-- wp:nextpage -->\n<!--nextpage-->\n<!-- /wp:nextpage -->",
    "<!-- wp:latest-posts {\"postsToShow\":3,\"displayPostDate\":true} /-->",
    "<!-- wp:search {\"label\":\"Chercher \\u0026 trouver\",\"showLabel\":false} /-->",
    "<!-- wp:jetpack/contact-form {\"subject\":\"Un -- mot\"} -->\n<div class=\"wp-block-jetpack-contact-form\"><!-- wp:jetpack/field-name {\"required\":true} /--></div>\n<!-- /wp:jetpack/contact-form -->",
    "<!-- wp:block {\"ref\":123} /-->",
    "<h2>Un titre</h2>\n<p style=\"text-align:justify\">Du texte de l'ancien éditeur.</p>\n<ul>\n<li>a</li>\n</ul>",
    "<p>Un <strong>paragraphe</strong> sans bloc.</p>",
    "<!-- wp:paragraph -->\n<p></p>\n<!-- /wp:paragraph -->",
];

const BEFORE: &str = "<!-- wp:paragraph -->\n<p>Un mto ici.</p>\n<!-- /wp:paragraph -->";

fn corrected(raw: &str) -> String {
    let body = from_html::to_markdown(raw, "");
    assert!(body.contains("Un mto ici"), "{body}");
    let document = parse(&body.replace("Un mto ici", "Un mot ici"), &Options::default()).unwrap();
    document.wordpress_keeping(&|_| None, &FEATURES, &Kept::of(raw)).content
}

#[test]
fn every_block_stays_beside_a_paragraph_that_is_corrected() {
    let mut wrong = Vec::new();
    for block in BLOCKS {
        let raw = format!("{BEFORE}\n\n{block}\n\n{}", BEFORE.replace("mto ici", "autre"));
        let sent = corrected(&raw);
        if sent != raw.replace("mto", "mot") {
            wrong.push(format!(
                "{block}\n--- became\n{sent}\n--- by\n{}",
                from_html::to_markdown(&raw, "")
            ));
        }
    }
    assert!(BLOCKS.len() > 50);
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), BLOCKS.len(), wrong.join("\n\n"));
}

#[test]
fn a_post_that_is_not_changed_goes_back_as_it_stands() {
    let raw = format!("\n{}\n", BLOCKS.join("\n\n\n"));
    let document = parse(&from_html::to_markdown(&raw, ""), &Options::default()).unwrap();
    let sent = document.wordpress_keeping(&|_| None, &FEATURES, &Kept::of(&raw)).content;
    assert_eq!(sent, raw);
}

#[test]
fn a_block_that_was_moved_stays_as_it_is() {
    let (a, b) = (BLOCKS[0], BLOCKS[16]);
    let raw = format!("{a}\n\n{BEFORE}\n\n{b}");
    let body = from_html::to_markdown(&raw, "");
    let blocks: Vec<&str> = body.trim().split("\n\n").collect();
    let moved = format!("{}\n\n{}\n\n{}\n", blocks[2], blocks[1], blocks[0]);
    let document = parse(&moved, &Options::default()).unwrap();
    let sent = document.wordpress_keeping(&|_| None, &FEATURES, &Kept::of(&raw)).content;
    assert_eq!(sent, format!("{b}\n\n{BEFORE}\n\n{a}"));
}

#[test]
fn blocks_alike_in_markdown_stay_each_in_its_place() {
    let raw = [
        "<!-- wp:paragraph {\"metadata\":{\"name\":\"a\"}} -->\n<p>Pareil</p>\n<!-- /wp:paragraph -->",
        BEFORE,
        "<!-- wp:paragraph {\"metadata\":{\"name\":\"b\"}} -->\n<p>Pareil</p>\n<!-- /wp:paragraph -->",
    ]
    .join("\n\n");
    assert_eq!(corrected(&raw), raw.replace("mto", "mot"));
}

#[test]
fn a_command_of_the_old_editor_keeps_its_quotes() {
    let raw = "Il dit \"oui\".\n\n[caption id=\"attachment_6\" align=\"alignnone\" width=\"300\"]<img class=\"wp-image-6\" src=\"https://b.example/a.jpg\" alt=\"a\"> Une \"légende\" [sic][/caption]\n\nUn mto ici.";
    let sent = corrected(raw);
    assert!(
        sent.contains("[caption id=\"attachment_6\" align=\"alignnone\" width=\"300\"]"),
        "{sent}"
    );
    assert!(sent.contains("Il dit «&nbsp;oui&nbsp;»."), "{sent}");
    assert!(sent.contains("Une «&nbsp;légende&nbsp;» [sic][/caption]"), "{sent}");
}

/// What was sent for `before`, and what is sent after it became `after`.
fn sent_again(
    before: &str,
    after: &str,
    shown: impl Fn(&str) -> Option<ShownPicture>,
) -> (String, String) {
    let sent = |text: &str, kept: &Kept| {
        let document = parse(text, &Options::default()).unwrap();
        document.wordpress_keeping(&|reference| shown(reference), &FEATURES, kept).content
    };
    let first = sent(before, &Kept::default());
    let second = sent(after, &Kept::of(&first));
    (first, second)
}

#[test]
fn what_the_author_changed_is_sent_anew() {
    for (before, after) in [
        ("```js\nx\n```", "```python\nx\n```"),
        ("```js\nx\n```", "```\nx\n```"),
        ("![a](clip:1)", "![a](clip:2)"),
        ("![a](clip:1)", "![b](clip:1)"),
        ("| a |\n|---|\n| b |", "| a |\n|:-:|\n| b |"),
        ("1. a\n2. b", "3. a\n4. b"),
        ("A[^1] et[^2].\n\n[^1]: un\n[^2]: deux", "A[^2] et[^1].\n\n[^1]: un\n[^2]: deux"),
        ("<p class=\"a\">x</p>", "<p class=\"b\">x</p>"),
        ("[a](https://b.example/1)", "[a](https://b.example/2)"),
        ("*a*", "**a**"),
    ] {
        let shown = |reference: &str| {
            Some(ShownPicture {
                src: format!("https://b.example/{reference}"),
                ..ShownPicture::default()
            })
        };
        let (first, second) = sent_again(before, after, shown);
        let fresh = sent_again(after, after, shown).0;
        assert_ne!(first, second, "{before} → {after}");
        assert_eq!(second, fresh, "{before} → {after}");
    }
}

#[test]
fn a_picture_that_was_replaced_under_its_name_is_sent_anew() {
    let shown = |src: &str| {
        let src = src.to_owned();
        move |_: &str| Some(ShownPicture { src: src.clone(), ..ShownPicture::default() })
    };
    let document = parse("![a](clip:1)", &Options::default()).unwrap();
    let first = document.wordpress(&shown("https://b.example/old.jpg"), &FEATURES).content;
    let second = document.wordpress_keeping(
        &shown("https://b.example/new.jpg"),
        &FEATURES,
        &Kept::of(&first),
    );
    assert_eq!(second.content, first.replace("old", "new"));
}

#[test]
fn a_piece_kept_is_found_in_earlier_versions_or_said_to_be_unknown() {
    let map =
        "<!-- wp:html -->\n<iframe src=\"https://b.example/carte\"></iframe>\n<!-- /wp:html -->";
    let document = parse(&from_html::to_markdown(map, ""), &Options::default()).unwrap();
    let sent = |kept: &Kept| document.wordpress_keeping(&|_| None, &FEATURES, kept).content;
    let kept = Kept::of(BEFORE);
    assert_eq!(document.unknown_kept(&kept).len(), 1);
    let kept = Kept::of_all([BEFORE, map]);
    assert!(document.unknown_kept(&kept).is_empty());
    assert_eq!(sent(&kept), map);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_correction_changes_the_bytes_of_no_other_block(
        chosen in prop::collection::vec(0..BLOCKS.len(), 1..12),
        at in 0_usize..12,
        breaks in prop::sample::select(vec!["\n\n", "\n", "\n\n\n"]),
    ) {
        let mut blocks: Vec<&str> = chosen.iter().map(|block| BLOCKS[*block]).collect();
        blocks.insert(at % (blocks.len() + 1), BEFORE);
        let raw = blocks.join(breaks);
        let sent = corrected(&raw);
        let mut rest = sent.as_str();
        for block in blocks {
            let block = block.replace("mto", "mot");
            let found = rest.find(&block);
            prop_assert!(found.is_some(), "{block}\n--- is not in order in\n{sent}");
            rest = &rest[found.unwrap() + block.len()..];
        }
    }
}
