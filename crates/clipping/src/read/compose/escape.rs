//! What is read never becomes markup.

/// Text within a paragraph or a heading.
pub fn inline(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let chars: Vec<char> = text.chars().collect();
    for (i, &c) in chars.iter().enumerate() {
        let next = chars.get(i + 1).copied();
        let is_markup = match c {
            '\\' | '*' | '`' | '[' | ']' | '~' | '|' => true,
            // Within a word it marks nothing.
            '_' => {
                let before = i.checked_sub(1).map(|b| chars[b]);
                !(before.is_some_and(char::is_alphanumeric)
                    && next.is_some_and(char::is_alphanumeric))
            }
            '<' => next.is_some_and(|n| n.is_ascii_alphabetic() || "/!?".contains(n)),
            '&' => next.is_some_and(|n| n.is_ascii_alphabetic() || n == '#'),
            _ => false,
        };
        if is_markup {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// A whole paragraph: what opens it must not make a list, a heading, a quotation or a rule of it.
pub fn paragraph(text: &str) -> String {
    if let Some(speech) = speech(text) {
        return format!("— {}", inline(speech));
    }
    let escaped = inline(text);
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0 {
        let mut after = text[digits..].chars();
        if matches!(after.next(), Some('.' | ')')) && matches!(after.next(), None | Some(' ')) {
            return format!("{}\\{}", &escaped[..digits], &escaped[digits..]);
        }
        return escaped;
    }
    match text.chars().next() {
        Some('#' | '>' | '+' | '-' | '=' | ':') => format!("\\{escaped}"),
        _ => escaped,
    }
}

/// What is said, where a dash opens the paragraph: `- Oui` or `–Oui` or `— Oui`.
fn speech(text: &str) -> Option<&str> {
    let said = text.strip_prefix(['-', '–', '—'])?;
    let opens = said.chars().next()?;
    if opens == ' ' {
        let said = said.trim_start();
        return (!said.is_empty()).then_some(said);
    }
    (opens.is_uppercase() || "«“\"".contains(opens)).then_some(said)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dash_that_opens_speech_is_an_em_dash() {
        for text in ["- Oui, dit-il.", "-Oui, dit-il.", "– Oui, dit-il.", "—Oui, dit-il."] {
            assert_eq!(paragraph(text), "— Oui, dit-il.", "{text}");
        }
        assert_eq!(paragraph("-12 degrés"), "\\-12 degrés");
    }

    #[test]
    fn nothing_read_becomes_a_list_a_heading_a_quotation_or_a_rule() {
        for (text, escaped) in [
            ("1. Rue de la Paix", "1\\. Rue de la Paix"),
            ("1901. Une année", "1901\\. Une année"),
            ("3) un lot", "3\\) un lot"),
            ("3.50 francs", "3.50 francs"),
            ("# 12", "\\# 12"),
            ("> dix", "\\> dix"),
            ("+ ou moins", "\\+ ou moins"),
            ("---", "\\---"),
            ("* * *", "\\* \\* \\*"),
            ("===", "\\==="),
            ("[1]: note", "\\[1\\]: note"),
        ] {
            assert_eq!(paragraph(text), escaped);
        }
    }

    #[test]
    fn signs_of_markdown_within_a_text_are_escaped_and_others_left() {
        assert_eq!(
            inline("a*b `c` <b> R&D &amp; 3 < 4 & 5"),
            "a\\*b \\`c\\` \\<b> R\\&D \\&amp; 3 < 4 & 5"
        );
        assert_eq!(inline("snake_case _mot_"), "snake_case \\_mot\\_");
        assert_eq!(inline("L'été, « vu » !"), "L'été, « vu » !");
    }
}
