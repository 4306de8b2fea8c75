//! How far a text that was read is from the truth.
//!
//! Scoring as in the literature on recognition: NFC texts, quotes, dashes and ellipses folded,
//! spaces before punctuation dropped, white space as one space; the character error rate is the
//! edit distance divided by the length of the truth.

pub mod newspaper;
pub mod order;

use unicode_normalization::UnicodeNormalization;

/// Edit distance over the characters that count, and how many of these the truth has.
pub fn character_errors(read: &str, truth: &str) -> (usize, usize) {
    let (read, truth) = (folded(read), folded(truth));
    (distance(&read, &truth), truth.len())
}

/// Of two texts as heaps of words, the harmonic mean of the share of the read ones that are true
/// and of the true ones that were read.
pub fn words_f1(read: &str, truth: &str) -> f64 {
    let words = |text: &str| -> Vec<String> {
        let text: String = folded(text).into_iter().collect();
        let mut words: Vec<String> = text
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_lowercase)
            .collect();
        words.sort_unstable();
        words
    };
    let (read, truth) = (words(read), words(truth));
    let (mut i, mut j, mut common) = (0, 0, 0);
    while let (Some(a), Some(b)) = (read.get(i), truth.get(j)) {
        common += usize::from(a == b);
        i += usize::from(a <= b);
        j += usize::from(b <= a);
    }
    2.0 * common as f64 / (read.len() + truth.len()).max(1) as f64
}

/// Edit distance over characters, divided by the truth's length.
pub fn character_error_rate(read: &str, truth: &str) -> f64 {
    let (read, truth) = (folded(read), folded(truth));
    distance(&read, &truth) as f64 / truth.len().max(1) as f64
}

/// Of the accented letters and ligatures of the truth, the share that is in what was read.
pub fn accents_kept(read: &str, truth: &str) -> f64 {
    let count = |text: &[char], c: char| text.iter().filter(|&&found| found == c).count();
    let (read, truth) = (folded(read), folded(truth));
    let accented: std::collections::BTreeSet<char> =
        truth.iter().copied().filter(|c| c.is_alphabetic() && !c.is_ascii()).collect();
    let wanted: usize = accented.iter().map(|&c| count(&truth, c)).sum();
    let kept: usize = accented.iter().map(|&c| count(&truth, c).min(count(&read, c))).sum();
    kept as f64 / wanted.max(1) as f64
}

/// The characters that count.
pub fn folded(text: &str) -> Vec<char> {
    let mut out: Vec<char> = Vec::with_capacity(text.len());
    for c in text.replace("...", "…").nfc() {
        let c = match c {
            '«' | '»' | '“' | '”' | '„' => '"',
            '‘' | '’' | '‛' | '′' | '`' | '´' => '\'',
            '–' | '—' | '―' | '−' | '‐' | '‑' => '-',
            c if c.is_whitespace() => ' ',
            c => c,
        };
        match (c, out.last()) {
            (' ', None | Some(' ' | '"')) => {}
            (';' | ':' | '!' | '?' | '"' | '.' | ',' | '…' | ')', Some(' ')) => {
                out.pop();
                out.push(c);
            }
            _ => out.push(c),
        }
    }
    while out.last() == Some(&' ') {
        out.pop();
    }
    out
}

/// Levenshtein's.
pub fn distance<T: PartialEq>(a: &[T], b: &[T]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, to) in b.iter().enumerate() {
            let changed = diagonal + usize::from(from != to);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_its_own_truth_whatever_its_quotes_and_spaces() {
        assert_eq!(character_error_rate("« Oui » ; non…", "\"Oui\"; non..."), 0.0);
        assert_eq!(character_error_rate("e\u{301}te\u{301}", "été"), 0.0);
        assert_eq!(character_error_rate("", "abcd"), 1.0);
        assert!((character_error_rate("abxd", "abcd") - 0.25).abs() < 1e-9);
    }

    #[test]
    fn words_of_another_article_lower_the_measure_and_so_do_missing_ones() {
        assert_eq!(words_f1("l’été, à Brest", "À Brest l'été"), 1.0);
        assert!((words_f1("un deux trois quatre", "un deux") - 2.0 / 3.0).abs() < 1e-9);
        assert!((words_f1("un", "un deux") - 2.0 / 3.0).abs() < 1e-9);
    }

    #[test]
    fn a_lost_accent_is_counted() {
        assert_eq!(accents_kept("élève", "élève"), 1.0);
        assert!(accents_kept("eleve", "élève") < 0.01);
    }
}
