//! Addresses of pages: readable, in plain ASCII, the same on every file system.

/// Longer ones are cut at a word; file systems allow 255 bytes.
const LENGTH_MAX: usize = 80;

/// Names that the site or Windows needs for something else.
const RESERVED: [&str; 10] =
    ["pictures", "con", "prn", "aux", "nul", "com1", "com2", "lpt1", "lpt2", "index"];

/// The slug of a text; empty if nothing of it can be spelt.
pub fn slugify(text: &str) -> String {
    let mut slug = String::new();
    for word in words(text) {
        if !slug.is_empty() && slug.len() + 1 + word.len() > LENGTH_MAX {
            break;
        }
        if !slug.is_empty() {
            slug.push('-');
        }
        slug.push_str(&word);
    }
    slug.truncate(LENGTH_MAX);
    slug
}

/// The first of `slug`, `slug-2`, `slug-3`… that is neither reserved nor taken.
pub(super) fn free(slug: &str, taken: impl Fn(&str) -> bool) -> String {
    let is_free = |slug: &str| !RESERVED.contains(&slug) && !taken(slug);
    if is_free(slug) {
        return slug.into();
    }
    (2u32..)
        .map(|number| format!("{slug}-{number}"))
        .find(|slug| is_free(slug))
        .expect("only finitely many slugs are taken")
}

fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric() && !is_combining(c))
        .map(|word| {
            deunicode::deunicode(word)
                .chars()
                .filter(char::is_ascii_alphanumeric)
                .map(|c| c.to_ascii_lowercase())
                .collect::<String>()
        })
        .filter(|word| !word.is_empty())
        .collect()
}

/// Accents that stand beside their letter (decomposed text).
fn is_combining(c: char) -> bool {
    matches!(c, '\u{0300}'..='\u{036f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn french_is_spelt_without_accents() {
        assert_eq!(slugify("L’été d’Œdipe : « ça va ? »"), "l-ete-d-oedipe-ca-va");
        assert_eq!(slugify("e\u{301}te\u{301}"), "ete");
        assert_eq!(slugify("Straße nach Köln"), "strasse-nach-koln");
        assert_eq!(slugify("🎉 Fête 🎉"), "fete");
        assert_eq!(slugify("«…» 🎉"), "");
        assert_eq!(slugify("../../etc/passwd"), "etc-passwd");
    }

    #[test]
    fn a_long_title_is_cut_at_a_word() {
        let slug = slugify(&"anticonstitutionnellement ".repeat(20));
        assert!(slug.len() <= LENGTH_MAX && slug.ends_with("anticonstitutionnellement"), "{slug}");
        assert_eq!(slugify(&"a".repeat(500)).len(), LENGTH_MAX);
    }

    #[test]
    fn a_taken_or_reserved_slug_gets_a_number() {
        assert_eq!(free("ete", |slug| slug == "ete" || slug == "ete-2"), "ete-3");
        assert_eq!(free("pictures", |_| false), "pictures-2");
    }

    proptest::proptest! {
        #[test]
        fn a_slug_is_plain_and_stays_what_it_is(text in ".*") {
            let slug = slugify(&text);
            proptest::prop_assert!(
                slug.chars().all(|c| c.is_ascii_digit() || c.is_ascii_lowercase() || c == '-')
            );
            proptest::prop_assert_eq!(slugify(&slug), slug);
        }
    }
}
