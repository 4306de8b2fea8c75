//! From posts to the files of the site: pages, index, feed, style. Pure: time and state come in,
//! bytes go out. Everything is escaped but the bodies, which come sanitised.

use std::collections::BTreeMap;

use coupure_model::{Language, RemotePost, Timestamp};
use jiff::tz::TimeZone;
use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value, context, syntax::SyntaxConfig};

use super::{
    excerpt,
    state::{Picture, Site},
    words::Words,
};
use crate::Error;

/// Posts with their first words on the index; older ones are listed by title, so that the page
/// stays light.
const EXCERPTS_MAX: usize = 30;
/// Feed readers are given no more.
const FEED_POSTS_MAX: usize = 30;

/// What the pages need to know.
pub(super) struct Pages<'a> {
    pub site: &'a Site,
    pub title: &'a str,
    pub language: Language,
    pub zone: &'a TimeZone,
    /// Visible ones, latest first.
    pub posts: &'a [RemotePost],
    pub covers: &'a BTreeMap<String, Picture>,
}

/// A file of the site.
pub(super) struct File {
    /// A hash of all that the file is made from: equal recipes make equal files.
    pub recipe: String,
    /// `None`: the file that is there was made by this recipe.
    pub bytes: Option<Vec<u8>>,
}

const PARTS: [(&str, &str); 5] = [
    ("page.html", include_str!("theme/page.html")),
    ("index.html", include_str!("theme/index.html")),
    ("post.html", include_str!("theme/post.html")),
    ("feed.xml", include_str!("theme/feed.xml")),
    ("style.css", include_str!("theme/style.css")),
];

/// Every file that the site is made of (but its pictures), by relative path. Those of which
/// `is_there` knows the recipe are not made again.
pub(super) fn files(
    pages: &Pages<'_>,
    is_there: impl Fn(&str, &str) -> bool,
) -> Result<BTreeMap<String, File>, Error> {
    let environment = environment()?;
    let site = pages.site();
    let mut files = BTreeMap::new();
    let mut add = |path: String,
                   recipe: blake3::Hasher,
                   make: &dyn Fn() -> Result<Vec<u8>, Error>|
     -> Result<(), Error> {
        let recipe = recipe.finalize().to_hex().to_string();
        let bytes = if is_there(&path, &recipe) { None } else { Some(make()?) };
        files.insert(path, File { recipe, bytes });
        Ok(())
    };
    let render = |name: &str, context: Value| {
        environment
            .get_template(name)
            .and_then(|template| template.render(context))
            .map(String::into_bytes)
            .map_err(|error| Error::Internal { detail: format!("{error:#}") })
    };
    let base = pages.recipe();
    let recipes: Vec<[u8; 32]> =
        pages.posts.iter().map(|post| pages.post_recipe(post)).collect::<Result<_, _>>()?;
    let of_posts = |count: usize| {
        let mut recipe = base.clone();
        recipes.iter().take(count).for_each(|hash| {
            recipe.update(hash);
        });
        recipe
    };
    let values = |posts: &[RemotePost]| -> Vec<Value> {
        posts.iter().map(|post| pages.post(post)).collect()
    };

    let style = include_str!("theme/style.css").as_bytes();
    add("style.css".into(), base.clone(), &|| Ok(style.to_vec()))?;
    add("index.html".into(), of_posts(usize::MAX), &|| {
        let (recent, older) = pages.posts.split_at(pages.posts.len().min(EXCERPTS_MAX));
        let lists = context! { root => "", posts => values(recent), archive => values(older) };
        render("index.html", context! { ..lists, ..site.clone() })
    })?;
    add("feed.xml".into(), of_posts(FEED_POSTS_MAX), &|| {
        let fed = &pages.posts[..pages.posts.len().min(FEED_POSTS_MAX)];
        render("feed.xml", context! { posts => values(fed), ..site.clone() })
    })?;
    for (position, post) in pages.posts.iter().enumerate() {
        let newer = position.checked_sub(1);
        let older = (position + 1 < pages.posts.len()).then_some(position + 1);
        let mut recipe = base.clone();
        recipe.update(&recipes[position]);
        for neighbour in [newer, older] {
            recipe.update(neighbour.map_or(&[0; 32], |at| &recipes[at]));
        }
        add(format!("{}/index.html", post.slug), recipe, &|| {
            let context = context! {
                root => "../",
                post => pages.post(post),
                newer => newer.map(|at| pages.post(&pages.posts[at])),
                older => older.map(|at| pages.post(&pages.posts[at])),
                ..site.clone()
            };
            render("post.html", context)
        })?;
    }
    Ok(files)
}

impl Pages<'_> {
    /// Of what every file is made from.
    fn recipe(&self) -> blake3::Hasher {
        let mut recipe = blake3::Hasher::new();
        for (_, source) in PARTS {
            recipe.update(blake3::hash(source.as_bytes()).as_bytes());
        }
        let zone = self.zone.iana_name().unwrap_or_default();
        let settings = format!(
            "{}\n{}\n{}\n{zone}\n{}\n{}",
            env!("CARGO_PKG_VERSION"),
            self.title,
            self.language,
            self.site.id,
            self.site.created
        );
        recipe.update(settings.as_bytes());
        recipe
    }

    fn post_recipe(&self, post: &RemotePost) -> Result<[u8; 32], Error> {
        let cover = post.cover.as_ref().and_then(|id| self.covers.get(&id.0));
        let written = serde_json::to_vec(&(post, cover))
            .map_err(|error| Error::Internal { detail: error.to_string() })?;
        Ok(*blake3::hash(&written).as_bytes())
    }

    fn site(&self) -> Value {
        let words = Words::of(self.language);
        let updated = self.posts.iter().filter_map(|post| post.modified).max();
        context! {
            site_title => clean(self.title),
            site_id => self.site.id.to_string(),
            site_updated => rfc3339(updated.unwrap_or(self.site.created)),
            lang => self.language.tag(),
            word_skip => words.skip,
            word_home => words.home,
            word_feed => words.feed,
            word_read_on => words.read_on,
            word_empty => words.empty,
            word_categories => words.categories,
            word_tags => words.tags,
            word_newer => words.newer,
            word_older => words.older,
            word_posts_nav => words.posts_nav,
            word_archive => words.archive,
        }
    }

    fn post(&self, post: &RemotePost) -> Value {
        let date = post.date.or(post.modified).unwrap_or(self.site.created);
        let excerpt = match post.excerpt.trim() {
            "" => excerpt::of_html(&post.raw),
            written => written.to_owned(),
        };
        let title = match post.title.trim() {
            "" => Words::of(self.language).untitled,
            title => title,
        };
        let cover = post.cover.as_ref().and_then(|id| self.covers.get(&id.0)).map(|picture| {
            context! {
                file => picture.file.clone(),
                alt => clean(&picture.alt),
                width => picture.width_px,
                height => picture.height_px,
            }
        });
        context! {
            id => post.id.0.clone(),
            slug => post.slug.clone(),
            title => clean(title),
            excerpt => clean(&excerpt),
            html => clean(&post.raw),
            date => coupure_model::date_in_words(date.to_zoned(self.zone.clone()).date(), self.language),
            published => rfc3339(date),
            updated => rfc3339(post.modified.unwrap_or(date)),
            categories => names(&post.categories),
            tags => names(&post.tags),
            cover => cover,
        }
    }
}

fn names(names: &[String]) -> Vec<String> {
    names.iter().map(|name| clean(name)).collect()
}

fn rfc3339(time: Timestamp) -> String {
    // To the second: feed readers differ on fractions.
    Timestamp::from_second(time.as_second()).unwrap_or(time).to_string()
}

/// Without the characters that XML forbids (its section 2.2), and HTML has no use for.
fn clean(text: &str) -> String {
    text.chars()
        .filter(|&c| !c.is_control() || matches!(c, '\t' | '\n' | '\r'))
        .filter(|c| !matches!(c, '\u{fffe}' | '\u{ffff}'))
        .collect()
}

fn environment() -> Result<Environment<'static>, Error> {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_syntax(
        SyntaxConfig::builder()
            .trim_blocks(true)
            .lstrip_blocks(true)
            .build()
            .expect("the delimiters are the usual ones"),
    );
    for (name, source) in PARTS {
        environment
            .add_template(name, source)
            .map_err(|error| Error::Internal { detail: format!("{error:#}") })?;
    }
    Ok(environment)
}
