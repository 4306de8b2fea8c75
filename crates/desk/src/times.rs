//! Dates as people write them, in a blog's time zone.

use coupure_model::{Blog, BlogId, BlogKind, Code, DraftId, Problem, PublicationId, Timestamp};
use jiff::{civil, tz::TimeZone};

use crate::{Answer, Desk};

/// A time that somebody wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    pub at: Timestamp,
    /// Clocks show that hour twice on that day; the first is meant.
    pub twice: bool,
    /// In words, in the blog's time zone.
    pub said: String,
}

impl Desk {
    /// Reads a date or a time. Without an offset it is in the time zone of the draft's blog, or
    /// of the one that new drafts are meant for; a date alone is its first moment.
    pub fn time_on_blog(
        &self,
        text: &str,
        draft: Option<(DraftId, Option<BlogId>)>,
    ) -> Answer<Timestamp> {
        Ok(self.moment_on_blog(text, draft)?.at)
    }

    /// As [`time_on_blog`](Self::time_on_blog), with what is to be told of it.
    pub fn moment_on_blog(
        &self,
        text: &str,
        draft: Option<(DraftId, Option<BlogId>)>,
    ) -> Answer<Moment> {
        let blog = match draft {
            Some((draft, blog)) => self.blog_for(draft, blog)?,
            None => self.usual_blog()?,
        };
        let zone = zone(&self.store.blog(blog)?);
        let (at, twice) = read_time(text, &zone)?;
        Ok(Moment { at, twice, said: say(at, &zone) })
    }

    /// Until when nothing may leave this computer. Without an offset it is the latest that the text
    /// means on any of the blogs: it ends early on none. A folder's zone is this computer's own,
    /// and counts where there is no other blog.
    pub fn embargo_until(&self, text: &str) -> Answer<Timestamp> {
        let blogs = self.store.blogs()?;
        let is_folder = |blog: &&Blog| matches!(blog.kind, BlogKind::Folder { .. });
        let (folders, away): (Vec<_>, Vec<_>) = blogs.iter().partition(is_folder);
        let counted = if away.is_empty() { folders } else { away };
        latest(text, counted.into_iter().map(zone))
    }

    /// The latest embargo of the clippings that a post shows or quotes, as last pressed.
    pub fn embargo_of(&self, id: PublicationId) -> Answer<Option<Timestamp>> {
        Ok(coupure_sync::embargo_end(&self.store.publication(id)?))
    }

    /// A moment in the time zone of a blog, as one says it: *Wednesday 3 February 2027, 08:00,
    /// Paris time*.
    pub fn say_on_blog(&self, at: Timestamp, blog: BlogId) -> Answer<String> {
        Ok(say(at, &zone(&self.store.blog(blog)?)))
    }

    /// When a file said that its post is to appear, if that is still to come.
    pub fn date_to_come(&self, draft: DraftId, blog: Option<BlogId>) -> Answer<Option<Timestamp>> {
        let date = self.store.draft(draft)?.content.date;
        if date.trim().is_empty() {
            return Ok(None);
        }
        let at = self.time_on_blog(&date, Some((draft, blog)))?;
        Ok((at > self.now()).then_some(at))
    }
}

/// The blog's time zone: an IANA name or a fixed offset; UTC where neither is understood.
pub(crate) fn zone(blog: &Blog) -> TimeZone {
    if let Ok(zone) = TimeZone::get(&blog.time_zone) {
        return zone;
    }
    jiff::fmt::temporal::DateTimeParser::new()
        .parse_time_zone(&blog.time_zone)
        .unwrap_or(TimeZone::UTC)
}

fn latest(text: &str, zones: impl Iterator<Item = TimeZone>) -> Answer<Timestamp> {
    let meant = zones.map(|zone| {
        let (first, twice) = read_time(text, &zone)?;
        let local = first.to_zoned(zone.clone()).datetime();
        // Of an hour that comes twice, the second.
        let second = zone.to_ambiguous_timestamp(local).later().ok().filter(|_| twice);
        Ok(second.unwrap_or(first))
    });
    let meant: Vec<Timestamp> = meant.collect::<Answer<_>>()?;
    match meant.into_iter().max() {
        Some(at) => Ok(at),
        None => Ok(read_time(text, &TimeZone::system())?.0),
    }
}

/// Of a front matter: empty, or a date in any time zone.
pub(crate) fn must_be_a_date(text: &str) -> Answer<()> {
    if text.trim().is_empty() || read_time(text, &TimeZone::UTC).is_ok() {
        return Ok(());
    }
    Err(Problem::new(
        Code::FrontMatterInvalid,
        format!(
            "“{text}” in the front matter is no date; write it as 2027-02-03 or 2027-02-03T08:00."
        ),
    ))
}

/// *Wednesday 3 February 2027, 08:00, Paris time*; by the offset where the zone has no name.
fn say(at: Timestamp, zone: &TimeZone) -> String {
    let local = at.to_zoned(zone.clone());
    let place = match zone.iana_name() {
        Some(name) if name.contains('/') && !name.starts_with("Etc/") => {
            let city = name.rsplit('/').next().unwrap_or(name).replace('_', " ");
            format!("{city} time")
        }
        _ if zone.iana_name() == Some("UTC") || local.offset() == jiff::tz::Offset::UTC => {
            "UTC".into()
        }
        _ => format!("UTC{}", local.strftime("%:z")),
    };
    format!("{}, {place}", local.strftime("%A %-d %B %Y, %H:%M"))
}

/// The moment, and whether clocks show that hour twice.
fn read_time(text: &str, zone: &TimeZone) -> Answer<(Timestamp, bool)> {
    let text = text.trim();
    if let Ok(at) = text.parse::<Timestamp>() {
        return Ok((at, false));
    }
    let local = text
        .parse::<civil::DateTime>()
        .or_else(|_| text.parse::<civil::Date>().map(|date| date.at(0, 0, 0, 0)))
        .map_err(|_| {
            Problem::new(
                Code::BadArgument,
                format!("“{text}” is no date; write it as 2027-02-03 or 2027-02-03T08:00."),
            )
        })?;
    let known = zone.to_ambiguous_timestamp(local);
    let out_of_range =
        |error: jiff::Error| Problem::new(Code::BadArgument, format!("“{text}”: {error}."));
    match known.offset() {
        jiff::tz::AmbiguousOffset::Gap { .. } => {
            // As much later as it stands in the gap: what clocks show once they are put forward.
            let next = known.later().map_err(out_of_range)?.to_zoned(zone.clone()).datetime();
            let shown = next.strftime("%Y-%m-%dT%H:%M");
            let sentence = format!(
                "“{text}” does not exist: the clocks are put forward on that day. The hour that \
                 takes its place is {shown}."
            );
            Err(Problem::new(Code::BadArgument, sentence).with("instead", shown))
        }
        // Of an hour that comes twice, the first.
        jiff::tz::AmbiguousOffset::Fold { .. } => {
            Ok((known.earlier().map_err(out_of_range)?, true))
        }
        jiff::tz::AmbiguousOffset::Unambiguous { .. } => {
            Ok((known.earlier().map_err(out_of_range)?, false))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paris() -> TimeZone {
        TimeZone::get("Europe/Paris").unwrap()
    }

    #[test]
    fn a_time_without_an_offset_is_the_blogs_own() {
        let (at, _) = read_time("2027-02-03T08:00", &paris()).unwrap();
        assert_eq!(at.to_string(), "2027-02-03T07:00:00Z");
        let (day, _) = read_time("2027-07-01", &paris()).unwrap();
        assert_eq!(day.to_string(), "2027-06-30T22:00:00Z");
        let (exact, _) = read_time("2027-02-03T08:00:00+05:00", &paris()).unwrap();
        assert_eq!(exact.to_string(), "2027-02-03T03:00:00Z");
    }

    #[test]
    fn an_hour_that_does_not_exist_is_refused_and_one_that_comes_twice_is_the_first() {
        let refused = read_time("2027-03-28T02:30", &paris()).unwrap_err();
        assert_eq!(refused.params["instead"], "2027-03-28T03:30", "and what takes its place");
        let (at, twice) = read_time("2027-10-31T02:30", &paris()).unwrap();
        assert_eq!((at.to_string().as_str(), twice), ("2027-10-31T00:30:00Z", true));
        assert!(!read_time("2027-10-31T03:30", &paris()).unwrap().1);
        assert!(read_time("demain", &paris()).is_err());
    }

    #[test]
    fn an_embargo_ends_early_in_no_zone() {
        let zones = |names: &[&str]| {
            let zones: Vec<_> = names.iter().map(|name| TimeZone::get(name).unwrap()).collect();
            zones.into_iter()
        };
        let until = |text, names: &[&str]| latest(text, zones(names)).unwrap().to_string();
        let three = ["Asia/Tokyo", "America/Cayenne", "Europe/Paris"];
        assert_eq!(until("2026-12-25T08:00", &three), "2026-12-25T11:00:00Z");
        assert_eq!(until("2026-12-25T08:00", &["Asia/Tokyo"]), "2026-12-24T23:00:00Z");
        assert_eq!(until("2026-12-25T08:00:00+01:00", &three), "2026-12-25T07:00:00Z");
        assert_eq!(until("2027-10-31T02:30", &["Europe/Paris"]), "2027-10-31T01:30:00Z");
        assert!(latest("demain", zones(&three)).is_err());
    }

    #[test]
    fn a_fixed_offset_is_a_time_zone_too() {
        let zone =
            |text: &str| jiff::fmt::temporal::DateTimeParser::new().parse_time_zone(text).unwrap();
        let (at, _) = read_time("2027-02-03T08:00", &zone("+02:00")).unwrap();
        assert_eq!(at.to_string(), "2027-02-03T06:00:00Z");
    }
    #[test]
    fn a_moment_is_said_in_words_with_its_place() {
        let at = "2027-02-03T07:00:00Z".parse().unwrap();
        assert_eq!(say(at, &paris()), "Wednesday 3 February 2027, 08:00, Paris time");
        let fixed = jiff::tz::Offset::constant(-3).to_time_zone();
        assert_eq!(say(at, &fixed), "Wednesday 3 February 2027, 04:00, UTC-03:00");
        assert_eq!(say(at, &TimeZone::UTC), "Wednesday 3 February 2027, 07:00, UTC");
    }
}
