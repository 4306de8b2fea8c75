//! Lines of text as ink shows them, with no recognition: what the page's curl and its upright are
//! told by. Works on the page at analysis size and knows nothing of where it comes from.

mod ink;
mod trace;

pub(crate) use ink::Ink;
pub(crate) use trace::{Line, Lines, Place};
