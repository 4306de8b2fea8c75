//! Blogs, and connecting them.

use coupure_model::{Blog, Problem};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How a probe of a connection came out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "verdict", rename_all = "snake_case")]
pub enum Verdict {
    Holds,
    /// Something to know that does not stop publishing.
    Note {
        problem: Problem,
    },
    /// Nothing can be published, or not all of it, before something is done.
    Wrong {
        problem: Problem,
    },
}

/// One probe of a blog's connection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Check {
    /// `address`, `wordpress`, `rest`, `password`, `role`, `uploads`, `blocks`, `folder`…
    pub probe: String,
    #[serde(flatten)]
    #[ts(flatten)]
    pub verdict: Verdict,
    /// What was found: a version, a user's name, a size in bytes (`limit`).
    pub found: String,
}

/// A connection that the browser is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Authorising {
    /// The front page of the blog that was found.
    pub url: String,
    /// The page to be opened in the browser.
    pub page: String,
}

/// The older interface of a WordPress, XML-RPC, where it is open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct OlderInterface {
    /// The front page of the blog that was found.
    pub url: String,
    /// It is a blog of WordPress.com: its user and password are those of the account there.
    pub wordpress_com: bool,
}

/// A blog to add.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum NewBlog {
    Folder {
        path: String,
        name: String,
        title: String,
        language: coupure_model::Language,
    },
    WordPress {
        url: String,
        name: String,
        user: String,
        password: String,
    },
    /// A WordPress by XML-RPC.
    XmlRpc {
        url: String,
        name: String,
        user: String,
        password: String,
    },
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct BlogView {
    pub blog: Blog,
    /// The built-in folder blog.
    pub built_in: bool,
    /// Subscribers get an e-mail as soon as a post appears.
    pub emails_subscribers: bool,
    /// Where readers (or the author, for a folder) look at it.
    pub address: String,
}
