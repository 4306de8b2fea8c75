//! A blog that posts can go to, and what it can do.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{BlogId, Language};

/// Where a blog is. Its secret is in the system's keychain, never here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum BlogKind {
    /// A static site in a folder of this computer (absolute path).
    Folder { path: String },
    /// A WordPress by its REST interface. `api` is the base found through the `Link` header.
    WordPress { url: String, api: String, user: String },
    /// A blog of WordPress.com by its own sign-in. `site_id`: its number there, in digits.
    WordPressCom { site_id: String, url: String, user: String },
    /// A WordPress by XML-RPC, where its REST interface is shut or takes no application password
    /// (WordPress.com).
    XmlRpc { url: String, endpoint: String, user: String },
}

impl BlogKind {
    /// Subscribers get an e-mail as soon as a post appears, as on WordPress.com; elsewhere it
    /// cannot be told.
    pub fn emails_subscribers(&self) -> bool {
        self.is_of_wordpress_com()
    }

    /// WordPress.com keeps it, whatever its address.
    pub fn is_of_wordpress_com(&self) -> bool {
        let endpoint = match self {
            Self::WordPressCom { .. } => return true,
            Self::XmlRpc { endpoint, .. } => endpoint,
            Self::Folder { .. } | Self::WordPress { .. } => return false,
        };
        let host = endpoint.split("://").nth(1).and_then(|rest| rest.split(['/', ':']).next());
        host.is_some_and(|host| host == "wordpress.com" || host.ends_with(".wordpress.com"))
    }
}

/// What a blog can take. Learnt when it is connected and checked.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct Features {
    /// Knows the block `core/details`.
    pub details_block: bool,
    /// Knows the block `core/footnotes` (their texts are then sent as post meta).
    pub footnotes_block: bool,
    /// Keeps revisions, so that what somebody else wrote can be recovered.
    pub revisions: bool,
    /// The software's version, as it says it.
    pub version: String,
}

/// A blog.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Blog {
    pub id: BlogId,
    /// What the author calls it; unique, and the name that commands take.
    pub name: String,
    pub kind: BlogKind,
    /// The blog's own title.
    pub title: String,
    pub language: Language,
    /// IANA time zone (`Europe/Paris`) or a fixed offset (`+02:00`).
    pub time_zone: String,
    pub features: Features,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_blog_of_wordpress_com_tells_its_subscribers() {
        let at = |endpoint: &str| BlogKind::XmlRpc {
            url: "https://laurent.example/".into(),
            endpoint: endpoint.into(),
            user: "laurent".into(),
        };
        let signed_in = BlogKind::WordPressCom {
            site_id: "12".into(),
            url: "https://laurent.example/".into(),
            user: "laurent".into(),
        };
        assert!(signed_in.emails_subscribers());
        assert!(at("https://laurent.wordpress.com/xmlrpc.php").emails_subscribers());
        for other in
            ["https://laurent.example/xmlrpc.php", "https://a.example/wordpress.com/xmlrpc.php"]
        {
            assert!(!at(other).emails_subscribers(), "{other}");
        }
    }
}
