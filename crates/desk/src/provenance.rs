//! Where clippings come from: remembered from those before, proposed from the page itself.

use coupure_model::{Clipping, Code, Date, Problem, Provenance};

use crate::{
    Answer, Desk,
    view::{KnownSource, Proposals},
    words,
};

/// Magazines are dated ahead, newspapers of a weekend by a day or two.
const DAYS_AHEAD_MAX: i32 = 62;

impl Desk {
    /// The newspapers used before, the one used last first.
    pub fn known_sources(&self) -> Answer<Vec<KnownSource>> {
        let sources = self.store.sources()?.into_iter();
        Ok(sources
            .map(|source| KnownSource {
                newspaper: source.newspaper,
                editions: source.editions,
                journalists: each_once(
                    source.journalists.iter().map(|who| coupure_model::signature(who).name),
                ),
                sites: each_once(source.links.iter().filter_map(|link| site_of(link))),
            })
            .collect())
    }

    /// What the page says where the author said nothing yet.
    pub(crate) fn proposals(&self, clipping: &Clipping) -> Answer<Proposals> {
        let Some(reading) = &clipping.reading else { return Ok(Proposals::default()) };
        let known: Vec<String> =
            self.store.sources()?.into_iter().map(|source| source.newspaper).collect();
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        let mut said = coupure_model::said(reading, clipping.language, &known);
        if let Some(page) = &reading.page {
            // The folio line is the page's; it stayed there when the article was cut out.
            said.folio = coupure_model::said(&page.reading, clipping.language, &known).folio;
        }
        let latest = self.now().to_zoned(jiff::tz::TimeZone::UTC).date();
        let latest = latest.saturating_add(jiff::Span::new().days(DAYS_AHEAD_MAX));
        let by = said.byline.as_ref();
        let journalist = by.map(|by| words::signed(&by.name, by.interview, clipping.language));
        let date = said.date().filter(|date| *date <= latest);
        let own = &clipping.provenance;
        // Where the author gave a title, the heading read is no news.
        let title =
            if own.title.is_empty() { words::clipping_title(clipping) } else { String::new() };
        let disputed = said.folio.date.filter(|_| said.folio.weekday_agrees == Some(false));
        let found = Provenance {
            title,
            newspaper: said.folio.newspaper,
            date,
            page: said.folio.page,
            edition: said.folio.edition,
            journalist: journalist.unwrap_or_default(),
            link: String::new(),
        };
        let provenance = missing(found, own);
        Ok(Proposals { provenance, disputed_date: disputed.filter(|_| own.date.is_none()) })
    }
}

/// What `found` says beyond what is said already.
fn missing(found: Provenance, said: &Provenance) -> Provenance {
    let text =
        |found: String, said: &str| if said.trim().is_empty() { found } else { String::new() };
    Provenance {
        title: text(found.title, &said.title),
        newspaper: text(found.newspaper, &said.newspaper),
        date: found.date.filter(|_| said.date.is_none()),
        page: text(found.page, &said.page),
        edition: text(found.edition, &said.edition),
        journalist: text(found.journalist, &said.journalist),
        link: text(found.link, &said.link),
    }
}

impl Proposals {
    /// What the author said, and of what is missing what the page says.
    pub fn taken_into(&self, said: &Provenance) -> Provenance {
        let proposed = &self.provenance;
        let text = |said: &str, proposed: &str| {
            if said.trim().is_empty() { proposed.to_owned() } else { said.to_owned() }
        };
        Provenance {
            title: text(&said.title, &proposed.title),
            newspaper: text(&said.newspaper, &proposed.newspaper),
            date: said.date.or(proposed.date),
            page: text(&said.page, &proposed.page),
            edition: text(&said.edition, &proposed.edition),
            journalist: text(&said.journalist, &proposed.journalist),
            link: text(&said.link, &proposed.link),
        }
    }
}

/// A day as it is written on the command line; empty: none.
pub fn day_of_issue(text: &str) -> Answer<Option<Date>> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    text.parse().map(Some).map_err(|_| {
        Problem::new(
            Code::BadArgument,
            format!("“{text}” is no day: write year, month and day, as in 2026-10-28."),
        )
        .with("argument", text)
    })
}

/// A link to an article on the web; empty: none.
pub fn link_to_article(text: &str) -> Answer<String> {
    let text = text.trim();
    if text.is_empty() || words::host_of(text).is_some() {
        return Ok(text.to_owned());
    }
    Err(Problem::new(
        Code::BadArgument,
        format!("“{text}” is no link: it begins with https:// or http:// and names a site."),
    )
    .with("argument", text))
}

/// `https://www.journal.example/`
fn site_of(link: &str) -> Option<String> {
    let mut url = url::Url::parse(link).ok()?;
    words::host_of(link)?;
    url.set_path("/");
    url.set_query(None);
    url.set_fragment(None);
    // A name and a password that were pasted with a link are nobody's business.
    url.set_username("").and_then(|()| url.set_password(None)).ok()?;
    Some(url.into())
}

fn each_once(all: impl Iterator<Item = String>) -> Vec<String> {
    let mut once: Vec<String> = Vec::new();
    for one in all.filter(|one| !one.is_empty()) {
        if !once.contains(&one) {
            once.push(one);
        }
    }
    once
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_links_that_are_none_are_refused_with_what_to_write() {
        assert_eq!(day_of_issue(" ").unwrap(), None);
        assert_eq!(day_of_issue("2026-10-28").unwrap().unwrap().to_string(), "2026-10-28");
        for wrong in ["28/10/2026", "2026-02-30", "hier"] {
            let said = day_of_issue(wrong).unwrap_err().message;
            assert!(said.contains(wrong) && said.contains("2026-10-28"), "{said}");
        }
        assert_eq!(link_to_article(" https://a.example/x ").unwrap(), "https://a.example/x");
        assert_eq!(link_to_article("").unwrap(), "");
        for wrong in ["a.example", "javascript:alert(1)", "https://", "ftp://a.example"] {
            let said = link_to_article(wrong).unwrap_err().message;
            assert!(said.contains(wrong) && said.contains("https://"), "{said}");
        }
    }

    #[test]
    fn a_site_is_what_links_to_it_begin_with() {
        let site = site_of("https://moi:secret@www.journal.example:8080/a/b?c#d");
        assert_eq!(site.as_deref(), Some("https://www.journal.example:8080/"));
        assert_eq!(site_of("rien"), None);
    }

    #[test]
    fn what_is_proposed_never_takes_the_place_of_what_was_said() {
        let said = Provenance { newspaper: "Le Maine Libre".into(), ..Provenance::default() };
        let found = Provenance {
            newspaper: "Ouest-France".into(),
            page: "3".into(),
            ..Provenance::default()
        };
        let proposals = Proposals { provenance: found, disputed_date: None };
        let taken = proposals.taken_into(&said);
        assert_eq!((taken.newspaper.as_str(), taken.page.as_str()), ("Le Maine Libre", "3"));
        assert_eq!(missing(proposals.provenance, &said).newspaper, "");
    }
}
