//! Measures the real window: a keystroke until the preview shows it, beside whole rendering with
//! markdown-it; and start until the text can be written, beside a bare window of the same kind.
//! `desk` or `start` as argument chooses one. Linux alone, where a web view has a driver.

#[cfg(target_os = "linux")]
mod linux {
    use std::{
        path::{Path, PathBuf},
        time::{Duration, SystemTime},
    };

    use coupure_model::{Content, RevisionReason, Timestamp};
    use coupure_store::{Access, Store};
    use coupure_testkit::window::Window;
    use serde_json::{Value, json};

    const KEYS: usize = 120;
    const STARTS: usize = 7;

    pub fn main() {
        let asked: Vec<String> =
            std::env::args().skip(1).filter(|one| !one.starts_with('-')).collect();
        let wanted = |name: &str| asked.is_empty() || asked.iter().any(|one| one == name);
        if wanted("desk") {
            keystrokes();
        }
        if wanted("start") {
            starts();
        }
    }

    fn keystrokes() {
        println!("\nKeystroke → preview, p50 / p99 in ms ({KEYS} keys)");
        println!(
            "{:<8} {:>14} {:>14} {:>14} {:>20} {:>20}   budget (preview patched)",
            "text", "in the text", "patched", "laid out", "markdown-it+inner", "markdown-it+morph"
        );
        for (kb, budget, rounds) in
            [(10, "", 31), (100, "p99 ≤ 16 ms", 21), (1_000, "p99 ≤ 50 ms", 6)]
        {
            let home = Home::with([article(kb * 1_000)].into_iter());
            let window = home.open();
            open_first_draft(&window);
            let ours = measured(&window, include_str!("window/keystroke.js"), KEYS);
            load_peers(&window);
            let peers = measured(&window, include_str!("window/peers.js"), rounds);
            let (laid_out, inner, morph) =
                (times(&ours, "laidOut"), times(&peers, "inner"), times(&peers, "morph"));
            println!(
                "{:<8} {:>14} {:>14} {:>14} {:>20} {:>20}   {budget}",
                format!("{kb} KB"),
                shown(&times(&ours, "typed")),
                shown(&times(&ours, "patched")),
                shown(&laid_out),
                beside(&inner, &laid_out),
                beside(&morph, &laid_out),
            );
        }
        println!(
            "(In brackets: how many times the peer's p50 is ours, laid out. The peers' times leave out the editor.)"
        );
    }

    fn starts() {
        let bare = example("bare_window");
        if !bare.exists() {
            println!("\nStart: {} is not built, so nothing is compared", bare.display());
            return;
        }
        println!("\nStart → the text can be written, p50 (least – most) of {STARTS}, in ms");
        println!("{:<8} {:>22} {:>22} {:>8}   budget", "drafts", "Coupure", "bare window", "ratio");
        for drafts in [100, 1_000, 10_000] {
            let home = Home::with((0..drafts).map(|_| article(2_800)));
            let window = home.open();
            open_first_draft(&window);
            // The window remembers which one was open.
            std::thread::sleep(Duration::from_secs(2));
            drop(window);
            let (mut ours, mut theirs) = (Vec::new(), Vec::new());
            for _ in 0..STARTS {
                let folder = tempfile::tempdir().expect("a folder can be made");
                theirs.push(start(|| Window::open_on(&bare, folder.path(), &models())));
                ours.push(start(|| home.open()));
            }
            let budget = if drafts == 10_000 { "≤ 1.2 ×" } else { "" };
            println!(
                "{drafts:<8} {:>22} {:>22} {:>8.2}   {budget}",
                spread(&mut ours),
                spread(&mut theirs),
                at(&ours, 0.5) / at(&theirs, 0.5),
            );
        }
    }

    /// From the request that starts the program to the mark that its page sets, ms.
    fn start(open: impl FnOnce() -> Window) -> f64 {
        let window = open();
        let marks = "performance.getEntriesByName('editable')";
        window.wait_until("it can be written in", &format!("{marks}.length > 0"));
        let script = format!("return performance.timeOrigin + {marks}[0].startTime");
        let editable = window.run(&script, &[]).as_f64().expect("a time");
        let asked = window.asked().duration_since(SystemTime::UNIX_EPOCH).expect("after 1970");
        editable - asked.as_secs_f64() * 1e3
    }

    fn open_first_draft(window: &Window) {
        window.wait_for("nav.library [role=option] time");
        window.run("document.querySelector('nav.library [role=option]').click()", &[]);
        window.wait_for(".preview .article p");
        window.wait_until("the text is there", "document.querySelectorAll('.cm-line').length > 3");
    }

    /// Starts a script that measures, and waits for its times.
    fn measured(window: &Window, script: &str, count: usize) -> Value {
        window.run(script, &[json!(count)]);
        for _ in 0..180 {
            // Seldom asked: the driver's questions run in the page too.
            std::thread::sleep(Duration::from_secs(1));
            let bench = window.run("return window.bench.done ? window.bench : null", &[]);
            if !bench.is_null() {
                return bench;
            }
        }
        let bench = window.run("return window.bench", &[]);
        panic!("nothing more is measured after three minutes: {bench}");
    }

    fn load_peers(window: &Window) {
        let modules = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui/node_modules");
        for file in
            ["markdown-it/dist/browser/markdown-it.umd.min.js", "morphdom/dist/morphdom-umd.min.js"]
        {
            let source = std::fs::read_to_string(modules.join(file))
                .unwrap_or_else(|error| panic!("{file}: {error} (`npm ci` in ui/)"));
            window.run(&source, &[]);
        }
    }

    fn times(bench: &Value, name: &str) -> Vec<f64> {
        let mut times: Vec<f64> =
            bench[name].as_array().expect("times").iter().filter_map(Value::as_f64).collect();
        times.sort_by(f64::total_cmp);
        times
    }

    fn at(sorted: &[f64], part: f64) -> f64 {
        sorted[((sorted.len() - 1) as f64 * part).round() as usize]
    }

    fn shown(sorted: &[f64]) -> String {
        format!("{:.0} / {:.0}", at(sorted, 0.5), at(sorted, 0.99))
    }

    fn beside(theirs: &[f64], ours: &[f64]) -> String {
        format!("{} (× {:.1})", shown(theirs), at(theirs, 0.5) / at(ours, 0.5).max(1.0))
    }

    fn spread(times: &mut [f64]) -> String {
        times.sort_by(f64::total_cmp);
        format!("{:.0} ({:.0} – {:.0})", at(times, 0.5), at(times, 0.0), at(times, 1.0))
    }

    /// A home in memory where there is room: it is filled with thousands of durable saves.
    struct Home(tempfile::TempDir);

    impl Home {
        fn with(drafts: impl Iterator<Item = String>) -> Self {
            let memory = PathBuf::from("/dev/shm");
            let folder =
                if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() };
            let folder = folder.expect("a folder can be made");
            let home = folder.path().join("home");
            let store = Store::open(&home, Access::Write).expect("a new home opens");
            for (at, body) in drafts.enumerate() {
                let content = Content { title: format!("Billet {at}"), body, ..Content::default() };
                store
                    .create_draft(&content, None, RevisionReason::Typed, Timestamp::now())
                    .expect("a draft");
            }
            while store.index_pending(1_000).expect("indexed") > 0 {}
            Self(folder)
        }

        fn open(&self) -> Window {
            let program = PathBuf::from(env!("CARGO_BIN_EXE_coupure-desktop"));
            Window::open_on(&program, self.0.path(), &models())
        }
    }

    fn models() -> PathBuf {
        std::env::var_os("COUPURE_MODELS")
            .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("models"), PathBuf::from)
    }

    fn example(name: &str) -> PathBuf {
        let program = Path::new(env!("CARGO_BIN_EXE_coupure-desktop"));
        program.with_file_name("examples").join(name)
    }

    /// An article as authors write them: paragraphs with emphasis and links, headings, lists,
    /// quotes, now and then a table.
    fn article(bytes: usize) -> String {
        const PARTS: [&str; 6] = [
            "## Ce que j’y disais\n\n",
            "Le mois dernier, *L’Écho du Val* est venu me poser des questions sur le bourg. Le site du journal n’en montre que le début : voici donc **l’article entier**, avec l’accord de la rédaction, et [ce que j’en pensais alors](https://blog.example/alors/).\n\n",
            "1. Le lavoir n’est pas un décor : c’est un lieu où l’on se parle.\n2. La fibre arrive... mais pas partout, et pas au même prix !\n3. « On ne rouvre pas une école avec un communiqué », et je le pense toujours.\n\n",
            "La journaliste m’a demandé ce que je voulais dire. J’ai répondu ceci : il faut des lieux, des dates, et quelqu’un pour ouvrir la porte ; le reste vient tout seul, ou ne vient pas.\n\n",
            "> Un village ne meurt pas d’être petit : il meurt de ne plus se raconter.\n\n",
            "| Lieu | Ouvert | Clé |\n|:-----|:------:|----:|\n| Lavoir | toujours | — |\n| Salle des fêtes | le samedi | mairie |\n\n",
        ];
        let mut text = String::new();
        for (round, part) in PARTS.iter().cycle().enumerate() {
            if text.len() >= bytes {
                break;
            }
            // A table in every fourth round of parts.
            if round % PARTS.len() != 5 || (round / PARTS.len()).is_multiple_of(4) {
                text.push_str(part);
            }
        }
        text
    }
}

fn main() {
    #[cfg(target_os = "linux")]
    linux::main();
    #[cfg(not(target_os = "linux"))]
    println!("The window can be measured on Linux alone: elsewhere a web view has no driver.");
}
