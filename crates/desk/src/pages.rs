//! Which pages of a file are taken in.

use coupure_clipping::Error;
use coupure_model::{Code, Problem};

use crate::Answer;

/// Of a longer document the author says which: nobody wants five hundred clippings by accident.
const UNASKED_MAX: u32 = 24;
/// At once, even when asked for.
const ASKED_MAX: usize = 100;

/// The pages wanted, from 0, each once and in order. `chosen`: numbers from 1 and ranges of them
/// (`1,4-6`); `None` or blank: all.
///
/// # Errors
/// `too_many_pages`, `page_missing`, `bad_argument`.
pub(crate) fn wanted(chosen: Option<&str>, pages: u32) -> Answer<Vec<u32>> {
    let Some(chosen) = chosen.map(str::trim).filter(|chosen| !chosen.is_empty()) else {
        return if pages <= UNASKED_MAX {
            Ok((0..pages).collect())
        } else {
            Err(too_many(pages, UNASKED_MAX as usize))
        };
    };
    let mut wanted = Vec::new();
    for part in chosen.split([',', ';']).map(str::trim).filter(|part| !part.is_empty()) {
        let (first, last) = part.split_once(['-', '–']).unwrap_or((part, part));
        let number = |text: &str| text.trim().parse::<u32>().map_err(|_| unreadable(part));
        let (first, last) = (number(first)?, number(last)?);
        if first == 0 || first > last {
            return Err(unreadable(part));
        }
        if last > pages {
            return Err(Error::PageMissing { page: last - 1, pages }.problem());
        }
        for page in first - 1..last {
            if !wanted.contains(&page) {
                wanted.push(page);
            }
            if wanted.len() > ASKED_MAX {
                return Err(too_many(pages, ASKED_MAX));
            }
        }
    }
    if wanted.is_empty() { Err(unreadable(chosen)) } else { Ok(wanted) }
}

fn too_many(pages: u32, most: usize) -> Problem {
    Problem::new(
        Code::TooManyPages,
        format!(
            "This file has {pages} pages; at most {most} are taken at once. Say which ones, as in \
             1,4-6 (on the command line with --pages)."
        ),
    )
    .with("pages", pages)
    .with("max", most)
}

fn unreadable(part: &str) -> Problem {
    Problem::new(
        Code::BadArgument,
        format!("“{part}” names no pages. Write numbers and ranges, as in 1,4-6."),
    )
    .with("value", part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_named_by_number_and_range_and_a_long_document_has_to_be_asked_about() {
        assert_eq!(wanted(None, 3), Ok(vec![0, 1, 2]));
        assert_eq!(wanted(Some(" 2, 4–5,2 "), 5), Ok(vec![1, 3, 4]));
        let code = |chosen, pages| wanted(chosen, pages).unwrap_err().code;
        assert_eq!(code(None, 500), Code::TooManyPages);
        assert_eq!(code(Some("1-500"), 500), Code::TooManyPages);
        assert_eq!(code(Some("7"), 5), Code::PageMissing);
        for nonsense in ["0", "3-2", "x", ",", "-", "4294967296"] {
            assert_eq!(code(Some(nonsense), 5), Code::BadArgument, "{nonsense}");
        }
    }
}
