//! How the bodies of revisions are kept: a whole text now and then, and splices of it.
//!
//! Two versions of a draft mostly differ in one place. A revision names a text that never changes
//! and says which of its first and last bytes it takes, with its own words between. A splice is
//! always of a whole text, never of another splice, so that no chain has to hold.

/// Which part of a text is replaced, by what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Splice<'a> {
    pub head: usize,
    pub middle: &'a str,
    pub tail: usize,
}

impl<'a> Splice<'a> {
    /// All of the text as it is.
    pub fn whole(text: &str) -> Self {
        Self { head: text.len(), middle: "", tail: 0 }
    }

    /// The shortest splice that makes `body` of `text`.
    pub fn between(text: &str, body: &'a str) -> Self {
        let same = |(a, b): &(u8, u8)| a == b;
        let mut head = text.bytes().zip(body.bytes()).take_while(same).count();
        while !body.is_char_boundary(head) || !text.is_char_boundary(head) {
            head -= 1;
        }
        let (text_rest, body_rest) = (&text[head..], &body[head..]);
        let backwards = text_rest.bytes().rev().zip(body_rest.bytes().rev());
        let mut tail = backwards.take_while(same).count();
        while !body_rest.is_char_boundary(body_rest.len() - tail)
            || !text_rest.is_char_boundary(text_rest.len() - tail)
        {
            tail -= 1;
        }
        Self { head, middle: &body_rest[..body_rest.len() - tail], tail }
    }

    /// Small enough beside the body that a new whole text is not worth its place.
    pub fn is_small(&self) -> bool {
        self.middle.len() <= 256 + (self.head + self.middle.len() + self.tail) / 8
    }

    /// The body; `None` if the splice does not fit the text.
    pub fn body(&self, text: &str) -> Option<String> {
        let tail_start = text.len().checked_sub(self.tail)?;
        let (head, tail) = (text.get(..self.head)?, text.get(tail_start..)?);
        if self.head > tail_start {
            return None;
        }
        Some([head, self.middle, tail].concat())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_splice_makes_the_body_that_it_was_cut_for(
            head in "[aéœ😀\n]{0,8}", old in "[aéœ😀\n]{0,8}", new in "[aéœ😀\n]{0,8}", tail in "[aéœ😀\n]{0,8}",
        ) {
            let (text, body) = (format!("{head}{old}{tail}"), format!("{head}{new}{tail}"));
            let splice = Splice::between(&text, &body);
            prop_assert!(splice.middle.len() <= new.len());
            prop_assert_eq!(splice.body(&text), Some(body));
        }
    }

    #[test]
    fn a_splice_that_does_not_fit_its_text_makes_nothing() {
        for (head, tail) in [(1, 0), (9, 0), (0, 9), (3, 3)] {
            assert_eq!(Splice { head, middle: "x", tail }.body("éé"), None, "{head} {tail}");
        }
    }
}
