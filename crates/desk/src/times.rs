//! Dates as people write them, in a blog's time zone.

use coupure_model::{Blog, BlogId, Code, DraftId, Problem, Timestamp};
use jiff::{civil, tz::TimeZone};

use crate::{Answer, Desk};

impl Desk {
    /// Reads a date or a time. Without an offset it is in the time zone of the draft's blog, or
    /// of the one that new drafts are meant for; a date alone is its first moment.
    pub fn time_on_blog(
        &self,
        text: &str,
        draft: Option<(DraftId, Option<BlogId>)>,
    ) -> Answer<Timestamp> {
        let blog = match draft {
            Some((draft, blog)) => self.blog_for(draft, blog)?,
            None => self.usual_blog()?,
        };
        read_time(text, &zone(&self.store.blog(blog)?))
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

fn read_time(text: &str, zone: &TimeZone) -> Answer<Timestamp> {
    let text = text.trim();
    if let Ok(at) = text.parse::<Timestamp>() {
        return Ok(at);
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
    if matches!(known.offset(), jiff::tz::AmbiguousOffset::Gap { .. }) {
        return Err(Problem::new(
            Code::BadArgument,
            format!(
                "“{text}” does not exist on that day: the clocks are put forward. Choose another hour."
            ),
        ));
    }
    // Of an hour that comes twice, the first.
    known.earlier().map_err(|error| Problem::new(Code::BadArgument, format!("“{text}”: {error}.")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paris() -> TimeZone {
        TimeZone::get("Europe/Paris").unwrap()
    }

    #[test]
    fn a_time_without_an_offset_is_the_blogs_own() {
        let at = read_time("2027-02-03T08:00", &paris()).unwrap();
        assert_eq!(at.to_string(), "2027-02-03T07:00:00Z");
        let day = read_time("2027-07-01", &paris()).unwrap();
        assert_eq!(day.to_string(), "2027-06-30T22:00:00Z");
        let exact = read_time("2027-02-03T08:00:00+05:00", &paris()).unwrap();
        assert_eq!(exact.to_string(), "2027-02-03T03:00:00Z");
    }

    #[test]
    fn an_hour_that_does_not_exist_is_refused_and_one_that_comes_twice_is_the_first() {
        assert!(read_time("2027-03-28T02:30", &paris()).is_err());
        let twice = read_time("2027-10-31T02:30", &paris()).unwrap();
        assert_eq!(twice.to_string(), "2027-10-31T00:30:00Z");
        assert!(read_time("demain", &paris()).is_err());
    }

    #[test]
    fn a_fixed_offset_is_a_time_zone_too() {
        let zone =
            |text: &str| jiff::fmt::temporal::DateTimeParser::new().parse_time_zone(text).unwrap();
        let at = read_time("2027-02-03T08:00", &zone("+02:00")).unwrap();
        assert_eq!(at.to_string(), "2027-02-03T06:00:00Z");
    }
}
