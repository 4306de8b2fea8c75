//! For tests only: a real WordPress, a stand-in for WordPress.com, a proxy that breaks what is
//! sent to it, a fake blog, the real
//! window's driver, typeset pages.
//!
//! No shipped room imports it.

pub mod fake_blog;
pub mod page;
pub mod proxy;
pub mod rogue;

#[cfg(target_os = "linux")]
pub mod window;

pub mod score;

#[cfg(unix)]
pub mod wordpress;

#[cfg(unix)]
pub mod wordpress_com;
