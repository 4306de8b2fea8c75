//! Which blogs were reached when they were last tried. Pure.

use std::collections::HashMap;

use coupure_model::BlogId;

/// What is known of the ways to the blogs; what was never tried counts as reached.
#[derive(Debug, Default)]
pub(crate) struct Reach {
    blogs: HashMap<BlogId, bool>,
}

/// What a try taught.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Learnt {
    /// It was not so before.
    pub changed: bool,
    /// The blog had been out of reach.
    pub is_back: bool,
}

impl Reach {
    pub fn note(&mut self, blog: BlogId, reached: bool) -> Learnt {
        let before = self.blogs.insert(blog, reached);
        Learnt { changed: before != Some(reached), is_back: reached && before == Some(false) }
    }

    /// The system says that the network is back: each blog is worth a try.
    pub fn forget(&mut self) {
        self.blogs.clear();
    }

    pub fn reaches(&self, blog: BlogId) -> bool {
        self.blogs.get(&blog).copied().unwrap_or(true)
    }

    /// One server that is down is not the network: that is away where no blog is reached.
    pub fn is_online(&self) -> bool {
        self.blogs.is_empty() || self.blogs.values().any(|reached| *reached)
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn one_blog_that_is_down_is_not_the_network() {
        let [one, other] = [1, 2].map(|n| BlogId(Uuid::from_u128(n)));
        let mut reach = Reach::default();
        assert!(reach.is_online() && reach.reaches(one));
        assert_eq!(reach.note(one, false), Learnt { changed: true, is_back: false });
        assert!(!reach.is_online() && !reach.reaches(one) && reach.reaches(other));
        reach.note(other, true);
        assert!(reach.is_online() && !reach.reaches(one));
        assert_eq!(reach.note(one, false), Learnt { changed: false, is_back: false });
        assert_eq!(reach.note(one, true), Learnt { changed: true, is_back: true });
        reach.note(one, false);
        reach.forget();
        assert!(reach.reaches(one));
    }
}
