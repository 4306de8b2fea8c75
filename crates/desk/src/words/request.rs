//! A request to the newspaper: may this article be shown on the blog? Ready to send.

use coupure_model::{Clipping, Language, date_in_words};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::{clipping_title, quoted, source};

/// A mail program is handed so long an address; Windows gives it 2,083 characters at most
/// (`INTERNET_MAX_URL_LENGTH`).
const MAILTO_CHARS_MAX: usize = 2_000;
/// A title is named, not told.
const TITLE_CHARS_MAX: usize = 120;

/// RFC 6068: what is neither reserved nor escaped in `mailto:`.
const HEADER_VALUE: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A mail to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    pub subject: String,
    pub body: String,
}

/// In French or, for any other language, in English. `blog`: its address, if it has one.
pub fn request(clipping: &Clipping, blog: Option<&str>, language: Language) -> Request {
    let provenance = &clipping.provenance;
    let title = shortened(clipping_title(clipping).trim());
    match language {
        Language::French => {
            let newspaper = or(&provenance.newspaper, "[nom du journal]");
            let title = or(&quoted(&title, language), "[titre de l’article]");
            let date = provenance.date.map(|date| date_in_words(date, language));
            let date = date.map_or("[date]".into(), |date| date);
            let page = page(&provenance.page, ", page\u{a0}");
            let blog = blog.unwrap_or("[adresse du blog]");
            let link = link(&provenance.link, "\nSur votre site\u{a0}: ");
            Request {
                subject: format!("Demande d’autorisation\u{a0}: article du {date}{page}"),
                body: format!(
                    "Bonjour,\n\n\
                     Je tiens un blog à cette adresse\u{a0}: {blog}\n\n\
                     Je souhaite y reproduire un article de {newspaper}\u{a0}: \
                     {title}, paru le {date}{page}.{link}\n\n\
                     Je vous demande l’autorisation de publier sur ce blog l’image numérisée de \
                     l’article et son texte. Le journal, la date et l’auteur seraient nommés, avec \
                     un lien vers votre site. Je retirerais l’article à votre demande, sans \
                     délai.\n\n\
                     Si des photographies ou des dessins relèvent d’un autre accord, je les \
                     masquerai.\n\n\
                     Dans l’attente de votre réponse, je vous remercie.\n\n\
                     [votre nom]\n"
                ),
            }
        }
        _ => {
            let language = Language::English;
            let newspaper = or(&provenance.newspaper, "[name of the newspaper]");
            let title = or(&quoted(&title, language), "[title of the article]");
            let date = provenance.date.map(|date| date_in_words(date, language));
            let date = date.map_or("[date]".into(), |date| date);
            let page = page(&provenance.page, ", page\u{a0}");
            let blog = blog.unwrap_or("[address of the blog]");
            let link = link(&provenance.link, "\nOn your site: ");
            Request {
                subject: format!("Request for permission: article of {date}{page}"),
                body: format!(
                    "Hello,\n\n\
                     I write a blog at this address: {blog}\n\n\
                     I would like to reproduce an article of {newspaper} there: {title}, \
                     published on {date}{page}.{link}\n\n\
                     May I publish the scan of the article and its text on this blog? The \
                     newspaper, the date and the author would be named, with a link to your site. \
                     I would remove the article at your request, without delay.\n\n\
                     If photographs or drawings need another agreement, I will mask them.\n\n\
                     Thank you in advance for your answer.\n\n\
                     [your name]\n"
                ),
            }
        }
    }
}

impl Request {
    /// Opens the mail program with it. Where it is too long for an address, its end is left out.
    pub fn mailto(&self) -> String {
        let head = format!("mailto:?subject={}&body=", encoded(&self.subject));
        let mut out = head;
        let mut chars = self.body.chars().peekable();
        while let Some(c) = chars.next() {
            // Lines end in CRLF there (RFC 6068, section 5).
            let spelt =
                if c == '\n' { "%0D%0A".into() } else { encoded(c.encode_utf8(&mut [0; 4])) };
            let room = MAILTO_CHARS_MAX - "%E2%80%A6".len();
            if out.len() + spelt.len() > room
                && (chars.peek().is_some() || out.len() + spelt.len() > MAILTO_CHARS_MAX)
            {
                out.push_str("%E2%80%A6");
                break;
            }
            out.push_str(&spelt);
        }
        out
    }
}

/// L’Écho du Val, 7 mars 2026: a clipping as one line names it.
pub fn named(clipping: &Clipping, language: Language) -> String {
    let short = coupure_model::Provenance {
        page: String::new(),
        edition: String::new(),
        ..clipping.provenance.clone()
    };
    let named = source(&short, language);
    let title = clipping_title(clipping);
    let all = [named, shortened(title.trim()), clipping.name.clone()];
    all.into_iter().find(|name| !name.is_empty()).unwrap_or_default()
}

fn encoded(text: &str) -> String {
    utf8_percent_encode(text, HEADER_VALUE).to_string()
}

fn or(text: &str, placeholder: &str) -> String {
    let text = text.trim();
    if text.is_empty() { placeholder.into() } else { text.into() }
}

fn page(page: &str, mark: &str) -> String {
    let page = page.trim();
    if page.is_empty() { String::new() } else { format!("{mark}{page}") }
}

fn link(link: &str, opens: &str) -> String {
    let link = link.trim();
    if super::host_of(link).is_some() { format!("{opens}{link}") } else { String::new() }
}

fn shortened(title: &str) -> String {
    if title.chars().count() <= TITLE_CHARS_MAX {
        return title.to_owned();
    }
    let cut: String = title.chars().take(TITLE_CHARS_MAX).collect();
    format!("{}…", cut.rsplit_once(' ').map_or(cut.as_str(), |(whole, _)| whole))
}

#[cfg(test)]
mod tests {
    use coupure_model::{ClippingId, Date, MediaHash, Provenance, Timestamp};

    use super::*;

    fn clipping(provenance: Provenance) -> Clipping {
        let id = ClippingId(uuid::Uuid::nil());
        let (hash, now) = (MediaHash([0; 32]), Timestamp::UNIX_EPOCH);
        Clipping { provenance, ..Clipping::new(id, hash, "une.jpg", Language::French, now) }
    }

    fn whole() -> Clipping {
        clipping(Provenance {
            title: "« Un village »".into(),
            newspaper: "L’Écho du Val".into(),
            date: Some(Date::new(2026, 3, 7).unwrap()),
            page: "3".into(),
            link: "https://echo.example/village".into(),
            ..Provenance::default()
        })
    }

    #[test]
    fn a_french_request_is_ready_to_send() {
        let Request { subject, body } =
            request(&whole(), Some("https://laurent.example"), Language::French);
        assert_eq!(
            subject.replace('\u{a0}', "~"),
            "Demande d’autorisation~: article du 7~mars 2026, page~3"
        );
        assert_eq!(
            body.replace('\u{a0}', "~"),
            "Bonjour,\n\n\
             Je tiens un blog à cette adresse~: https://laurent.example\n\n\
             Je souhaite y reproduire un article de L’Écho du Val~: «~Un village~», paru le \
             7~mars 2026, page~3.\nSur votre site~: https://echo.example/village\n\n\
             Je vous demande l’autorisation de publier sur ce blog l’image numérisée de l’article \
             et son texte. Le journal, la date et l’auteur seraient nommés, avec un lien vers \
             votre site. Je retirerais l’article à votre demande, sans délai.\n\n\
             Si des photographies ou des dessins relèvent d’un autre accord, je les masquerai.\n\n\
             Dans l’attente de votre réponse, je vous remercie.\n\n\
             [votre nom]\n"
        );
    }

    #[test]
    fn what_is_not_known_is_left_to_be_filled_in() {
        let unknown = request(&clipping(Provenance::default()), None, Language::French);
        for placeholder in
            ["[adresse du blog]", "[nom du journal]", "[titre de l’article]", "paru le [date]."]
        {
            assert!(unknown.body.contains(placeholder), "{placeholder}: {}", unknown.body);
        }
        let english = request(&clipping(Provenance::default()), None, Language::German);
        assert!(english.body.contains("[address of the blog]"), "{}", english.body);
        assert!(english.body.starts_with("Hello,"));
    }

    #[test]
    fn the_mail_programs_address_is_escaped_and_bounded() {
        let mailto = request(&whole(), Some("https://laurent.example"), Language::French).mailto();
        assert!(mailto.starts_with("mailto:?subject=Demande%20d%E2%80%99autorisation%C2%A0%3A%20"));
        assert!(mailto.contains("&body=Bonjour%2C%0D%0A%0D%0AJe%20tiens"), "{mailto}");
        assert!(mailto.ends_with("%5Bvotre%20nom%5D%0D%0A"), "{} {mailto}", mailto.len());
        assert!(mailto.is_ascii() && mailto.len() <= MAILTO_CHARS_MAX);
        let long = Request { subject: "é".into(), body: "é\n& ".repeat(4_000) }.mailto();
        assert!(long.len() <= MAILTO_CHARS_MAX && long.ends_with("%E2%80%A6"), "{}", long.len());
        assert!(!long["mailto:?subject=%C3%A9&body=".len()..].contains(['&', ' ', '\n']));
    }

    #[test]
    fn a_clipping_is_named_by_its_newspaper_and_date() {
        assert_eq!(named(&whole(), Language::French), "L’Écho du Val, 7\u{a0}mars 2026");
        assert_eq!(named(&clipping(Provenance::default()), Language::French), "une.jpg");
    }
}
