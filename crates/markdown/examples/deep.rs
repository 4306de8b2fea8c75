use coupure_markdown::*;
use std::time::Instant;
fn main() {
    for n in [250, 500, 1000, 2000] {
        for source in
            ["[".repeat(n) + "x" + &"](y)".repeat(n), "![".repeat(n) + "x" + &"](y)".repeat(n)]
        {
            let t = Instant::now();
            let doc = parse(&source, &Options::default()).unwrap();
            let a = t.elapsed();
            let post = doc.wordpress(&|_| None, &Default::default());
            let b = t.elapsed();
            let md = from_html::to_markdown(&post.content);
            println!("{n} {a:?} {b:?} {:?} {}", t.elapsed(), md.len());
        }
    }
}
