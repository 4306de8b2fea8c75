//! Newspaper pages that the project typesets itself, and photos of them: exact truth, no licence
//! but ours (and the open one of the typeface beside this file).
//!
//! [`typeset`] sets an [`Article`] in columns; [`degrade`] lays the page on a table and photographs
//! it; [`newspaper()`] draws up whole pages by a seed. All are pure: a page is the same for the same article and layout, a photo for the same seed.

pub mod article;
mod degrade;
pub mod exif;
mod hyphenation;
mod ink;
mod map;
pub mod newspaper;
pub mod sample;
mod setting;

pub use article::{Article, Paragraph, interview};
pub use degrade::{Background, Degradation, Photo, degrade};
pub use map::PageMap;
pub use newspaper::newspaper;
pub use setting::{Layout, Page, SetLine, typeset};
