//! Tags of HTML as they are written, before anything was made of them.

use std::ops::Range;

/// Where a tag ends, past quoted values.
pub fn tag_end(tag: &str) -> usize {
    let mut quote = None;
    for (at, c) in tag.char_indices() {
        match (quote, c) {
            (None, '>') => return at,
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if c == open => quote = None,
            _ => {}
        }
    }
    tag.len()
}

/// The attributes of a tag, from what follows its element's name on: where each name stands, and
/// each value, without quotes. One without a value has an empty range.
pub fn attributes(tag: &str) -> Vec<(Range<usize>, Range<usize>)> {
    let mut found = Vec::new();
    let idle = |c: char| c.is_ascii_whitespace() || c == '/';
    let past = |at: usize, stops: &dyn Fn(char) -> bool| {
        tag[at..].find(stops).map_or(tag.len(), |ahead| at + ahead)
    };
    let mut at = 0;
    loop {
        let from = past(at, &|c| !idle(c));
        let Some(first) = tag[from..].chars().next() else { return found };
        let end = past(from + first.len_utf8(), &|c| idle(c) || c == '=');
        let equals = past(end, &|c| !c.is_ascii_whitespace());
        if !tag[equals..].starts_with('=') {
            found.push((from..end, end..end));
            at = end;
            continue;
        }
        let value = past(equals + 1, &|c| !c.is_ascii_whitespace());
        let quote = tag[value..].chars().next().filter(|c| matches!(c, '"' | '\''));
        let range = match quote {
            Some(quote) => value + 1..past(value + 1, &|c| c == quote),
            None => value..past(value, &|c| c.is_ascii_whitespace()),
        };
        at = (range.end + usize::from(quote.is_some())).min(tag.len());
        found.push((from..end, range));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_found_however_they_are_quoted() {
        let tag = " a=\"1 2\"b='3>' c = 4/ d /e=";
        let found: Vec<_> =
            attributes(tag).into_iter().map(|(name, value)| (&tag[name], &tag[value])).collect();
        assert_eq!(found, [("a", "1 2"), ("b", "3>"), ("c", "4/"), ("d", ""), ("e", "")]);
        assert_eq!(attributes(" x=\"é").len(), 1);
    }
}
