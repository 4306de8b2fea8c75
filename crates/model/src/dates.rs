//! Dates as a language writes them.

use jiff::civil::Date;

use crate::Language;

/// `28 octobre 2026`, `1er février 2026`, `28. Oktober 2026`, `28 de octubre de 2026`; the day does not
/// part from its month.
pub fn date_in_words(date: Date, language: Language) -> String {
    let month = month_names(language)[usize::from(date.month().unsigned_abs()) - 1];
    let (day, year) = (date.day(), date.year());
    match language {
        Language::French if day == 1 => format!("1er\u{a0}{month} {year}"),
        Language::French | Language::English | Language::Italian | Language::Dutch => {
            format!("{day}\u{a0}{month} {year}")
        }
        Language::German => format!("{day}.\u{a0}{month} {year}"),
        Language::Spanish | Language::Portuguese => format!("{day}\u{a0}de {month} de {year}"),
    }
}

/// As they are written within a sentence, from January on.
pub fn month_names(language: Language) -> [&'static str; 12] {
    match language {
        Language::French => [
            "janvier",
            "février",
            "mars",
            "avril",
            "mai",
            "juin",
            "juillet",
            "août",
            "septembre",
            "octobre",
            "novembre",
            "décembre",
        ],
        Language::English => [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ],
        Language::German => [
            "Januar",
            "Februar",
            "März",
            "April",
            "Mai",
            "Juni",
            "Juli",
            "August",
            "September",
            "Oktober",
            "November",
            "Dezember",
        ],
        Language::Spanish => [
            "enero",
            "febrero",
            "marzo",
            "abril",
            "mayo",
            "junio",
            "julio",
            "agosto",
            "septiembre",
            "octubre",
            "noviembre",
            "diciembre",
        ],
        Language::Italian => [
            "gennaio",
            "febbraio",
            "marzo",
            "aprile",
            "maggio",
            "giugno",
            "luglio",
            "agosto",
            "settembre",
            "ottobre",
            "novembre",
            "dicembre",
        ],
        Language::Portuguese => [
            "janeiro",
            "fevereiro",
            "março",
            "abril",
            "maio",
            "junho",
            "julho",
            "agosto",
            "setembro",
            "outubro",
            "novembro",
            "dezembro",
        ],
        Language::Dutch => [
            "januari",
            "februari",
            "maart",
            "april",
            "mei",
            "juni",
            "juli",
            "augustus",
            "september",
            "oktober",
            "november",
            "december",
        ],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_written_as_the_language_writes_it() {
        let first = Date::constant(2026, 2, 1);
        assert_eq!(date_in_words(first, Language::French), "1er\u{a0}février 2026");
        assert_eq!(date_in_words(first, Language::English), "1\u{a0}February 2026");
        assert_eq!(date_in_words(first, Language::German), "1.\u{a0}Februar 2026");
        assert_eq!(
            date_in_words(Date::constant(2026, 12, 31), Language::Spanish),
            "31\u{a0}de diciembre de 2026"
        );
    }
}
