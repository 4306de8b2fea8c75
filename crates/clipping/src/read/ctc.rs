//! From the recogniser's probabilities to characters: greedy CTC decoding.

/// A decoded character, at which time step it was surest, and how sure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Seen {
    pub character: char,
    pub step: usize,
    pub confidence: f32,
}

/// Decodes `steps` rows of `characters.len()` probabilities: per step the class of greatest
/// weight × probability, repeats collapsed, blanks (`None`) dropped.
pub fn decode(probabilities: &[f32], characters: &[Option<char>], weights: &[f32]) -> Vec<Seen> {
    let mut seen: Vec<Seen> = Vec::new();
    let mut before = 0;
    for (step, row) in probabilities.chunks_exact(characters.len()).enumerate() {
        let mut best = 0;
        let mut best_value = f32::MIN;
        for (class, (&p, &w)) in row.iter().zip(weights).enumerate() {
            if p * w > best_value {
                best_value = p * w;
                best = class;
            }
        }
        if let Some(character) = characters[best] {
            let confidence = row[best].clamp(0.0, 1.0);
            match seen.last_mut() {
                Some(last) if best == before => {
                    if confidence > last.confidence {
                        last.confidence = confidence;
                        last.step = step;
                    }
                }
                _ => seen.push(Seen { character, step, confidence }),
            }
        }
        before = best;
    }
    seen
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALPHABET: [Option<char>; 4] = [None, Some('a'), Some('é'), Some(' ')];

    /// One row per digit: that class is nearly sure.
    fn rows(classes: &[usize]) -> Vec<f32> {
        classes
            .iter()
            .flat_map(|&sure| (0..4).map(move |class| if class == sure { 0.97 } else { 0.01 }))
            .collect()
    }

    fn text(classes: &[usize]) -> String {
        decode(&rows(classes), &ALPHABET, &[1.0; 4]).iter().map(|s| s.character).collect()
    }

    #[test]
    fn repeats_collapse_and_a_blank_parts_two_equal_letters() {
        assert_eq!(text(&[0, 1, 1, 0, 1, 2, 2, 3, 0]), "aaé ");
        assert_eq!(text(&[0, 0]), "");
        assert_eq!(text(&[]), "");
    }

    #[test]
    fn a_character_stands_where_it_was_surest() {
        let mut probabilities = rows(&[0, 1, 1, 1, 0]);
        probabilities[2 * 4 + 1] = 0.99;
        let seen = decode(&probabilities, &ALPHABET, &[1.0; 4]);
        assert_eq!(seen, [Seen { character: 'a', step: 2, confidence: 0.99 }]);
    }

    #[test]
    fn a_foreign_letter_has_to_be_seen_more_clearly() {
        let row = [0.0, 0.4, 0.6, 0.0];
        assert_eq!(decode(&row, &ALPHABET, &[1.0, 1.0, 0.3, 1.0])[0].character, 'a');
        assert_eq!(decode(&row, &ALPHABET, &[1.0; 4])[0].character, 'é');
    }
}
