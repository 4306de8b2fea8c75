//! The file that WordPress exports (WXR, Tools → Export): its published posts, as links to them
//! need them.
//!
//! Read as a stream, with bounds; entities that a document declares are never expanded.

use std::io::BufRead;

use coupure_model::{PublishedPost, RemoteId};
use quick_xml::{Reader, events::Event};

use crate::{
    Error,
    published::{number_id, plain_title, web_address},
    wordpress::read_time,
};

/// More posts than any author wrote.
const POSTS_MAX: usize = 100_000;
/// Titles, addresses, dates; longer texts (the posts themselves) are passed over.
const FIELD_BYTES_MAX: usize = 16 * 1024;
const DEPTH_MAX: usize = 256;

/// What is read of an item before it is known whether it is a post that readers can open.
#[derive(Default)]
struct Item {
    title: String,
    link: String,
    id: String,
    date: String,
    status: String,
    kind: String,
    password: String,
}

impl Item {
    fn field(&mut self, name: &str) -> Option<&mut String> {
        Some(match name {
            "title" => &mut self.title,
            "link" => &mut self.link,
            "wp:post_id" => &mut self.id,
            "wp:post_date_gmt" => &mut self.date,
            "wp:status" => &mut self.status,
            "wp:post_type" => &mut self.kind,
            "wp:post_password" => &mut self.password,
            _ => return None,
        })
    }

    /// `None`: no post, or one that not every reader can open.
    fn published(self) -> Option<PublishedPost> {
        let open = self.status.trim() == "publish"
            && self.kind.trim() == "post"
            && self.password.trim().is_empty();
        let id: RemoteId = open.then(|| number_id(&self.id)).flatten()?;
        Some(PublishedPost {
            id,
            title: plain_title(&self.title),
            url: web_address(&self.link)?,
            date: read_time(&self.date.trim().replace(' ', "T")),
            modified: None,
        })
    }
}

/// The published posts of an export, in the order of the file.
///
/// # Errors
/// `AnswerUnreadable`: it is no export of a WordPress, or breaks off.
pub fn published(file: impl BufRead) -> Result<Vec<PublishedPost>, Error> {
    let unreadable =
        |detail: String| Error::AnswerUnreadable { host: "the export file".into(), detail };
    let mut reader = Reader::from_reader(file);
    let mut buffer = Vec::new();
    let mut posts = Vec::new();
    let (mut path, mut item): (Vec<String>, Option<Item>) = (Vec::new(), None);
    let mut is_export = false;
    loop {
        buffer.clear();
        let event = reader.read_event_into(&mut buffer).map_err(|e| unreadable(e.to_string()))?;
        let text = match event {
            Event::Start(start) => {
                let name = start.name().0.to_owned();
                is_export |= path.is_empty() && name == "rss";
                if !is_export || path.len() >= DEPTH_MAX {
                    return Err(unreadable("it is not what WordPress exports".into()));
                }
                if name == "item" && path.len() == 2 {
                    item = Some(Item::default());
                }
                path.push(name);
                continue;
            }
            Event::End(_) => {
                path.pop();
                if path.len() == 2
                    && let Some(read) = item.take()
                    && let Some(post) = read.published()
                {
                    posts.push(post);
                    if posts.len() >= POSTS_MAX {
                        return Ok(posts);
                    }
                }
                continue;
            }
            Event::Text(text) => text.xml10_content().into_owned(),
            Event::CData(text) => text.xml10_content().into_owned(),
            // As it is written: what a title's entities mean is HTML's to say, and none that the
            // document declares itself is known there.
            Event::GeneralRef(name) => format!("&{};", name.xml10_content()),
            Event::Eof => break,
            _ => continue,
        };
        // /rss/channel/item/FIELD
        if path.len() == 4
            && let Some(item) = &mut item
            && let Some(field) = path.last().and_then(|name| item.field(name))
            && field.len() + text.len() <= FIELD_BYTES_MAX
        {
            field.push_str(&text);
        }
    }
    if !is_export || !path.is_empty() {
        return Err(unreadable("it breaks off before its end".into()));
    }
    Ok(posts)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(fields: &str) -> String {
        format!("<item>{fields}<wp:post_type>post</wp:post_type></item>")
    }

    fn export(items: &str) -> String {
        format!(
            "<?xml version=\"1.0\"?><rss version=\"2.0\" xmlns:wp=\"http://wordpress.org/export/1.2/\">\
             <channel><title>Blog</title>{items}</channel></rss>"
        )
    }

    fn post(id: u32, status: &str, title: &str) -> String {
        item(&format!(
            "<title>{title}</title><link>https://a.example/{id}</link><wp:post_id>{id}</wp:post_id>\
             <wp:post_date_gmt><![CDATA[2026-02-03 07:00:00]]></wp:post_date_gmt>\
             <wp:status><![CDATA[{status}]]></wp:status>"
        ))
    }

    #[test]
    fn published_posts_alone_are_read() {
        let secret = post(4, "publish", "Secret")
            .replace("</item>", "<wp:post_password>a</wp:post_password></item>");
        let page = post(5, "publish", "Page").replace(">post<", ">page<");
        let all = [
            post(1, "publish", "<![CDATA[Pluie & vent]]>"),
            post(2, "draft", "Brouillon"),
            post(3, "private", "Privé"),
            secret,
            page,
            post(6, "publish", "L&#8217;hiver &amp; moi"),
        ];
        let found = published(export(&all.concat()).as_bytes()).unwrap();
        let read: Vec<_> = found.iter().map(|p| (p.id.0.as_str(), p.title.as_str())).collect();
        assert_eq!(read, [("1", "Pluie & vent"), ("6", "L’hiver & moi")]);
        assert_eq!(found[0].url, "https://a.example/1");
        assert_eq!(found[0].date.unwrap().to_string(), "2026-02-03T07:00:00Z");
    }

    #[test]
    fn hostile_files_are_harmless() {
        let laughs = "<!DOCTYPE rss [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;\">\
                      <!ENTITY f SYSTEM \"file:///etc/passwd\">]>";
        let text =
            export(&post(1, "publish", "&b;&f;")).replace("?><rss", &format!("?>{laughs}<rss"));
        let found = published(text.as_bytes()).unwrap();
        assert_eq!(found[0].title, "&b;&f;", "nothing is expanded, no file is read");
        let long = post(1, "publish", &"x".repeat(100_000));
        assert!(published(export(&long).as_bytes()).unwrap()[0].title.is_empty());
        let deep = format!("<rss>{}", "<a>".repeat(100_000));
        for bad in [
            deep.as_str(),
            "",
            "<html><body>Connexion</body></html>",
            "<rss><channel><item>",
            "<rss></channel></rss>",
            "\u{0}\u{1}",
        ] {
            assert!(published(bad.as_bytes()).is_err(), "{}", &bad[..bad.len().min(40)]);
        }
        let scheme = post(1, "publish", "t").replace("https://a.example/1", "javascript:alert(1)");
        assert_eq!(published(export(&scheme).as_bytes()).unwrap(), []);
    }
}
