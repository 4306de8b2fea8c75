//! From pixels to reading: a scan or a phone photo becomes a straight, evenly lit page, and the
//! page becomes words.
//!
//! Imports `coupure-model` alone. Bytes and pixels come in as arguments, pixels and words go out:
//! no clock, no network, and no file but the recognition models that [`Reader`] is told to load.
//!
//! What must always hold:
//! - No input makes it panic or allocate beyond [`Limits`]; each kind of bad input has its own
//!   [`Error`].
//! - An original is never altered: every stage makes something new from it and a recipe, and the
//!   recipe that [`correct`] returns makes the same page again.
//! - The full resolution is touched once, by one combined warp, and once more in the pictures that
//!   have a printer's screen; what is looked for (corners, skew, light) is looked for at 2,000 px or
//!   less.
//! - Long work reports how far it is and stops soon after [`Progress::cancelled`].
//! - No derivative carries EXIF: neither where nor by whom the photo was taken.

mod column;
mod correct;
mod curl;
mod cut_out;
mod decode;
mod derivatives;
mod descreen;
mod error;
mod export;
mod field;
mod geometry;
mod light;
mod memory;
mod page;
mod pictures;
mod pixels;
mod print;
mod progress;
pub mod read;
mod skew;
mod small;
mod straighten;
mod text;
mod tiles;
mod upright;

pub use column::single_column;
pub use correct::{Corrected, correct};
pub use curl::find_curl;
pub use cut_out::{CutOut, cut_out};
pub use decode::{Kind, Limits, Original, Probe, decode, page_size_px, probe};
pub use derivatives::{
    Encoded, EncodedPicture, WEB_SIDE_MAX_PX, derivatives, jpeg_within, thumbnail_jpeg,
};
pub use error::Error;
pub use export::{PdfAbout, PdfPage, searchable_pdf};
pub use image::RgbImage;
pub use memory::give_back_large_blocks;
pub use page::find_page;
pub use pictures::pictures;
pub use pixels::{png, png_of_pixels};
pub use print::looks_like_print;
pub use progress::{Progress, Quiet, Stage};
pub use read::*;
pub use skew::find_skew_degrees;
pub use tiles::{
    TILE_SIDE_PX, TilePlace, corrected_size, first_sight_jpeg, last_level, level_size,
    preview_jpeg, tiles,
};
