//! Where a French word may be broken at a line's end: between syllables, as a typesetter does it.

/// Consonants that stay together before a vowel.
const TOGETHER: [&str; 24] = [
    "bl", "cl", "fl", "gl", "pl", "br", "cr", "dr", "fr", "gr", "pr", "tr", "vr", "ch", "ph", "th",
    "gn", "qu", "gu", "rh", "kr", "kl", "vl", "tl",
];

/// Byte offsets at which a hyphen may be put. At least two letters stay before it and three after.
pub(super) fn breaks(word: &str) -> Vec<usize> {
    let letters: Vec<(usize, char)> =
        word.char_indices().map(|(at, c)| (at, c.to_lowercase().next().unwrap_or(c))).collect();
    // A word with a hyphen, a figure or an apostrophe inside is broken nowhere but after the latter.
    let first = letters.iter().position(|(_, c)| c.is_alphabetic()).unwrap_or(0);
    let start = letters.iter().rposition(|(_, c)| *c == '’').map_or(first, |at| at + 1);
    let end = letters.iter().rposition(|(_, c)| c.is_alphabetic()).map_or(0, |at| at + 1);
    if start >= end || letters[start..end].iter().any(|(_, c)| !c.is_alphabetic()) {
        return Vec::new();
    }
    let is_vowel = |i: usize| "aeiouyàâäéèêëîïôöùûüœæ".contains(letters[i].1);
    let mut found = Vec::new();
    for i in start + 1..end {
        if is_vowel(i) || !is_vowel(i - 1) {
            continue;
        }
        // A run of consonants after a vowel; it must end in a vowel to make two syllables.
        let Some(run) = (i..end).position(is_vowel) else { break };
        let pair =
            |from: usize| -> String { letters[from..from + 2].iter().map(|l| l.1).collect() };
        let at = match run {
            0 => continue,
            // An x or a y between vowels sounds on both sides: it is broken on neither.
            1 if "xy".contains(letters[i].1) => continue,
            1 => i,
            // `qu` and `gu` count one consonant: the vowel is the next but one.
            _ if TOGETHER.contains(&pair(i + run - 2).as_str()) => i + run - 2,
            _ => i + run - 1,
        };
        if at >= start + 2 && at + 3 <= end {
            found.push(letters[at].0);
        }
    }
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use super::breaks;

    fn hyphenated(word: &str) -> String {
        let mut text = word.to_owned();
        for at in breaks(word).into_iter().rev() {
            text.insert(at, '-');
        }
        text
    }

    #[test]
    fn words_are_broken_between_syllables() {
        for (word, expected) in [
            ("charpentiers", "char-pen-tiers"),
            ("mécaniciens,", "mé-ca-ni-ciens,"),
            ("l’autorisation", "l’au-to-ri-sa-tion"),
            ("retranscription", "re-trans-crip-tion"),
            ("émerveillement", "émer-veil-le-ment"),
            ("manœuvre", "ma-nœu-vre"),
        ] {
            assert_eq!(hyphenated(word), expected);
        }
    }

    #[test]
    fn short_words_figures_and_compounds_stay_whole() {
        for word in ["quai", "1936,", "porte-bagages", "eau", "»"] {
            assert_eq!(breaks(word), Vec::<usize>::new(), "{word}");
        }
    }
}
