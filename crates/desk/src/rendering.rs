//! Markdown rendered as the preview shows it and as blogs are sent it.

use std::path::Path;

use coupure_markdown::{Options, ShownPicture};
use coupure_model::{Code, Content, Features, Language, Problem};

use crate::{Answer, Desk, problem::read_file, text};

/// What a file is rendered to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RenderTarget {
    Preview,
    /// The block markup of a current WordPress.
    Blocks,
    Html,
}

/// Renders a Markdown file; needs no home. Pictures keep the addresses that the file gives.
pub fn render_file(
    path: &Path,
    target: RenderTarget,
    language: Option<Language>,
) -> Answer<String> {
    let named = |problem: Problem| problem.with("file", path.display());
    let bytes = read_file(path, text::TEXT_BYTES_MAX as u64)?;
    let source = String::from_utf8(bytes).map_err(|_| {
        named(Problem::new(
            Code::TextNotUtf8,
            format!("The file “{}” is not UTF-8 text; save it as UTF-8.", path.display()),
        ))
    })?;
    let source = text::with_plain_line_ends(&source);
    let (front, body) =
        coupure_markdown::front_matter::split(&source).map_err(|e| named(e.problem()))?;
    let language = language.or(front.lang).unwrap_or_default();
    let options = Options { language, typography: true, narrow_space: true };
    let document = coupure_markdown::parse(body, &options).map_err(|e| named(e.problem()))?;
    let as_written = |reference: &str| {
        Some(ShownPicture { src: reference.to_owned(), ..ShownPicture::default() })
    };
    Ok(match target {
        RenderTarget::Preview => {
            document.preview(&as_written).into_iter().map(|block| block.html.to_string()).collect()
        }
        RenderTarget::Html => document.html(&as_written),
        RenderTarget::Blocks => {
            let features =
                Features { details_block: true, footnotes_block: true, ..Features::default() };
            document.wordpress(&as_written, &features).content
        }
    })
}

impl Desk {
    /// How a content is parsed: by its language and what the author prefers.
    pub(crate) fn markdown_options(&self, content: &Content) -> Options {
        let typography = self.settings().map_or(true, |settings| settings.typography);
        Options { language: content.language, typography, narrow_space: true }
    }
}

/// A content as a Markdown file with front matter.
pub fn front_matter(content: &Content) -> String {
    coupure_markdown::front_matter::write(content)
}
