//! A drop capital is read as a line of its own, one letter high over two to five lines: it goes
//! back to the word that it begins, before anything looks at columns.

use coupure_model::Rect;

use super::layout::Read;

/// So much higher than the lines beside it, and at most so much.
const HIGHER_MIN: f32 = 1.6;
const HIGHER_MAX: f32 = 7.0;
/// The lines beside it begin at most so far from it, in heights of a line.
const BESIDE_MAX: f32 = 1.2;
/// It stands beside so many lines at least.
const LINES_MIN: usize = 2;

/// Gives each drop capital to the first of the lines that it stands before.
pub fn attach(mut reads: Vec<Read>) -> Vec<Read> {
    // From above, so that the outcome does not depend on which line was read first.
    reads.sort_by(|a, b| top(a).total_cmp(&top(b)).then(a.strip.left.total_cmp(&b.strip.left)));
    let mut i = 0;
    while i < reads.len() {
        match capital(&reads[i]).map(|_| beside(&reads, i)) {
            Some(lines) if lines.len() >= LINES_MIN => {
                give(&mut reads, i, &lines);
                reads.remove(i);
            }
            _ => i += 1,
        }
    }
    reads
}

fn top(read: &Read) -> f32 {
    middle(read) - read.strip.half_height
}

fn middle(read: &Read) -> f32 {
    read.strip.y_at((read.strip.left + read.strip.right) / 2.0)
}

/// The text of a line that is one capital, as of `L` or `L'`.
fn capital(read: &Read) -> Option<&str> {
    let [word] = read.words.as_slice() else { return None };
    let mut chars = word.text.chars();
    let is_capital = chars.next()?.is_uppercase();
    let is_alone = matches!(chars.as_str(), "" | "'" | "’");
    (is_capital && is_alone).then_some(word.text.as_str())
}

/// The lines that begin to the right of it, from above; none where they are not alike.
fn beside(reads: &[Read], at: usize) -> Vec<usize> {
    let letter = &reads[at].strip;
    let (y, half) = (middle(&reads[at]), letter.half_height);
    let mut found: Vec<usize> = (0..reads.len())
        .filter(|&i| i != at)
        .filter(|&i| {
            let line = &reads[i].strip;
            let ratio = half / line.half_height.max(0.5);
            let gap = line.left - letter.right;
            // Both strips were grown beyond their ink, and may overlap by as much.
            let reach = 2.0 * line.half_height * BESIDE_MAX;
            (HIGHER_MIN..HIGHER_MAX).contains(&ratio)
                && (-reach..reach).contains(&gap)
                && line.right > letter.right + reach
                && (line.y_at(line.left) - y).abs() < half
        })
        .collect();
    found.sort_by(|&a, &b| middle(&reads[a]).total_cmp(&middle(&reads[b])));
    // Its head stands on the height of the first line's.
    let is_first_at_top = found.first().is_some_and(|&i| {
        let line = &reads[i].strip;
        (line.y_at(line.left) - line.half_height - (y - half)).abs() < 2.0 * line.half_height
    });
    if is_first_at_top { found } else { Vec::new() }
}

/// The letter opens the first word, and all lines beside it begin where it begins: they are not
/// indented.
fn give(reads: &mut [Read], at: usize, lines: &[usize]) {
    let left = reads[at].strip.left;
    let letter = reads[at].words[0].clone();
    for &i in lines {
        reads[i].strip.left = left;
    }
    let Some(word) = lines.first().and_then(|&i| reads[i].words.first_mut()) else { return };
    if is_word_alone(&letter.text, &word.text) {
        reads[lines[0]].words.insert(0, letter);
        return;
    }
    word.area = around(&letter.area, &word.area);
    word.confidence = word.confidence.min(letter.confidence);
    word.text.insert_str(0, &letter.text);
}

/// `À` is a word, and `A`, `O`, `Y` before a name are; any other letter begins one.
fn is_word_alone(letter: &str, next: &str) -> bool {
    let mut next = next.chars();
    let is_name =
        next.next().is_some_and(char::is_uppercase) && next.next().is_some_and(char::is_lowercase);
    letter == "À" || (["A", "O", "Y"].contains(&letter) && is_name)
}

fn around(a: &Rect, b: &Rect) -> Rect {
    let (x, y) = (a.x.min(b.x), a.y.min(b.y));
    let right = (a.x + a.width).max(b.x + b.width);
    let bottom = (a.y + a.height).max(b.y + b.height);
    Rect { x, y, width: right - x, height: bottom - y }
}

#[cfg(test)]
mod tests {
    use coupure_model::Word;

    use super::*;
    use crate::read::strips::Strip;

    fn read(text: &str, left: f32, right: f32, y: f32, height: f32) -> Read {
        let strip = Strip {
            left,
            right,
            half_height: height / 2.0,
            origin: left,
            curve: vec![y],
            score: 1.0,
        };
        let word = |text: &str| Word { text: text.into(), area: Rect::default(), confidence: 1.0 };
        Read { strip, words: text.split(' ').map(word).collect() }
    }

    fn texts(reads: &[Read]) -> Vec<String> {
        let line =
            |read: &Read| read.words.iter().map(|w| w.text.as_str()).collect::<Vec<_>>().join(" ");
        reads.iter().map(line).collect()
    }

    /// A column whose first two lines stand beside a letter.
    fn column(letter: &str, first: &str) -> Vec<Read> {
        vec![
            read(letter, 10.0, 55.0, 25.0, 48.0),
            read(first, 60.0, 300.0, 14.0, 24.0),
            read("de la commune", 60.0, 300.0, 36.0, 24.0),
            read("sont venus nombreux", 10.0, 300.0, 58.0, 24.0),
        ]
    }

    #[test]
    fn a_drop_capital_opens_the_word_beside_its_head() {
        let reads = attach(column("L", "es habitants"));
        assert_eq!(texts(&reads), ["Les habitants", "de la commune", "sont venus nombreux"]);
        assert!(reads.iter().all(|r| r.strip.left == 10.0), "none of the lines is indented");
        let mut late = column("L'", "histoire");
        late.reverse();
        assert_eq!(texts(&attach(late))[0], "L'histoire");
    }

    #[test]
    fn a_word_of_one_letter_stays_one() {
        assert_eq!(texts(&attach(column("À", "la fin")))[0], "À la fin");
        assert_eq!(texts(&attach(column("A", "Paris")))[0], "A Paris");
        assert_eq!(texts(&attach(column("A", "lors")))[0], "Alors");
    }

    #[test]
    fn a_letter_that_is_no_higher_or_stands_elsewhere_is_left_alone() {
        let mut same = column("L", "es habitants");
        same[0].strip.half_height = 13.0;
        assert_eq!(attach(same).len(), 4);
        let mut away = column("L", "es habitants");
        away[0].strip.shift(0.0, 400.0);
        assert_eq!(attach(away).len(), 4);
        let mut heading = column("L", "es habitants");
        heading[0].words[0].text = "LE".into();
        assert_eq!(attach(heading).len(), 4);
    }
}
