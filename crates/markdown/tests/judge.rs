//! The WordPress editor's own judgement of all that is written for it: every block opens valid,
//! and is written back unchanged.
//!
//! The judge is `tests/editor` at the root: the editor's packages under Node.

mod pieces;

use std::{
    collections::BTreeSet,
    io::Write,
    path::Path,
    process::{Command, Stdio},
};

use coupure_markdown::{Options, ShownPicture, parse};
use coupure_model::{Features, Language};
use proptest::{
    strategy::{Strategy, ValueTree},
    test_runner::TestRunner,
};
use serde::Deserialize;

#[derive(Deserialize)]
struct Judgement {
    unchanged: bool,
    serialized: Option<String>,
    blocks: Vec<Judged>,
}

#[derive(Deserialize)]
struct Judged {
    name: String,
    #[serde(rename = "isValid")]
    is_valid: bool,
    path: String,
}

/// What the editor makes of posts. It takes seconds to start, so all are judged at once.
fn judge(posts: &[String]) -> Vec<Judgement> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/editor");
    assert!(
        folder.join("node_modules").exists(),
        "the judge is not set up: run `npm ci` in tests/editor"
    );
    let mut node = Command::new("node")
        .arg("judge.mjs")
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("node is installed");
    let input = serde_json::to_vec(posts).unwrap();
    let mut stdin = node.stdin.take().unwrap();
    let writer = std::thread::spawn(move || stdin.write_all(&input).unwrap());
    let output = node.wait_with_output().unwrap();
    writer.join().unwrap();
    serde_json::from_slice(&output.stdout).expect("the judge answers in JSON")
}

/// A picture in the blog's library, in each way that one is shown.
fn found(reference: &str) -> Option<ShownPicture> {
    let src = "https://blog.example/wp-content/uploads/2026/02/coupure-1024x768.jpg".to_owned();
    match reference {
        "clip:library" => Some(ShownPicture {
            src,
            width_px: Some(1024),
            height_px: Some(768),
            link: Some("https://blog.example/wp-content/uploads/2026/02/coupure.jpg".into()),
            id: Some("57".into()),
            size_slug: Some("large".into()),
        }),
        "clip:unlinked" => Some(ShownPicture {
            src,
            id: Some("58".into()),
            size_slug: Some("full".into()),
            ..ShownPicture::default()
        }),
        "clip:bare" => Some(ShownPicture { src, ..ShownPicture::default() }),
        _ => None,
    }
}

/// Every kind of block that is written, plain and with what is hard to spell inside.
const SOURCES: &[&str] = &[
    "Un paragraphe.",
    "Des espaces : « insécables » ! Un \"guillemet\", une l'apostrophe & un < et un > et &amp;amp;.",
    "*a* **b** ***c*** ~~d~~ `e \"f\" <g> & h` <kbd>i</kbd> H<sub>2</sub>O <mark>j</mark> <u>k</u>",
    "Fin de ligne\\\nsuite  \nfin\nmême ligne",
    "[lien](https://b.example/a?b=c&d=\"e\" \"Un <titre> & \\\"deux\\\"\") <https://b.example/é> moi@b.example",
    "<https://b.example/a--b...c---d>",
    "<a href=\"https://b.example/\" target=\"_blank\" rel=\"noreferrer noopener\">autre onglet</a>",
    "Un emoji 🙂, un e\u{301} décomposé, un 𝔘, un \u{2028} et un \u{ad}trait.",
    "# 1\n\n## 2 *a* `b`\n\n### 3\n\n#### 4\n\n##### 5\n\n###### 6\n\n##",
    "- a\n- b\n  - c\n    - d\n  - e\n- f",
    "1. a\n2. b\n   1. c\n   2. d\n\n7. e\n8. f",
    "3. trois\n4. quatre\n\n   - puce",
    "0. zéro",
    "- a\n\n- b\n\n  1. c\n\n  2. d",
    "- [ ] à faire\n- [x] fait",
    "- a\n\n  deux paragraphes\n- b",
    "-\n- a",
    "> a\n>\n> b",
    "> > a\n>\n> - b\n>\n> ## c\n>\n> ```\n> d\n> ```\n>\n> ![e](clip:library \"f\")",
    "<blockquote><p>Un livre.</p><cite>Un <em>lecteur</em></cite></blockquote>",
    "```\nun \"code\" <b> & [crochets] https://b.example -- 'x'...\n\n  \u{a0}deux\n```",
    "```rust\nfn main() {}\n```",
    "```c++ title=\"x\"\nint main;\n```",
    "    [gallery]\n    http://b.example/seul\n    \thttps://b.example/seul",
    "```\n\n\nvides avant\n\n\n```",
    "```\n```",
    "![alt \"x\" & <y>](clip:library \"Une *légende* \\\"à\\\" l'apostrophe & <b>\")",
    "![a\u{a0}: «\u{a0}b\u{a0}» \u{202f}! & \"c\" <d>](clip:library \"e\u{a0}: f\")",
    "Dans ![a\u{a0}: & \"c\" <d>](clip:library \"e\u{a0}: <f>\") [g](https://b.example \"h\u{a0}: i\").",
    "| a\u{a0}: \"b\" |\n|---|\n| `c\u{a0}d` |",
    "![](clip:library)",
    "![a](clip:unlinked \"b\")",
    "![a](clip:bare)",
    "[![a](clip:library \"b\")](https://b.example/ailleurs?c&d)",
    "![a](https://b.example/dehors.jpg \"b\")\n![c](https://b.example/deux%20mots-é.jpg)",
    "![absente](clip:absente \"légende\")",
    "Dans le texte ![a](clip:library \"titre\") et ![b](clip:bare).",
    "| a | b | c | d |\n|---|:--|:-:|--:|\n| 1 | *2* | `3` | [4](https://b.example) |\n| | \\| | <br> | &nbsp; |",
    "| seul |\n|---|",
    "---\n\n***",
    "<details>\n<summary>Lire \"l'article\" <em>entier</em></summary>\n\nUn paragraphe.\n\n- une\n- liste\n\n> citation\n\n</details>",
    "<details open>\n<summary>a</summary>\n\nb\n\n<details>\n<summary>c</summary>\n\nd\n\n</details>\n\n</details>",
    "<details><summary>vide</summary></details>",
    "<details><summary>texte nu</summary>sans paragraphe</details>",
    "<details>\n\nSans sommaire.\n\n</details>",
    "Une note[^1], une autre[^b] et la première[^1].\n\n[^1]: Du *texte* \"et\" un [lien](https://b.example).\n[^b]: Deux.\n\n    Paragraphes.",
    "Une note[^1] longue.\n\n[^1]: Une liste :\n\n    - a\n    - b",
    "- dans une liste[^1]\n\n| dans un tableau[^1] |\n|---|\n\n> dans une citation[^1]\n\n[^1]: Note.",
    "Terme\n: Définition *une*\n\nAutre\n: Deux",
    "<div class=\"encart\" id=\"x\"><p>Un \"encart\" &amp; <br> des <img src=\"https://b.example/i.jpg\" alt=\"a\"></p></div>",
    "<div>\n\nDu **Markdown** dedans.\n\n</div>",
    "<p class=\"chapeau\">Un chapeau.</p>",
    "<p lang=\"en\">English</p>\n<h2 id=\"ancre\">Ancre</h2>\n<ul type=\"square\"><li>a</li></ul>",
    "<table><tr><td colspan=\"2\">a</td></tr></table>",
    "<pre>Du texte\n\n  tel quel</pre>",
    "<b>nu</b>",
    "<script>alert(1)</script><p onclick=\"x()\">propre</p>",
    "<!-- wp:latest-posts {\"postsToShow\":3} /-->",
    "<!-- wp:shortcode -->[gallery ids=\"1\"]<!-- /wp:shortcode -->",
    "[gallery] et [caption]texte[/caption] et -- :) 3x4 'x' \"y\"... Wordpress",
];

const FEATURES: [(bool, bool); 4] = [(true, true), (false, false), (true, false), (false, true)];

fn features((details_block, footnotes_block): (bool, bool)) -> Features {
    Features { details_block, footnotes_block, ..Features::default() }
}

/// Judges posts, each with the text that it was made of; gives the kinds of blocks seen.
fn assert_unchanged(cases: &[(String, String)]) -> BTreeSet<String> {
    let posts: Vec<String> = cases.iter().map(|(_, post)| post.clone()).collect();
    let judgements = judge(&posts);
    assert_eq!(judgements.len(), posts.len());
    let mut kinds = BTreeSet::new();
    let mut wrong = String::new();
    for ((source, post), judgement) in cases.iter().zip(&judgements) {
        kinds.extend(judgement.blocks.iter().map(|block| block.name.clone()));
        let invalid = judgement.blocks.iter();
        let invalid = invalid.filter(|block| !block.is_valid || block.name == "core/freeform");
        let invalid: Vec<_> = invalid.map(|block| (&block.name, &block.path)).collect();
        if !judgement.unchanged || !invalid.is_empty() {
            let back = judgement.serialized.as_deref().unwrap_or("(the same)");
            let differing = post.lines().zip(back.lines()).find(|(a, b)| a != b);
            let (sent, back) = differing.unwrap_or((post, back));
            wrong.push_str(&format!(
                "=== {source:?}\n--- invalid: {invalid:?}\n--- sent\n{sent}\n--- written back\n{back}\n\n"
            ));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    kinds
}

#[test]
fn the_editor_changes_nothing_in_texts_that_nobody_would_write() {
    let mut runner = TestRunner::deterministic();
    let texts = pieces::pieces();
    let cases: Vec<(String, String)> = (0..250)
        .map(|at| {
            let source = texts.new_tree(&mut runner).unwrap().current();
            let document = parse(&source, &Options::default()).unwrap();
            let post = document.wordpress(&found, &features(FEATURES[at % 4]));
            (source, post.content)
        })
        .collect();
    assert_unchanged(&cases);
}

#[test]
fn the_editor_opens_every_block_as_valid_and_writes_it_back_unchanged() {
    let sample = include_str!("sample.md");
    let whole = SOURCES.join("\n\n");
    let sources = SOURCES.iter().copied().chain([sample, whole.as_str()]);
    let options = [
        Options::default(),
        Options { language: Language::English, ..Options::default() },
        Options { typography: false, ..Options::default() },
        Options { narrow_space: false, ..Options::default() },
    ];
    let mut cases = Vec::new();
    for source in sources {
        for options in &options {
            let document = parse(source, options).unwrap();
            for known in FEATURES {
                let post = document.wordpress(&found, &features(known));
                cases.push((source.to_owned(), post.content));
            }
        }
    }
    cases.sort_unstable();
    cases.dedup();
    let written = [
        "code",
        "details",
        "footnotes",
        "heading",
        "html",
        "image",
        "latest-posts",
        "list",
        "list-item",
        "paragraph",
        "quote",
        "separator",
        "shortcode",
        "table",
    ];
    let kinds = assert_unchanged(&cases);
    assert_eq!(kinds, written.iter().map(|name| format!("core/{name}")).collect());
}
