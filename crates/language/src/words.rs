//! Counting words.

/// Words of a text as a word processor counts them: runs between white space (no-break spaces
/// count as white space) that hold a letter or a digit. Sets French marks such as ` !` apart.
pub fn count_words(text: &str) -> u32 {
    let words = text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric));
    u32::try_from(words.count()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_that_stand_alone_are_no_words() {
        assert_eq!(count_words("« Où vas-tu\u{202f}? » — demanda l’autre\u{a0}: ici."), 5);
        assert_eq!(count_words(" \n "), 0);
    }
}
