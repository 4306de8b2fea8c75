//! Words compared whatever their case and accents, and whatever the reading took for what.

/// Lower case, without accents and marks: `Févr.` is `fevr`.
pub fn fold(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    for c in word.chars().flat_map(char::to_lowercase) {
        match c {
            'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' => out.push('a'),
            'ç' => out.push('c'),
            'è' | 'é' | 'ê' | 'ë' => out.push('e'),
            'ì' | 'í' | 'î' | 'ï' => out.push('i'),
            'ñ' => out.push('n'),
            'ò' | 'ó' | 'ô' | 'õ' | 'ö' => out.push('o'),
            'ù' | 'ú' | 'û' | 'ü' => out.push('u'),
            'œ' => out.push_str("oe"),
            'æ' => out.push_str("ae"),
            'ß' => out.push_str("ss"),
            '\u{300}'..='\u{36f}' => {}
            c if c.is_alphanumeric() => out.push(c),
            _ => {}
        }
    }
    out
}

/// A folded word with the digits that stand for letters put right: `0ctobre`, `jui11et`.
pub fn letters(folded: &str) -> String {
    let letter = |c| match c {
        '0' => 'o',
        '1' => 'l',
        '5' => 's',
        '8' => 'b',
        '6' => 'e',
        c => c,
    };
    folded.chars().map(letter).collect()
}

/// A number as printed, letters that stand for digits put right (`l2`, `2O16`); `None` where there
/// is no true digit or something else.
pub fn number(token: &str) -> Option<u16> {
    if !token.chars().any(|c| c.is_ascii_digit()) || token.chars().count() > 4 {
        return None;
    }
    let digit = |c| match c {
        'O' | 'o' | 'Q' | 'D' => '0',
        'l' | 'I' | 'i' | '|' | '!' => '1',
        'Z' | 'z' => '2',
        'S' | 's' => '5',
        'B' => '8',
        c => c,
    };
    token.chars().map(digit).collect::<String>().parse().ok()
}

/// Whether one letter more, less or other makes one word of the other.
pub fn nearly(one: &str, other: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    if one.len().abs_diff(other.len()) > 1 {
        return false;
    }
    let same = one.iter().zip(&other).take_while(|(a, b)| a == b).count();
    let (one, other) = (&one[same..], &other[same..]);
    match one.len().cmp(&other.len()) {
        std::cmp::Ordering::Equal => {
            one.get(1..).unwrap_or_default() == other.get(1..).unwrap_or_default()
        }
        std::cmp::Ordering::Less => one == &other[1..],
        std::cmp::Ordering::Greater => &one[1..] == other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_folded_and_slips_of_the_reading_put_right() {
        assert_eq!(fold("Févr."), "fevr");
        assert_eq!(letters(&fold("0ctobre")), "octobre");
        for (printed, value) in [("l2", 12), ("2O16", 2016), ("3", 3)] {
            assert_eq!(number(printed), Some(value), "{printed}");
        }
        for other in ["", "lO", "12a", "20160", "Oslo"] {
            assert_eq!(number(other), None, "{other}");
        }
    }

    #[test]
    fn one_letter_is_nearly_none() {
        for (one, other) in
            [("octobre", "oetobre"), ("octobre", "octobr"), ("mars", "mars"), ("", "a")]
        {
            assert!(nearly(one, other) && nearly(other, one), "{one} {other}");
        }
        assert!(!nearly("juin", "juillet") && !nearly("octobre", "oetobro"));
    }
}
