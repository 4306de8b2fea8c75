//! The two kinds of terms that a post has.

use crate::Error;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Taxonomy {
    Category,
    Tag,
}

impl Taxonomy {
    /// What WordPress calls it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Category => "category",
            Self::Tag => "post_tag",
        }
    }

    pub fn route(self) -> &'static str {
        match self {
            Self::Category => "wp/v2/categories",
            Self::Tag => "wp/v2/tags",
        }
    }

    /// A term that this user may not make.
    pub fn not_theirs_to_make(self, name: &str, host: String, user: &str) -> Error {
        let noun = match self {
            Self::Category => "category",
            Self::Tag => "tag",
        };
        let detail = format!("the {noun} “{name}” is not there and only an editor can make it");
        Error::NotAllowed { host, user: user.into(), detail }
    }
}
