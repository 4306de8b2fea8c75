//! The pass itself: one walk over the characters, knowing what stands before and after.

use coupure_model::Language;

use crate::{
    Edit, OPAQUE, Spaces,
    marks::{ENGLISH_ELISIONS, Marks, Pair},
};

const NO_BREAK: char = '\u{A0}';
const NARROW_NO_BREAK: char = '\u{202F}';

pub fn run(text: &str, language: Language, options: &Spaces) -> Vec<Edit> {
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let mut pass = Pass {
        text,
        chars: &chars,
        language,
        options: *options,
        marks: Marks::of(language),
        depth: 0,
        brackets: 0,
        last_quote: text.rfind('"'),
        single_open: false,
        dash_first: false,
        last: None,
        edits: Vec::new(),
    };
    pass.walk();
    pass.edits
}

struct Pass<'t> {
    text: &'t str,
    chars: &'t [(usize, char)],
    language: Language,
    options: Spaces,
    marks: Marks,
    /// Double quotation marks that are open.
    depth: usize,
    /// Round brackets that are open.
    brackets: usize,
    /// Where the last straight quote stands.
    last_quote: Option<usize>,
    /// A single quotation mark of the kind that closes otherwise than an apostrophe is open.
    single_open: bool,
    /// Nothing but a dash stands before.
    dash_first: bool,
    /// The last character that was not white space, as it was written out.
    last: Option<char>,
    edits: Vec<Edit>,
}

impl Pass<'_> {
    fn walk(&mut self) {
        let mut i = 0;
        while i < self.chars.len() {
            let blank_from = i;
            while self.char_at(i).is_some_and(char::is_whitespace) {
                i += 1;
            }
            let Some(c) = self.char_at(i) else {
                self.widen_blanks(blank_from, i);
                break;
            };
            let spaced = i > blank_from;
            if (blank_from == 0 || spaced || !self.last.is_some_and(char::is_alphanumeric))
                && let Some(end) = self.address_end(i)
            {
                self.widen_blanks(blank_from, i);
                self.last = self.char_at(end - 1);
                i = end;
                continue;
            }
            let Replaced { text, taken } = self.replace(i, spaced);
            let first = text.as_ref().and_then(|t| t.chars().next()).unwrap_or(c);
            match self.space_before(first, i, taken, spaced) {
                Some(space) => self.put_space(blank_from, i, space),
                None => self.widen_blanks(blank_from, i),
            }
            let written = text.as_ref().and_then(|t| t.chars().last()).unwrap_or(c);
            if let Some(text) = text {
                let range = self.offset(i)..self.offset(i + taken);
                self.edits.push(Edit { range, text });
            }
            self.count(written, c == '"' || c == '`');
            self.dash_first = self.last.is_none() && written == '—';
            self.last = Some(written);
            i += taken;
        }
    }

    fn char_at(&self, i: usize) -> Option<char> {
        self.chars.get(i).map(|&(_, c)| c)
    }

    fn before(&self, i: usize) -> Option<char> {
        i.checked_sub(1).and_then(|i| self.char_at(i))
    }

    fn offset(&self, i: usize) -> usize {
        self.chars.get(i).map_or(self.text.len(), |&(at, _)| at)
    }

    fn starts(&self, i: usize, what: &str) -> bool {
        self.text[self.offset(i)..].starts_with(what)
    }

    fn french(&self) -> bool {
        self.language == Language::French
    }

    fn narrow(&self) -> char {
        if self.options.narrow { NARROW_NO_BREAK } else { NO_BREAK }
    }

    /// Keeps count of what is open. `straight`: the mark was made of a straight double quote.
    fn count(&mut self, written: char, straight: bool) {
        let Marks { outer, inner, single } = self.marks;
        // An apostrophe looks like a closing single mark: such marks count only where they were
        // made here of double quotes.
        let double = |pair: Pair| straight || pair != single;
        let opens = |c: char, pair: Pair| c == pair.open && double(pair);
        let closes = |c: char, pair: Pair| c == pair.close && double(pair);
        match written {
            '(' => self.brackets += 1,
            ')' => self.brackets = self.brackets.saturating_sub(1),
            c if opens(c, outer) || opens(c, inner) => self.depth += 1,
            c if closes(c, outer) || closes(c, inner) => self.depth = self.depth.saturating_sub(1),
            c if c == single.open => self.single_open = true,
            c if c == single.close => self.single_open = false,
            _ => {}
        }
    }

    /// The end of a web or mail address that begins at `i`: those are left as they are.
    fn address_end(&self, i: usize) -> Option<usize> {
        if !self.chars[i].1.is_ascii_alphanumeric() {
            return None;
        }
        let rest = &self.text[self.offset(i)..];
        let scheme = ["http://", "https://", "ftp://", "mailto:", "www."].iter().any(|scheme| {
            rest.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
        });
        if !scheme && !begins_with_mail_address(rest) {
            return None;
        }
        let stops = |c: char| {
            c.is_whitespace() || matches!(c, '"' | '<' | '>' | '«' | '»' | '“' | '”' | '’' | OPAQUE)
        };
        let word = rest.split(stops).next().unwrap_or(rest);
        let word = word.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', '\'', '…']);
        (!word.is_empty()).then(|| i + word.chars().count())
    }

    /// What stands instead of the characters from `i` on.
    fn replace(&self, i: usize, spaced: bool) -> Replaced {
        let c = self.chars[i].1;
        match c {
            '"' => Replaced::with(self.double_quote(i), 1),
            '`' if self.starts(i, "``") => Replaced::with(self.marks.at_depth(self.depth).open, 2),
            '\'' => Replaced::with(self.single_quote(i), 1),
            '.' if self.starts(i, "...") => Replaced::with('…', 3),
            '-' if self.starts(i, "---") => Replaced::with('—', 3),
            '-' if self.starts(i, "--") => Replaced::with('–', 2),
            '-' if self.alone(i, spaced) || self.between_years(i) => Replaced::with('–', 1),
            'x' if self.multiplies(i) => Replaced::with('×', 1),
            '(' if self.starts(i, "(tm)") => Replaced::with('™', 4),
            'W' if self.starts(i, "Wordpress") && self.begins_word(spaced) => {
                Replaced { text: Some("WordPress".into()), taken: 9 }
            }
            _ => Replaced { text: None, taken: 1 },
        }
    }

    /// Where WordPress, too, would correct its name.
    fn begins_word(&self, spaced: bool) -> bool {
        spaced || self.last.is_none_or(|c| matches!(c, '(' | '‘' | '“' | '«'))
    }

    /// A hyphen with white space on both sides is a dash; French puts some after « and before ».
    fn alone(&self, i: usize, spaced: bool) -> bool {
        let quoted = self.french() && self.last == Some('«');
        let spaced_after = self.char_at(i + 1).is_some_and(|next| {
            next.is_whitespace() || next == '»' && self.french() || next == '"' && quoted
        });
        (spaced || quoted) && self.last.is_some() && spaced_after
    }

    /// `1914-1918`: two years, the later one second.
    fn between_years(&self, i: usize) -> bool {
        let year = |from: usize| -> Option<u32> {
            let digits: String = (from..from + 4).filter_map(|i| self.char_at(i)).collect();
            let year = digits.parse().ok().filter(|_| digits.len() == 4)?;
            (1000..3000).contains(&year).then_some(year)
        };
        let ends = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric() && c != '-');
        let Some(from) = i.checked_sub(4) else { return false };
        let (Some(first), Some(second)) = (year(from), year(i + 1)) else { return false };
        first < second && ends(self.before(from)) && ends(self.char_at(i + 5))
    }

    /// `3x4`, `1,5x2`: what WordPress would set as a product, except `0x1F`.
    fn multiplies(&self, i: usize) -> bool {
        let number = |c: char| c.is_ascii_digit() || c == '.' || c == ',';
        let word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
        let mut from = i;
        while self.before(from).is_some_and(number) {
            from -= 1;
        }
        while from < i && !self.chars[from].1.is_ascii_digit() {
            from += 1;
        }
        let mut end = i + 1;
        while self.char_at(end).is_some_and(number) && !self.starts(end, "...") {
            end += 1;
        }
        let first = self.char_at(i + 1).is_some_and(|c| c.is_ascii_digit());
        let zero = i == from + 1 && self.chars[from].1 == '0';
        from < i && !zero && first && !word(self.before(from)) && !word(self.char_at(end))
    }

    fn double_quote(&self, i: usize) -> char {
        let before = self.before(i);
        let after = self.char_at(i + 1);
        let blank = |c: Option<char>| c.is_none_or(char::is_whitespace);
        if self.depth == 0 && before.is_some_and(|c| c.is_ascii_digit()) && self.no_quote_after(i) {
            return '″';
        }
        let opens = if blank(before) && blank(after) {
            self.depth == 0 && !self.no_quote_after(i)
        } else {
            !blank(after) && before.is_none_or(opens_after)
        };
        let pair = self.marks.at_depth(self.depth);
        if opens { pair.open } else { self.marks.at_depth(self.depth.saturating_sub(1)).close }
    }

    fn no_quote_after(&self, i: usize) -> bool {
        self.last_quote.is_none_or(|last| last <= self.offset(i))
    }

    /// An apostrophe, or a single quotation mark where another one closes it.
    fn single_quote(&self, i: usize) -> char {
        let opens = self.before(i).is_none_or(opens_after)
            && self.char_at(i + 1).is_some_and(char::is_alphabetic)
            && !self.elision_at(i + 1)
            && self.closed_after(i);
        if opens { self.marks.single.open } else { self.closing_single(i) }
    }

    /// German closes with ‘, but its apostrophe is ’ like everywhere.
    fn closing_single(&self, i: usize) -> char {
        let single = self.marks.single;
        let closes = single.close != '’'
            && self.single_open
            && !self.char_at(i + 1).is_some_and(char::is_alphanumeric);
        if closes { single.close } else { '’' }
    }

    fn elision_at(&self, i: usize) -> bool {
        let rest = self.text[self.offset(i)..].split(|c: char| !c.is_alphabetic()).next();
        let rest = rest.unwrap_or_default().to_lowercase();
        self.language == Language::English && ENGLISH_ELISIONS.contains(&rest.as_str())
    }

    /// Some later `'` in this sentence ends a word.
    fn closed_after(&self, i: usize) -> bool {
        let later = self.chars[i + 1..].iter().map(|&(_, c)| c).take(400).enumerate();
        later.take_while(|&(_, c)| c != '\n').any(|(ahead, c)| {
            let at = i + 1 + ahead;
            c == '\''
                && self.before(at).is_some_and(|c| !c.is_whitespace())
                && !self.char_at(at + 1).is_some_and(char::is_alphanumeric)
        })
    }

    /// The no-break space that French wants before a mark.
    fn space_before(&self, first: char, i: usize, taken: usize, spaced: bool) -> Option<char> {
        if !self.french() || !self.options.enabled {
            return None;
        }
        let last = self.last?;
        if last == '«' {
            return Some(NO_BREAK);
        }
        // A line that begins with a dash: somebody speaks.
        if self.dash_first && spaced {
            return Some(NO_BREAK);
        }
        let opened = matches!(last, '(' | '[' | '{' | '“' | '‘' | '/' | '-' | '–' | '—');
        match first {
            '»' => Some(NO_BREAK),
            '%' | '€' if spaced && last.is_ascii_digit() => Some(self.narrow()),
            // Of several marks in a row the first one has the space.
            ';' | ':' | '!' | '?' if opened || is_high_mark(last) || !self.ends_word(i + taken) => {
                None
            }
            ';' | ':' if self.smiley(i, spaced) => None,
            ':' => Some(NO_BREAK),
            ';' | '!' | '?' => Some(self.narrow()),
            _ => None,
        }
    }

    /// After the marks from `i` on a word is over.
    fn ends_word(&self, i: usize) -> bool {
        let after = self.chars[i..].iter().map(|&(_, c)| c).find(|&c| !is_high_mark(c));
        after.is_none_or(|c| c.is_whitespace() || closes_after(c))
    }

    /// `:)`, `;-)` and their kin after a space, unless the bracket closes an open one.
    fn smiley(&self, i: usize, spaced: bool) -> bool {
        spaced
            && match self.char_at(i + 1) {
                Some(')') => self.brackets == 0,
                Some(c) => !c.is_whitespace() && !matches!(c, '"' | '»' | '”'),
                None => false,
            }
    }

    /// Makes the blanks before `i` one no-break space, unless they hold one already.
    fn put_space(&mut self, from: usize, i: usize, space: char) {
        let blanks = &self.text[self.offset(from)..self.offset(i)];
        let kept = blanks.contains(is_no_break) || blanks.matches('\n').count() > 1;
        if kept {
            self.widen_blanks(from, i);
        } else {
            let range = self.offset(from)..self.offset(i);
            self.edits.push(Edit { range, text: space.into() });
        }
    }

    /// Puts U+00A0 for U+202F where narrow ones are not wanted.
    fn widen_blanks(&mut self, from: usize, to: usize) {
        if self.options.narrow || !self.options.enabled {
            return;
        }
        for i in from..to {
            if self.chars[i].1 == NARROW_NO_BREAK {
                let range = self.offset(i)..self.offset(i + 1);
                self.edits.push(Edit { range, text: NO_BREAK.into() });
            }
        }
    }
}

struct Replaced {
    /// `None`: left as it is.
    text: Option<String>,
    /// How many characters it stands for.
    taken: usize,
}

impl Replaced {
    fn with(c: char, taken: usize) -> Self {
        Self { text: Some(c.into()), taken }
    }
}

/// `name@host.tld`.
fn begins_with_mail_address(text: &str) -> bool {
    // A local part has 64 characters at most (RFC 5321, 4.5.3.1.1).
    let plain = |b: &u8| b.is_ascii_alphanumeric() || b"._%+-".contains(b);
    let name = text.bytes().take(65).take_while(plain).count();
    let Some(host) = text[name..].strip_prefix('@') else { return false };
    let host: String = host
        .chars()
        .take(253)
        .take_while(|c| c.is_ascii_alphanumeric() || ".-".contains(*c))
        .collect();
    name > 0 && host.trim_end_matches('.').contains('.')
}

fn is_high_mark(c: char) -> bool {
    matches!(c, ';' | ':' | '!' | '?')
}

fn is_no_break(c: char) -> bool {
    matches!(c, '\u{A0}' | '\u{202F}' | '\u{2007}')
}

/// A quotation mark after this one opens.
fn opens_after(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '(' | '['
                | '{'
                | '«'
                | '“'
                | '‘'
                | '„'
                | '‚'
                | '—'
                | '–'
                | '-'
                | '/'
                | '\''
                | '’'
                | '"'
                | '¡'
                | '¿'
                | '='
        )
}

/// A French mark may stand before this one.
fn closes_after(c: char) -> bool {
    matches!(c, ')' | ']' | '}' | '"' | '\'' | '»' | '”' | '’' | '…' | '.' | ',' | OPAQUE)
}
