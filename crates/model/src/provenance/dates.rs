//! The date of issue among the words of a line.

use std::ops::Range;

use crate::{Date, Language};

use super::{
    calendar::{month, weekday},
    fold::{fold, number},
};

/// No newspaper is older; the Gregorian calendar is some decades more.
const YEARS: Range<i16> = 1600..2101;
/// An edition of several days (a weekend, a week of holidays) names so many at most.
const DAYS_MAX: i8 = 7;

/// A date as it is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Printed {
    pub date: Date,
    /// Whether the weekday beside it is the date's; `None`: none is printed.
    pub weekday_agrees: Option<bool>,
}

/// The first date of a line, and the words that it takes up. An edition of two days (`samedi 28 et
/// dimanche 29 octobre 2016`) has the date of the first.
pub fn find(words: &[&str], language: Language) -> Option<(Printed, Range<usize>)> {
    (0..words.len())
        .find_map(|at| in_figures(words, at, language).or_else(|| in_words(words, at, language)))
}

/// `28/10/2016`, `28.10.16`, `2016-10-28`.
fn in_figures(words: &[&str], at: usize, language: Language) -> Option<(Printed, Range<usize>)> {
    let parts: Vec<&str> = words[at].trim_end_matches('.').split(['/', '.', '-']).collect();
    let [first, second, third] = parts.as_slice() else { return None };
    let (first, second, third) = (number(first)?, number(second)?, number(third)?);
    let (from, weekday) = weekday_before(words, at, language);
    let date = |year: u16, month: u16, day: u16| {
        let year = if year < 100 { of_this_age(year) } else { year };
        dated(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?)
    };
    let found = if first > 31 {
        date(first, second, third)
    } else {
        let (by_day, by_month) = (date(third, second, first), date(third, first, second));
        match (by_day, by_month) {
            // English papers write either; the weekday tells, or nothing does.
            (Some(one), Some(other)) if language == Language::English && one != other => {
                let day = weekday?;
                [one, other].into_iter().find(|date| weekday_of(*date) == day)
            }
            (Some(one), _) => Some(one),
            (None, other) => other.filter(|_| language == Language::English),
        }
    }?;
    Some((printed(found, weekday), from..at + 1))
}

/// `Vendredi 28 octobre 2016`, `1er mars 2016`, `October 28th, 2016`, `28 de octubre de 2016`.
fn in_words(words: &[&str], at: usize, language: Language) -> Option<(Printed, Range<usize>)> {
    let month = month(words[at], language)?;
    let before = skip_back(words, at);
    if let Some(day) = before.and_then(|before| day(words[before])) {
        let before = before?;
        let (year, end) = year_after(words, at + 1, language)?;
        let (day, start) = first_day(words, before, day, language);
        let (from, weekday) = weekday_before(words, start, language);
        let date = dated(year, month, day)?;
        return Some((printed(date, weekday), from..end));
    }
    // The month first, as English papers print it.
    let day_at = at + 1;
    let day = day(words.get(day_at)?)?;
    let year = year(words.get(day_at + 1)?)?;
    let (from, weekday) = weekday_before(words, at, language);
    Some((printed(dated(year, month, day)?, weekday), from..day_at + 2))
}

/// The first of several days, and its place: `28-29`, `28 et dimanche 29`, `28 & 29`.
fn first_day(words: &[&str], last_at: usize, last: i8, language: Language) -> (i8, usize) {
    let earlier = |first: i8| first < last && last - first < DAYS_MAX;
    let token = words[last_at];
    if let Some((first, _)) = token.split_once(['-', '–', '/'])
        && let Some(first) = day(first).filter(|first| earlier(*first))
    {
        return (first, last_at);
    }
    let mut before = last_at;
    let step = |before: &mut usize, holds: &dyn Fn(&str) -> bool| {
        let is = *before > 0 && holds(words[*before - 1]);
        *before -= usize::from(is);
        is
    };
    step(&mut before, &|word| weekday(word, language).is_some());
    let joined = step(&mut before, &|word| {
        ["et", "and", "und", "y", "e", "ed", "en", "au"].contains(&fold(word).as_str())
            || ["-", "–", "—", "&", "/"].contains(&word)
    });
    match before.checked_sub(1).and_then(|at| Some((day(words[at])?, at))) {
        Some((first, at)) if joined && earlier(first) => (first, at),
        _ => (last, last_at),
    }
}

/// The year after a month, at once or after a second date: `31 octobre et dimanche 1er novembre
/// 2020`; and where the date ends.
fn year_after(words: &[&str], at: usize, language: Language) -> Option<(i16, usize)> {
    let at = at + usize::from(words.get(at).is_some_and(|word| is_of(word)));
    if let Some(year) = words.get(at).and_then(|word| year(word)) {
        return Some((year, at + 1));
    }
    let second = (at..words.len().min(at + 4)).find(|&i| month(words[i], language).is_some())?;
    let has_day = skip_back(words, second).is_some_and(|i| i >= at && day(words[i]).is_some());
    let at = second + 1 + usize::from(words.get(second + 1).is_some_and(|word| is_of(word)));
    let year = year(words.get(at).filter(|_| has_day)?)?;
    Some((year, at + 1))
}

/// The word before, but for a preposition.
fn skip_back(words: &[&str], at: usize) -> Option<usize> {
    let before = at.checked_sub(1)?;
    if is_of(words[before]) { before.checked_sub(1) } else { Some(before) }
}

fn is_of(word: &str) -> bool {
    ["de", "del", "di", "of", "the"].contains(&fold(word).as_str())
}

fn weekday_before(words: &[&str], at: usize, language: Language) -> (usize, Option<i8>) {
    let skip = |at: usize| {
        let article = ["le", "den", "der", "the", "el", "il"];
        at.checked_sub(1).filter(|&before| article.contains(&fold(words[before]).as_str()))
    };
    let near =
        at.checked_sub(1).and_then(|before| Some((before, weekday(words[before], language)?)));
    let far = || {
        let before = skip(at)?.checked_sub(1)?;
        Some((before, weekday(words[before], language)?))
    };
    match near.or_else(far) {
        Some((from, day)) => (from, Some(day)),
        None => (at, None),
    }
}

/// `28`, `1er`, `28.`, `28th`, `1º`, `l2`; of `28-29` the last.
fn day(word: &str) -> Option<i8> {
    let word = word.rsplit(['-', '–', '/']).next()?.trim_end_matches('.');
    let bare = ["er", "ER", "st", "nd", "rd", "th", "º", "°", "ª"]
        .iter()
        .find_map(|end| word.strip_suffix(end))
        .unwrap_or(word);
    let day = number(bare).or_else(|| (bare == "l" || bare == "I").then_some(1))?;
    i8::try_from(day).ok().filter(|day| (1..=31).contains(day))
}

fn year(word: &str) -> Option<i16> {
    let word = word.trim_end_matches('.');
    let year = i16::try_from(number(word)?).ok()?;
    (word.chars().count() == 4 && YEARS.contains(&year)).then_some(year)
}

/// Of two figures: no newspaper that is photographed today is of the seventies to come.
fn of_this_age(year: u16) -> u16 {
    if year < 70 { 2000 + year } else { 1900 + year }
}

fn dated(year: i16, month: i8, day: i8) -> Option<Date> {
    YEARS.contains(&year).then(|| Date::new(year, month, day).ok())?
}

fn weekday_of(date: Date) -> i8 {
    date.weekday().to_monday_zero_offset()
}

fn printed(date: Date, weekday: Option<i8>) -> Printed {
    Printed { date, weekday_agrees: weekday.map(|day| weekday_of(date) == day) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(line: &str, language: Language) -> Option<(String, Option<bool>)> {
        let words: Vec<&str> = line.split_whitespace().collect();
        let (printed, _) = find(&words, language)?;
        Some((printed.date.to_string(), printed.weekday_agrees))
    }

    fn french(line: &str) -> Option<(String, Option<bool>)> {
        of(line, Language::French)
    }

    #[test]
    fn french_dates_are_read_however_they_are_printed() {
        for (line, date, agrees) in [
            ("Vendredi 28 octobre 2016", "2016-10-28", Some(true)),
            ("VENDREDI 28 OCTOBRE 2016", "2016-10-28", Some(true)),
            ("Vend. 28 oct. 2016", "2016-10-28", Some(true)),
            ("28 oct. 2016", "2016-10-28", None),
            ("28/10/2016", "2016-10-28", None),
            ("ven. 28/10/16", "2016-10-28", Some(true)),
            ("28.10.2016", "2016-10-28", None),
            ("2016-10-28", "2016-10-28", None),
            ("Mardi 1er mars 2016", "2016-03-01", Some(true)),
            ("Samedi 29 et dimanche 30 octobre 2016", "2016-10-29", Some(true)),
            ("Samedi 29 - dimanche 30 octobre 2016", "2016-10-29", Some(true)),
            ("Samedi 29-30 octobre 2016", "2016-10-29", Some(true)),
            ("Samedi 31 octobre et dimanche 1er novembre 2020", "2020-10-31", Some(true)),
            ("Le Maine Libre Vendredi 28 octobre 2016 3", "2016-10-28", Some(true)),
        ] {
            assert_eq!(french(line), Some((date.into(), agrees)), "{line}");
        }
    }

    #[test]
    fn slips_of_the_reading_do_not_hide_a_date() {
        for line in [
            "Vendredi 28 0ctobre 2016",
            "Vendredi 28 oetobre 2O16",
            "Vendredl 2B octobre 2016",
            "vendredi 28 octobre 20l6",
        ] {
            assert_eq!(french(line), Some(("2016-10-28".into(), Some(true))), "{line}");
        }
        assert_eq!(french("Mercredi l2 avril 2017"), Some(("2017-04-12".into(), Some(true))));
        assert_eq!(french("Mardi ler mars 2016"), Some(("2016-03-01".into(), Some(true))));
    }

    #[test]
    fn a_weekday_that_is_not_the_dates_is_told() {
        assert_eq!(french("Samedi 28 octobre 2016"), Some(("2016-10-28".into(), Some(false))));
    }

    #[test]
    fn what_is_no_date_is_none() {
        for line in [
            "",
            "Vendredi 28 octobre",
            "31 février 2016",
            "le 12 de la rue de Mars 2016",
            "99/99/2016",
            "N° 22 345",
            "octobre 2016",
            "1.10 €",
        ] {
            assert_eq!(french(line), None, "{line}");
        }
    }

    #[test]
    fn dates_are_read_in_every_language() {
        for (line, language) in [
            ("Friday, October 28, 2016", Language::English),
            ("Friday October 28th, 2016", Language::English),
            ("Friday 28 October 2016", Language::English),
            ("Friday the 28th of October 2016", Language::English),
            ("Freitag, 28. Oktober 2016", Language::German),
            ("Freitag, den 28. Okt. 2016", Language::German),
            ("viernes 28 de octubre de 2016", Language::Spanish),
            ("Viernes, 28 de octubre del 2016", Language::Spanish),
            ("Venerdì 28 ottobre 2016", Language::Italian),
            ("sexta-feira, 28 de outubro de 2016", Language::Portuguese),
            ("SEXTA-FEIRA 28 OUT 2016", Language::Portuguese),
            ("vrijdag 28 oktober 2016", Language::Dutch),
        ] {
            let line = line.replace(',', " ");
            assert_eq!(of(&line, language), Some(("2016-10-28".into(), Some(true))), "{line}");
        }
    }

    #[test]
    fn an_english_date_in_figures_that_reads_both_ways_is_told_by_its_weekday() {
        let english = |line| of(line, Language::English);
        assert_eq!(english("03/04/2016"), None);
        assert_eq!(english("Monday 04/03/2017"), Some(("2017-04-03".into(), Some(true))));
        assert_eq!(english("10/28/2016"), Some(("2016-10-28".into(), None)));
    }
}
