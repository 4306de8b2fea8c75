//! By what right a clipping is shown: the mail that permits it, the request for one, and the line
//! that a post has before it is published. Nothing here stops a publication.

use std::path::{Path, PathBuf};

use coupure_model::{
    Attachment, BlogKind, Clipping, ClippingId, Code, Content, Language, Naming, Problem, Rights,
    clippings_named,
};

use crate::{
    Answer, Desk,
    problem::read_file,
    view::{ClippingView, PermissionRequest, RightsDoubt, RightsNote},
    words,
};

/// A mail with its pictures; mail servers take hardly more.
const MAIL_BYTES_MAX: u64 = 25 * 1024 * 1024;
/// What a permission is kept as: the end of its name, and its media type.
const MAIL_KINDS: &[(&str, &str)] = &[
    ("eml", "message/rfc822"),
    ("pdf", "application/pdf"),
    ("txt", "text/plain"),
    ("png", "image/png"),
    ("jpg", "image/jpeg"),
    ("jpeg", "image/jpeg"),
    ("webp", "image/webp"),
];

impl Desk {
    /// Keeps the mail that permits it with a clipping, in place of one that was there.
    pub fn attach_permission_mail(&self, id: ClippingId, path: &Path) -> Answer<ClippingView> {
        self.must_write()?;
        self.store.clipping(id)?;
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let end = path.extension().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
        let kind = MAIL_KINDS.iter().find(|(known, _)| *known == end);
        let bytes = read_file(path, MAIL_BYTES_MAX)?;
        let (Some((_, mime)), false) = (kind, bytes.is_empty()) else {
            return Err(Problem::new(
                Code::AttachmentUnsupported,
                format!(
                    "“{name}” cannot be kept as a permission: give the mail as .eml, .pdf or .txt, \
                     or as a picture (.png, .jpg, .webp), and not empty."
                ),
            )
            .with("file", path.display()));
        };
        let file = self.store.put_media(&bytes, mime, 0, 0, &name)?;
        let size_bytes = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
        self.set_permission_mail(id, Some(Attachment { file, name, size_bytes }))
    }

    pub fn remove_permission_mail(&self, id: ClippingId) -> Answer<ClippingView> {
        self.must_write()?;
        self.set_permission_mail(id, None)
    }

    fn set_permission_mail(
        &self,
        id: ClippingId,
        mail: Option<Attachment>,
    ) -> Answer<ClippingView> {
        self.update_clipping(id, |clipping| clipping.permission_mail = mail)?;
        self.clipping_changed(id);
        self.clipping(id)
    }

    /// Its name and its bytes.
    pub(crate) fn permission_mail(
        &self,
        clipping: &Clipping,
        to: &Path,
    ) -> Answer<Option<(PathBuf, Vec<u8>)>> {
        let Some(mail) = &clipping.permission_mail else { return Ok(None) };
        let bytes = self.store.media_bytes(mail.file)?;
        Ok(Some((beside(to, mail, clipping.language), bytes)))
    }

    /// A mail to the newspaper that asks for the permission. `language`: French or English; the
    /// clipping's where it is not said.
    pub fn permission_request(
        &self,
        id: ClippingId,
        language: Option<Language>,
    ) -> Answer<PermissionRequest> {
        let clipping = self.store.clipping(id)?;
        let blog = self.usual_address()?;
        let request =
            words::request(&clipping, blog.as_deref(), language.unwrap_or(clipping.language));
        let mailto = request.mailto();
        Ok(PermissionRequest { subject: request.subject, body: request.body, mailto })
    }

    /// The address of the usual blog, or of the first that has one.
    fn usual_address(&self) -> Answer<Option<String>> {
        let usual = self.usual_blog()?;
        let mut blogs = self.store.blogs()?;
        blogs.sort_by_key(|blog| blog.id != usual);
        Ok(blogs.into_iter().find_map(|blog| site_of(blog.kind)))
    }

    /// What is worth a line before a post is published: each clipping once.
    pub(crate) fn rights_notes(&self, content: &Content) -> Vec<RightsNote> {
        let mut notes: Vec<RightsNote> = Vec::new();
        for text in [&content.body, &content.cover] {
            for (id, naming) in clippings_named(text) {
                if notes.iter().any(|note| note.clipping == id) {
                    continue;
                }
                let Ok(clipping) = self.store.clipping(id) else { continue };
                let doubt = match clipping.rights {
                    Rights::ToCheck => RightsDoubt::ToCheck,
                    Rights::ShortCitation if naming == Naming::Picture => {
                        RightsDoubt::CitationWithScan
                    }
                    _ => continue,
                };
                let named = words::named(&clipping, content.language);
                notes.push(RightsNote { clipping: id, named, doubt });
            }
        }
        notes
    }
}

/// What readers type; `None` for a blog on this computer.
fn site_of(kind: BlogKind) -> Option<String> {
    match kind {
        BlogKind::Folder { .. } => None,
        BlogKind::WordPress { url, .. }
        | BlogKind::WordPressCom { url, .. }
        | BlogKind::XmlRpc { url, .. } => Some(url),
    }
}

/// `une.jpg` has `une-autorisation.eml` beside it.
fn beside(to: &Path, mail: &Attachment, language: Language) -> PathBuf {
    let stem = to.file_stem().unwrap_or_default().to_string_lossy();
    let word = if language == Language::French { "autorisation" } else { "permission" };
    let end = Path::new(&mail.name).extension().unwrap_or_default().to_string_lossy();
    to.with_file_name(format!("{stem}-{word}.{end}"))
}
