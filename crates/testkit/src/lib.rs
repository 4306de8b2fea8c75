//! For tests only: a real WordPress, a fake blog, the real window's driver, typeset pages.
//!
//! No shipped room imports it.

pub mod fake_blog;
pub mod page;
pub mod rogue;

#[cfg(target_os = "linux")]
pub mod window;

pub mod score;

#[cfg(unix)]
pub mod wordpress;
