//! The project's sample photo: a newspaper page on a table, about eight degrees off, unevenly lit.

use super::exif::with_exif;
use super::{Degradation, Layout, degrade, interview, typeset};

/// The sample's seed: another one is another table, lamp and shadow.
const SEED: u64 = 7;

/// What `tests/sample/` holds.
#[derive(Debug, Clone)]
pub struct Sample {
    /// `page.jpg`: with the place where it was taken in its metadata, as phones do.
    pub jpeg: Vec<u8>,
    /// `page.txt`: the article alone.
    pub text: String,
    /// `page.folio.txt`: newspaper, date, page.
    pub folio: String,
    pub corners: [(f64, f64); 4],
}

pub fn sample() -> Sample {
    let page = typeset(&interview(), &Layout::default());
    let photo = degrade(&page.picture, SEED, &Degradation::default());
    Sample {
        jpeg: with_exif(&photo.jpeg, 1),
        text: page.text,
        folio: page.folio + "\n",
        corners: photo.corners,
    }
}
