//! Measures publishing: short posts sent to a real WordPress by the worker, beside the same writes
//! sent by a bare HTTP client with as many connections. In turns, so that a machine that is busy
//! with something else slows both.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
    thread,
    time::{Duration, Instant},
};

use coupure_blog::{BlogClient, Secret, discover, secrets::Vault, wordpress::WordPress as Client};
use coupure_model::{
    Blog, BlogId, BlogKind, Content, Features, Language, RevisionReason::Typed, Timestamp,
    WantedState,
};
use coupure_store::{Access, Store, Wish};
use coupure_sync::{Connector, Error, Worker};
use coupure_testkit::wordpress::{Options, WordPress};
use serde_json::{Value, json};
use uuid::Uuid;

const POSTS: usize = 100;
const ROUNDS: usize = 5;
/// As many posts as the worker sends side by side.
const CONNECTIONS: usize = 2;
const BUDGET: f64 = 1.3;

fn main() {
    let runtime = tokio::runtime::Runtime::new().expect("threads start");
    let (ours, theirs) = (site(), site());
    let bench = runtime.block_on(Bench::new(&ours));
    // The first request to a site makes its caches.
    runtime.block_on(bench.publish(0..2));
    publish_bare(&theirs, 0..2);
    let before = [requests(&ours), requests(&theirs)];

    let (mut took, mut bare) = (Duration::ZERO, Duration::ZERO);
    for round in 0..ROUNDS {
        let posts = POSTS / ROUNDS;
        let range = 2 + round * posts..2 + (round + 1) * posts;
        let began = Instant::now();
        runtime.block_on(bench.publish(range.clone()));
        took += began.elapsed();
        let began = Instant::now();
        publish_bare(&theirs, range);
        bare += began.elapsed();
    }
    for site in [&ours, &theirs] {
        let posts = site.posts().expect("the site answers");
        let published = posts.iter().filter(|post| post.status == "publish").count();
        assert_eq!(published, POSTS + 2, "all are there");
    }

    println!("\n{POSTS} short posts to WordPress {}, {CONNECTIONS} side by side", ours.version);
    let ratio = took.as_secs_f64() / bare.as_secs_f64();
    let verdict = if ratio <= BUDGET { "within" } else { "beyond" };
    println!("{:<22} {:>8.2} s", "Coupure", took.as_secs_f64());
    println!("{:<22} {:>8.2} s", "bare HTTP client", bare.as_secs_f64());
    println!("{:<22} {:>8.2}     {verdict} the budget of {BUDGET}", "ratio", ratio);
    for (name, site, before) in
        [("Coupure", &ours, &before[0]), ("bare HTTP client", &theirs, &before[1])]
    {
        println!("requests a post, {name}:");
        for (request, count) in requests(site) {
            let count = count - before.get(&request).copied().unwrap_or(0);
            if count > 0 {
                println!("  {:>5.2}  {request}", count as f64 / POSTS as f64);
            }
        }
    }
}

fn site() -> WordPress {
    WordPress::start(&Options::default()).expect("a WordPress starts")
}

fn title(n: usize) -> String {
    format!("Billet {n}")
}

fn body(n: usize) -> String {
    format!("Un billet court, le {n}ᵉ de ce jour.\n\nIl a deux paragraphes.")
}

/// The requests that came, by kind, numbers left out.
fn requests(site: &WordPress) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for line in site.requests().expect("the site notes them") {
        let request = line.split_once("]: ").map_or(line.as_str(), |(_, request)| request);
        let (address, query) = request.split_once('?').unwrap_or((request, ""));
        let kind: String =
            address.chars().map(|c| if c.is_ascii_digit() { 'N' } else { c }).collect();
        let mut kind = kind.replace("NN", "N").replace("NN", "N").replace("NN", "N");
        if let Some((_, fields)) = query.split_once("_fields=")
            && !fields.contains("content")
        {
            kind += &format!(" ({})", fields.split('&').next().unwrap_or_default());
        }
        *counts.entry(kind).or_default() += 1;
    }
    counts
}

/// A home with one blog, and the worker on it.
struct Bench {
    store: Store,
    worker: Worker,
    blog: BlogId,
    _home: tempfile::TempDir,
}

/// Connects to the one site.
struct Fixed {
    secret: Secret,
    client: Mutex<Option<Arc<dyn BlogClient>>>,
}

#[async_trait::async_trait]
impl Connector for Fixed {
    async fn connect(&self, blog: &Blog) -> Result<Arc<dyn BlogClient>, Error> {
        let mut known = self.client.lock().expect("nobody panics with it");
        let client = match &*known {
            Some(client) => client.clone(),
            None => Arc::from(coupure_blog::connect(blog, Some(&self.secret), &Vault::Keychain)?),
        };
        Ok(known.insert(client).clone())
    }
}

impl Bench {
    async fn new(site: &WordPress) -> Self {
        let home = tempfile::tempdir().expect("a folder can be made");
        let store = Store::open(home.path(), Access::Write).expect("a new home opens");
        let found = discover(&site.url).await.expect("the site is found");
        let user = site.user("editor");
        let secret = Secret::new(&user.password);
        let client = Client::new(found.url.as_ref(), found.api.as_ref(), &user.name, &secret);
        let learnt = client.expect("an address").learn().await.expect("the site lets us in");
        let blog = Blog {
            id: BlogId(Uuid::now_v7()),
            name: "wp".into(),
            kind: BlogKind::WordPress {
                url: found.url.to_string(),
                api: found.api.to_string(),
                user: user.name.clone(),
            },
            title: "Le blog".into(),
            language: Language::French,
            time_zone: "Europe/Paris".into(),
            features: Features { ..learnt.features },
        };
        store.put_blog(&blog).expect("the blog is kept");
        let connector = Arc::new(Fixed { secret, client: Mutex::default() });
        let worker = Worker::new(store.clone(), connector, |_| {});
        Self { store, worker, blog: blog.id, _home: home }
    }

    /// Writes them, presses Publish on each, and works until all are there.
    async fn publish(&self, posts: std::ops::Range<usize>) {
        for n in posts {
            let content = Content { title: title(n), body: body(n), ..Content::default() };
            let now = Timestamp::now();
            let draft = self.store.create_draft(&content, None, Typed, now).expect("a draft");
            self.store
                .want(Wish {
                    draft: draft.id,
                    revision: draft.revision,
                    blog: self.blog,
                    state: WantedState::Published,
                    pictures: Vec::new(),
                    pressed: now,
                    not_before: now,
                    overwrite: None,
                })
                .expect("a wish");
        }
        assert!(self.worker.until_quiet(Duration::from_secs(600)).await, "all are there");
    }
}

/// The same writes: an unseen draft under a mark, then its address and status.
fn publish_bare(site: &WordPress, posts: std::ops::Range<usize>) {
    let left = Mutex::new(posts);
    thread::scope(|scope| {
        for _ in 0..CONNECTIONS {
            scope.spawn(|| {
                let agent = ureq::Agent::new_with_defaults();
                loop {
                    let Some(n) = left.lock().expect("nobody panics with it").next() else {
                        return;
                    };
                    let paragraphs = body(n).replace(
                        "\n\n",
                        "</p>\n<!-- /wp:paragraph -->\n\n<!-- wp:paragraph -->\n<p>",
                    );
                    let content = format!(
                        "<!-- wp:paragraph -->\n<p>{paragraphs}</p>\n<!-- /wp:paragraph -->"
                    );
                    let created = post(
                        &agent,
                        site,
                        "wp/v2/posts",
                        &json!({
                            "title": title(n), "content": content, "excerpt": "", "status": "draft",
                            "slug": Uuid::new_v4().to_string(), "comment_status": "open",
                        }),
                    );
                    let route = format!("wp/v2/posts/{}", created["id"]);
                    post(&agent, site, &route, &json!({ "slug": "", "status": "publish" }));
                }
            });
        }
    });
}

fn post(agent: &ureq::Agent, site: &WordPress, route: &str, body: &Value) -> Value {
    use base64::Engine;
    let fields = "id,status,title.raw,content.raw,excerpt.raw,slug,categories,tags,featured_media,\
        comment_status,link,date_gmt,modified_gmt,meta.footnotes,_links";
    let user = site.user("editor");
    let login = format!("{}:{}", user.name, user.password);
    let login = base64::engine::general_purpose::STANDARD.encode(login);
    agent
        .post(format!("{}wp-json/{route}?context=edit&_fields={fields}", site.url))
        .header("authorization", format!("Basic {login}"))
        .send_json(body)
        .expect("a write goes through")
        .body_mut()
        .read_json()
        .expect("an answer is JSON")
}
