//! From posts to the files of the site: pages, index, feed, style. Pure: time and state come in,
//! bytes go out. Everything is escaped but the bodies, which come sanitised.

use std::collections::BTreeMap;

use coupure_model::{Language, RemotePost, Timestamp};
use jiff::tz::TimeZone;
use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value, context, syntax::SyntaxConfig};

use super::{
    excerpt,
    state::{Picture, Site},
    words::{self, Words},
};
use crate::Error;

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

/// Every file that the site is made of (but its pictures), by relative path.
pub(super) fn files(pages: &Pages<'_>) -> Result<BTreeMap<String, Vec<u8>>, Error> {
    let environment = environment()?;
    let render = |name: &str, context: Value| {
        environment
            .get_template(name)
            .and_then(|template| template.render(context))
            .map(String::into_bytes)
            .map_err(|error| Error::Internal { detail: format!("{error:#}") })
    };
    let posts: Vec<Value> = pages.posts.iter().map(|post| pages.post(post)).collect();
    let mut files = BTreeMap::new();
    files.insert("style.css".into(), include_bytes!("theme/style.css").to_vec());
    files.insert(
        "index.html".into(),
        render("index.html", context! { root => "", posts => posts.clone(), ..pages.site() })?,
    );
    let fed: Vec<Value> = posts.iter().take(FEED_POSTS_MAX).cloned().collect();
    files.insert("feed.xml".into(), render("feed.xml", context! { posts => fed, ..pages.site() })?);
    for (position, post) in pages.posts.iter().enumerate() {
        let context = context! {
            root => "../",
            post => posts[position].clone(),
            newer => position.checked_sub(1).map(|newer| posts[newer].clone()),
            older => posts.get(position + 1).cloned(),
            ..pages.site()
        };
        files.insert(format!("{}/index.html", post.slug), render("post.html", context)?);
    }
    Ok(files)
}

impl Pages<'_> {
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
            date => words::date(date.to_zoned(self.zone.clone()).date(), self.language),
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
    for (name, source) in [
        ("page.html", include_str!("theme/page.html")),
        ("index.html", include_str!("theme/index.html")),
        ("post.html", include_str!("theme/post.html")),
        ("feed.xml", include_str!("theme/feed.xml")),
    ] {
        environment
            .add_template(name, source)
            .map_err(|error| Error::Internal { detail: format!("{error:#}") })?;
    }
    Ok(environment)
}
