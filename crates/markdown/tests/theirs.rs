//! Somebody else's version of a post, spelt as the author spelt what the other left alone.

mod pieces;

use coupure_markdown::{
    Options, ShownPicture,
    from_html::{Kept, Pictures, Shown, Standing, theirs, to_markdown},
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

fn shown(reference: &str) -> Option<ShownPicture> {
    let name = reference.strip_prefix("clip:").or(reference.strip_prefix("media:"))?;
    Some(ShownPicture {
        src: format!("https://b.example/{name}-1024x700.jpg"),
        link: Some(format!("https://b.example/{name}.jpg")),
        id: Some(name.to_owned()),
        size_slug: Some("large".into()),
        ..ShownPicture::default()
    })
}

/// The post as the blog holds it.
fn sent(markdown: &str) -> (String, String) {
    let post = parse(markdown, &Options::default()).unwrap().wordpress(&shown, &FEATURES);
    (post.content, post.footnotes)
}

fn nothing(_: Shown<'_>) -> Option<String> {
    None
}

/// The Markdown after somebody changed the post on the blog.
fn changed(markdown: &str, change: impl Fn(String) -> String) -> String {
    let (raw, footnotes) = sent(markdown);
    let new = change(raw.clone());
    assert_ne!(new, raw, "nothing was changed");
    version(markdown, &raw, &footnotes, &new, &footnotes)
}

fn version(markdown: &str, base: &str, base_notes: &str, new: &str, notes: &str) -> String {
    let pictures = Pictures { shown: &shown, reference: &nothing };
    let base = Standing { markdown, raw: base, footnotes: base_notes };
    theirs(base, new, notes, &Options::default(), &pictures)
}

const POST: &str = "\
Il a dit \"oui\" : c'est _tout_...

![Le marché](clip:7 \"Le marché en 1930\")

* un
* deux

Voir [la délibération][1] et __la suite__[^cout].
<!-- à vérifier -->

[1]: https://mairie.example/deliberation

***

~~~python
print(1)
~~~

<!-- wp:latest-posts {\"postsToShow\":3} /-->

Un paragraphe ![vue](media:9) avec une image.

<details>
<summary>Plus</summary>

Du *texte*.

</details>

| a | b |
|---|---|
| 1 | 2 |

Fin du billet[^fin].

[^cout]: Hors _taxes_.
[^fin]: Ou presque.
[^reste]: Note que rien n'appelle.
";

#[test]
fn what_the_other_left_alone_keeps_the_authors_spelling() {
    let text = changed(POST, |raw| raw.replace("Fin du billet", "Fin de ce billet"));
    assert_eq!(text, POST.replace("Fin du billet", "Fin de ce billet"));
    let text = changed(POST, |raw| raw.replace("<li>deux</li>", "<li>deux et demi</li>"));
    assert_eq!(text, POST.replace("* un\n* deux", "- un\n- deux et demi"));
    let text = changed(POST, |raw| raw.replace("print(1)", "print(2)"));
    assert_eq!(text, POST.replace("~~~python\nprint(1)\n~~~", "```python\nprint(2)\n```"));
}

#[test]
fn a_quotation_that_the_other_left_alone_still_leads_to_its_place() {
    let place = "clip:019350b0-0000-7000-8000-000000000001#w12-40";
    let post = format!(
        "> L’eau monte.\n>\n> — [« L’été »]({place}), [*Val*](https://val.example/1)\n\nLa fin.\n"
    );
    let text = changed(&post, |raw| raw.replace("La fin.", "Fin."));
    assert_eq!(text, post.replace("La fin.", "Fin."));
}

#[test]
fn a_post_that_nobody_changed_is_the_authors_text() {
    let (raw, notes) = sent(POST);
    assert_eq!(version(POST, &raw, &notes, &raw, &notes), POST);
    // The blog spells some things otherwise.
    let respelt = raw.replace("/>", " />");
    assert_ne!(raw, respelt);
    assert_eq!(version(POST, &raw, &notes, &respelt, &notes), POST);
    assert_eq!(version(POST, &respelt, &notes, &raw, &notes), POST);
}

#[test]
fn a_picture_of_which_something_else_was_changed_is_the_authors() {
    let text = changed(POST, |raw| raw.replace("Le marché en 1930", "Le marché en 1931"));
    assert_eq!(text, POST.replace("Le marché en 1930", "Le marché en 1931"));
    let text = changed(POST, |raw| raw.replace("avec une image", "et une image"));
    assert_eq!(text, POST.replace("avec une image", "et une image"));
    // In another size.
    let text = changed(POST, |raw| {
        raw.replace("Le marché en 1930", "1930").replace("7-1024x700.jpg", "7-300x200.jpg")
    });
    assert_eq!(text, POST.replace("Le marché en 1930", "1930"));
}

#[test]
fn a_picture_put_in_on_the_blog_is_known_by_its_attachment() {
    let (raw, notes) = sent(POST);
    let figure = "\n\n<!-- wp:image {\"id\":12,\"linkDestination\":\"media\"} -->\n<figure class=\"wp-block-image\"><a href=\"https://b.example/12.jpg\"><img src=\"https://b.example/12-300x200.jpg\" alt=\"Un plan\" class=\"wp-image-12\"/></a></figure>\n<!-- /wp:image -->";
    let new = raw.replacen("<!-- /wp:list -->", &format!("<!-- /wp:list -->{figure}"), 1);
    let reference = |shown: Shown<'_>| match shown {
        Shown::Attachment("12") | Shown::Address("https://b.example/12.jpg") => {
            Some("media:abc".to_owned())
        }
        _ => None,
    };
    let pictures = Pictures { shown: &shown, reference: &reference };
    let base = Standing { markdown: POST, raw: &raw, footnotes: &notes };
    let text = theirs(base, &new, &notes, &Options::default(), &pictures);
    assert_eq!(text, POST.replace("* deux\n", "* deux\n\n![Un plan](media:abc)\n"));
}

/// Blocks that only WordPress knows, with the author's pictures, as its editor makes them.
const GALLERY: &str = "\
<!-- wp:gallery {\"linkTo\":\"none\"} -->\n<figure class=\"wp-block-gallery has-nested-images\">\
<!-- wp:image {\"id\":7,\"sizeSlug\":\"large\",\"linkDestination\":\"none\"} -->\n\
<figure class=\"wp-block-image size-large\"><img src=\"https://b.example/7-1024x700.jpg\" alt=\"a\" \
class=\"wp-image-7\"/></figure>\n<!-- /wp:image -->\n\n\
<!-- wp:image {\"id\":9,\"sizeSlug\":\"large\",\"linkDestination\":\"media\"} -->\n\
<figure class=\"wp-block-image size-large\"><a href=\"https://b.example/9.jpg\">\
<img src=\"https://b.example/9-1024x700.jpg\" alt=\"\" class=\"wp-image-9\"/></a></figure>\n\
<!-- /wp:image --></figure>\n<!-- /wp:gallery -->";
const COVER: &str = "\
<!-- wp:cover {\"url\":\"https://b.example/7.jpg\",\"id\":7} -->\n<div class=\"wp-block-cover\">\
<span aria-hidden=\"true\" class=\"wp-block-cover__background\"></span>\
<img class=\"wp-block-cover__image-background wp-image-7\" alt=\"\" src=\"https://b.example/7.jpg\" \
data-object-fit=\"cover\"/><div class=\"wp-block-cover__inner-container\"><!-- wp:paragraph -->\n\
<p>Sur l’image</p>\n<!-- /wp:paragraph --></div></div>\n<!-- /wp:cover -->";

#[test]
fn pictures_in_a_gallery_and_a_cover_made_on_the_blog_are_the_authors() {
    for block in [GALLERY, COVER] {
        let put = |raw: String| format!("{raw}\n\n{block}");
        let text = changed(POST, put);
        let said = text.strip_prefix(POST.trim_end()).expect("the rest is the author's");
        assert!(said.contains("src=\"clip:7\"") && !said.contains("src=\"http"), "{said}");
        // It goes back as it stands there, also where another block is changed.
        let raw = put(sent(POST).0);
        let document =
            parse(&text.replace("__la suite__", "la suite"), &Options::default()).unwrap();
        let back = document.wordpress_keeping(&shown, &FEATURES, &Kept::of(&raw)).content;
        assert!(back.contains(block), "{back}");
        // On another blog they are its own.
        let other = |reference: &str| {
            let src = format!("https://other.example/{}", reference.strip_prefix("clip:")?);
            Some(ShownPicture { src, ..ShownPicture::default() })
        };
        let elsewhere = document.wordpress(&other, &FEATURES).content;
        assert!(elsewhere.contains("src=\"https://other.example/7\""), "{elsewhere}");
        assert!(!elsewhere.contains("src=\"https://b.example"), "{elsewhere}");
    }
}

#[test]
fn a_gallery_of_the_authors_own_keeps_its_references_when_it_is_changed_on_the_blog() {
    let post = "Un.\n\n<!-- wp:gallery --><figure class=\"wp-block-gallery\"><!-- wp:image -->\
                <figure class=\"wp-block-image\"><img src=\"clip:7\" alt=\"a\"/></figure>\
                <!-- /wp:image --></figure><!-- /wp:gallery -->\n\nFin.\n";
    let text = changed(post, |raw| raw.replace("alt=\"a\"", "alt=\"b\""));
    assert_eq!(text, post.replace("alt=\"a\"", "alt=\"b\""));
    // In another size it is another file.
    let text = changed(post, |raw| raw.replace("7-1024x700.jpg", "7-300x200.jpg"));
    assert!(text.contains("src=\"https://b.example/7-300x200.jpg\""), "{text}");
}

#[test]
fn blocks_put_moved_and_taken_out_on_the_blog_leave_the_rest_as_it_is() {
    let put = "<!-- wp:paragraph -->\n<p>Un <em>ajout</em>.</p>\n<!-- /wp:paragraph -->\n\n";
    let text = changed(POST, |raw| {
        raw.replacen("<!-- wp:separator", &format!("{put}<!-- wp:separator"), 1)
    });
    assert_eq!(text, POST.replace("***\n", "Un *ajout*.\n\n***\n"));
    let separator = "<!-- wp:separator -->\n<hr class=\"wp-block-separator has-alpha-channel-opacity\"/>\n<!-- /wp:separator -->\n\n";
    let text = changed(POST, |raw| raw.replace(separator, ""));
    assert_eq!(text, POST.replace("***\n\n", ""));
}

#[test]
fn notes_keep_the_authors_names_and_new_ones_get_free_ones() {
    let (raw, notes) = sent(POST);
    let new_notes = notes.replace("Ou presque.", "Ou <em>presque</em>…");
    let text = version(POST, &raw, &notes, &raw.replace("Fin du", "Fin d’un"), &new_notes);
    let expected =
        POST.replace("Fin du", "Fin d’un").replace("[^fin]: Ou presque.", "[^fin]: Ou *presque*…");
    assert_eq!(text, expected);

    let id = "11111111-2222-4333-8444-555555555555";
    let sup = format!(
        "<sup data-fn=\"{id}\" class=\"fn\"><a href=\"#{id}\" id=\"{id}-link\">1</a></sup>"
    );
    let new = raw.replacen("tout</em>", &format!("tout</em>{sup}"), 1);
    let new_notes =
        notes.replacen('[', &format!("[{{\"content\":\"Une de plus.\",\"id\":\"{id}\"}},"), 1);
    let text = version(POST, &raw, &notes, &new, &new_notes);
    let first = "Il a dit «\u{a0}oui\u{a0}»\u{a0}: c’est *tout*[^1]…\n";
    let expected = POST.replacen("Il a dit \"oui\" : c'est _tout_...\n", first, 1);
    assert_eq!(text, format!("{expected}\n[^1]: Une de plus.\n"));
}

#[test]
fn a_note_taken_out_goes_with_its_text() {
    let (raw, notes) = sent(POST);
    let at = raw.find("Fin du billet").unwrap();
    let from = at + "Fin du billet".len();
    let end = from + raw[from..].find("</sup>").unwrap() + "</sup>".len();
    let new = format!("{}{}", &raw[..from], &raw[end..]);
    let cut = notes.find(",{").unwrap();
    let new_notes = format!("{}]", &notes[..cut]);
    let text = version(POST, &raw, &notes, &new, &new_notes);
    assert_eq!(text, POST.replace("billet[^fin]", "billet").replace("[^fin]: Ou presque.\n", ""));
}

#[test]
fn a_pulled_post_keeps_its_text_where_the_blog_changed_elsewhere() {
    let raw = "<!-- wp:paragraph {\"align\":\"center\"} -->\n<p class=\"has-text-align-center\">Il dit \"non\".</p>\n<!-- /wp:paragraph -->\n\n<!-- wp:html -->\n<iframe src=\"https://b.example/\"></iframe>\n<!-- /wp:html -->\n\n<h2>Un titre</h2>\n<p>Du texte.</p>\n\n<!-- wp:paragraph -->\n<p>Fin.</p>\n<!-- /wp:paragraph -->";
    let body = to_markdown(raw, "");
    let text = version(&body, raw, "", &raw.replace("Fin.", "La fin."), "");
    assert_eq!(text, body.replace("Fin.", "La fin."));
}

#[test]
fn a_post_of_the_old_editor_is_compared_by_its_paragraphs() {
    let raw =
        "Un premier.\n\nUn deuxième\nsur deux lignes.\n\n<ul>\n<li>a</li>\n</ul>\nUn dernier.";
    let body = to_markdown(raw, "").replace("premier.", "premier\\.");
    let text = version(&body, raw, "", &raw.replace("dernier", "vrai dernier"), "");
    assert_eq!(text, body.replace("dernier", "vrai dernier"));
}

#[test]
fn lists_that_meet_stay_two() {
    let post = "* un\n\nEntre deux.\n\n* deux\n";
    let between = "\n\n<!-- wp:paragraph -->\n<p>Entre deux.</p>\n<!-- /wp:paragraph -->";
    let text = changed(post, |raw| raw.replace(between, ""));
    let read = parse(&text, &Options::default()).unwrap();
    assert_eq!(read.html(&|_| None).matches("<ul>").count(), 2, "{text}");
}

fn block() -> impl Strategy<Value = String> {
    let words = || prop::collection::vec("[a-zé]{2,7}", 2..7).prop_map(|words| words.join(" "));
    prop_oneof![
        words().prop_map(|words| format!("Le _{words}_ : \"oui\" !")),
        words().prop_map(|words| format!("{words}\n======")),
        words().prop_map(|words| format!("![{words}](clip:{} '{words}')", words.len())),
        words().prop_map(|words| format!("~~~\n{words}\n~~~")),
        words().prop_map(|words| format!("> {words}\n{words}")),
        words().prop_map(|words| format!("<p class=\"x\">{words}</p>")),
        words().prop_map(|words| format!("<!-- wp:search {{\"label\":\"{words}\"}} /-->")),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 120, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_block_left_alone_keeps_its_lines(blocks in prop::collection::vec(block(), 2..9), at in 0_usize..9) {
        let at = at % blocks.len();
        let markdown = blocks.join("\n\n") + "\n";
        let mut others = blocks.clone();
        others[at] = "Un paragraphe tout autre.".into();
        let ((raw, _), (new, _)) = (sent(&markdown), sent(&(others.join("\n\n"))));
        prop_assert_eq!(version(&markdown, &raw, "", &new, ""), others.join("\n\n") + "\n");
    }

    #[test]
    fn whatever_stands_there_is_what_the_text_says(base in pieces::pieces(), other in pieces::pieces()) {
        let ((raw, notes), (new, new_notes)) = (sent(&base), sent(&other));
        let text = version(&base, &raw, &notes, &new, &new_notes);
        let again = version(&base, &raw, &notes, &new, &new_notes);
        prop_assert_eq!(text, again);
    }
}
