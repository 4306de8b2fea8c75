//! The site, locked: what may be done to its posts and pictures, and bringing its files up to date.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs::{self, File},
    io,
    path::{Path, PathBuf},
};

use coupure_model::{
    Mark, MediaHash, PostChanges, RemoteId, RemoteMedia, RemotePost, RemoteSize, RemoteStatus,
    Timestamp,
};
use url::Url;
use uuid::Uuid;

use super::{
    FolderBlog, render, slug,
    state::{Picture, Site, State, is_visible},
    words::Words,
    write,
};
use crate::{Error, PictureUpload, client::extension_of};

/// A picture on its way into the folder.
pub(super) struct OwnedPicture {
    hash: MediaHash,
    bytes: Vec<u8>,
    mime: String,
    name: String,
    alt: String,
    caption: String,
}

impl OwnedPicture {
    pub fn of(picture: &PictureUpload<'_>) -> Self {
        Self {
            hash: picture.hash,
            bytes: picture.bytes.to_vec(),
            mime: picture.mime.into(),
            name: picture.name.into(),
            alt: picture.alt.into(),
            caption: picture.caption.into(),
        }
    }
}

/// A site that this call alone may change, until it is dropped.
pub(super) struct Open {
    blog: FolderBlog,
    state: State,
    now: Timestamp,
    _lock: File,
}

impl Open {
    /// Makes the folder if it was never there, waits for the lock, lets due posts appear.
    pub fn lock(blog: &FolderBlog) -> Result<Self, Error> {
        let path = &blog.path;
        if !path.is_absolute() {
            return Err(blog.unusable("its path is not absolute"));
        }
        create_folder(path).map_err(|error| Error::of_folder(path, &error))?;
        let state = State::new(path);
        if state.site()?.is_none()
            && let Err(refused) = refuse_foreign(blog)
            // What was found may be the first of a site that another process makes just now.
            && state.site()?.is_none()
        {
            return Err(refused);
        }
        state.create()?;
        let failed = |error: io::Error| Error::of_folder(path, &error);
        let lock = File::create(state.lock_path()).map_err(failed)?;
        lock.lock().map_err(failed)?;
        let open = Self { blog: blog.clone(), state, now: (blog.clock)(), _lock: lock };
        if open.state.site()?.is_none() {
            // From here on, what the folder holds is the site's.
            let site = Site {
                id: Uuid::new_v4(),
                created: open.now,
                next_due: None,
                stale: true,
                files: BTreeMap::new(),
            };
            open.state.set_site(&site)?;
        }
        open.release_due()?;
        Ok(open)
    }

    /// Shows that the folder can be written.
    pub fn try_writing(&self) -> Result<(), Error> {
        let probe = self.blog.path.join(".coupure/probe");
        write::public(&probe, b"")
            .and_then(|()| fs::remove_file(&probe))
            .map_err(|error| Error::of_folder(&self.blog.path, &error))
    }

    pub fn find_created(&self, mark: Mark) -> Result<Vec<RemotePost>, Error> {
        let post = self.read(&id_of(mark))?;
        Ok(post.into_iter().filter(|post| post.status != RemoteStatus::Trashed).collect())
    }

    pub fn read(&self, id: &RemoteId) -> Result<Option<RemotePost>, Error> {
        Ok(self.state.post(id)?.map(|post| self.with_link(post)))
    }

    /// The mark is the id: creating again finds the post that is there.
    pub fn create(&self, mark: Mark, changes: &PostChanges) -> Result<RemotePost, Error> {
        if let Some(post) = self.find_created(mark)?.pop() {
            return Ok(post);
        }
        let mut post = RemotePost {
            id: id_of(mark),
            status: RemoteStatus::Draft,
            title: String::new(),
            raw: String::new(),
            footnotes: String::new(),
            slug: mark.to_string(),
            excerpt: String::new(),
            categories: Vec::new(),
            tags: Vec::new(),
            cover: None,
            comments_open: true,
            link: String::new(),
            date: None,
            modified: Some(self.now),
            predecessor: None,
        };
        apply(&mut post, &PostChanges { status: None, slug: None, date: None, ..changes.clone() });
        // Nobody sees it: no file changes.
        self.state.set_post(&post)?;
        Ok(self.with_link(post))
    }

    pub fn update(&self, id: &RemoteId, changes: &PostChanges) -> Result<RemotePost, Error> {
        let gone = || Error::GoneFromBlog { id: id.to_string() };
        let mut post = self.state.post(id)?.ok_or_else(gone)?;
        let before = post.status;
        apply(&mut post, changes);
        self.settle_status(&mut post);
        if let Some(asked) = &changes.slug {
            post.slug = self.free_slug(&post, asked)?;
        }
        post.modified = Some(self.now);
        self.store(&post, before)?;
        Ok(self.with_link(post))
    }

    pub fn trash(&self, id: &RemoteId) -> Result<(), Error> {
        let Some(mut post) = self.state.post(id)? else { return Ok(()) };
        let before = post.status;
        if before != RemoteStatus::Trashed {
            post.status = RemoteStatus::Trashed;
            post.modified = Some(self.now);
            self.store(&post, before)?;
        }
        Ok(())
    }

    /// Keeps a post and makes the files show it. A crash in between is made good by the next call.
    fn store(&self, post: &RemotePost, before: RemoteStatus) -> Result<(), Error> {
        let shows = |status| matches!(status, RemoteStatus::Published | RemoteStatus::Scheduled);
        if !shows(before) && !shows(post.status) {
            return self.state.set_post(post);
        }
        self.state.set_site(&Site { stale: true, ..self.site()? })?;
        self.state.set_post(post)?;
        self.bring_up_to_date()
    }

    pub fn find_picture(&self, hash: &MediaHash) -> Result<Option<RemoteMedia>, Error> {
        let Some(picture) = self.state.picture(hash)? else { return Ok(None) };
        let there = self.blog.path.join("pictures").join(&picture.file).is_file();
        Ok(there.then(|| media(hash, &picture)))
    }

    pub fn take_in(&self, picture: &OwnedPicture) -> Result<RemoteMedia, Error> {
        let refused = |detail: &str| Error::UploadRefused {
            host: self.blog.path.display().to_string(),
            name: picture.name.clone(),
            detail: detail.into(),
        };
        if MediaHash(*blake3::hash(&picture.bytes).as_bytes()) != picture.hash {
            return Err(refused("its bytes are not those that were meant"));
        }
        let size = imagesize::blob_size(&picture.bytes)
            .map_err(|_| refused("it is not a JPEG, PNG, WebP or GIF picture"))?;
        if let Some(media) = self.find_picture(&picture.hash)? {
            return Ok(media);
        }
        let extension = extension_of(&picture.mime);
        let name = match slug::slugify(&picture.name) {
            name if name.is_empty() => "picture".into(),
            name => name,
        };
        let stored = Picture {
            // Part of the hash: two pictures of one name are two files.
            file: format!("{name}-{}.{extension}", &picture.hash.to_string()[..12]),
            mime: picture.mime.clone(),
            width_px: size.width as u32,
            height_px: size.height as u32,
            alt: picture.alt.clone(),
            caption: picture.caption.clone(),
        };
        let folder = self.blog.path.join("pictures");
        fs::create_dir_all(&folder)
            .and_then(|()| write::public(&folder.join(&stored.file), &picture.bytes))
            .map_err(|error| Error::of_folder(&folder, &error))?;
        self.state.set_picture(&picture.hash, &stored)?;
        Ok(media(&picture.hash, &stored))
    }

    /// Posts that are not in the trash.
    pub fn latest_first(&self) -> Result<Vec<RemotePost>, Error> {
        let mut posts = self.state.posts()?;
        posts.retain(|post| post.status != RemoteStatus::Trashed);
        sort_latest_first(&mut posts);
        Ok(posts.into_iter().map(|post| self.with_link(post)).collect())
    }

    pub fn next_due(&self) -> Result<Option<Timestamp>, Error> {
        Ok(self.site()?.next_due)
    }

    fn release_due(&self) -> Result<(), Error> {
        let site = self.site()?;
        if site.next_due.is_none_or(|due| due > self.now) {
            return if site.stale { self.bring_up_to_date() } else { Ok(()) };
        }
        for mut post in self.state.posts()? {
            let due = post.date.is_some_and(|date| date <= self.now);
            if post.status == RemoteStatus::Scheduled && due {
                post.status = RemoteStatus::Published;
                self.state.set_post(&post)?;
            }
        }
        self.bring_up_to_date()
    }

    /// As WordPress does: what is published for later is scheduled, what is scheduled for a past
    /// date is published, and what has no date has this one.
    fn settle_status(&self, post: &mut RemotePost) {
        use RemoteStatus::{Private, Published, Scheduled};
        if !matches!(post.status, Published | Scheduled | Private) {
            return;
        }
        let date = *post.date.get_or_insert(self.now);
        if post.status != Private {
            post.status = if date > self.now { Scheduled } else { Published };
        }
    }

    fn free_slug(&self, post: &RemotePost, asked: &str) -> Result<String, Error> {
        let wanted = [asked, &post.title, Words::of(self.blog.language).slug]
            .into_iter()
            .map(slug::slugify)
            .find(|slug| !slug.is_empty())
            .expect("the last one is plain ASCII");
        let posts = self.state.posts()?;
        let made = self.site()?.files;
        Ok(slug::free(&wanted, |slug| {
            let of_another = posts.iter().any(|other| other.id != post.id && other.slug == slug);
            let foreign = self.blog.path.join(slug).exists()
                && !made.contains_key(&format!("{slug}/index.html"));
            of_another || foreign
        }))
    }

    /// Makes the files of the folder what the posts say, touching only what differs.
    fn bring_up_to_date(&self) -> Result<(), Error> {
        let mut site = self.site()?;
        let mut posts = self.state.posts()?;
        let next_due = posts
            .iter()
            .filter(|post| post.status == RemoteStatus::Scheduled)
            .filter_map(|post| post.date)
            .min();
        posts.retain(is_visible);
        sort_latest_first(&mut posts);
        let mut covers = BTreeMap::new();
        for id in posts.iter().filter_map(|post| post.cover.as_ref()) {
            if let Ok(hash) = id.0.parse()
                && let Some(picture) = self.state.picture(&hash)?
            {
                covers.insert(id.0.clone(), picture);
            }
        }
        let pages = render::Pages {
            site: &site,
            title: &self.blog.title,
            language: self.blog.language,
            zone: &self.blog.zone(),
            posts: &posts,
            covers: &covers,
        };
        let files = render::files(&pages, |path, recipe| {
            site.files.get(path).is_some_and(|made| made == recipe)
                && self.blog.path.join(path).is_file()
        })?;

        // What is about to be made is noted as ours first: a crash leaves nothing unknown.
        let news = files.keys().filter(|path| !site.files.contains_key(*path));
        let news: Vec<String> = news.cloned().collect();
        if !news.is_empty() {
            site.files.extend(news.into_iter().map(|path| (path, String::new())));
            self.state.set_site(&site)?;
        }
        for (path, file) in &files {
            if let Some(bytes) = &file.bytes {
                self.write_page(&self.blog.path.join(path), bytes)?;
                site.files.insert(path.clone(), file.recipe.clone());
            }
        }
        let stale: BTreeSet<String> =
            site.files.keys().filter(|path| !files.contains_key(*path)).cloned().collect();
        for path in &stale {
            self.remove_page(path)?;
            site.files.remove(path);
        }
        self.state.set_site(&Site { next_due, stale: false, ..site })
    }

    fn site(&self) -> Result<Site, Error> {
        self.state
            .site()?
            .ok_or_else(|| self.blog.unusable("its .coupure/site.json disappeared meanwhile"))
    }

    fn write_page(&self, path: &Path, bytes: &[u8]) -> Result<(), Error> {
        let folder = path.parent().expect("a page lies in the site");
        fs::create_dir_all(folder)
            .and_then(|()| write::public(path, bytes))
            .map_err(|error| Error::of_folder(&self.blog.path, &error))
    }

    fn remove_page(&self, relative: &str) -> Result<(), Error> {
        let path = self.blog.path.join(relative);
        match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(Error::of_folder(&self.blog.path, &error));
            }
            _ => {}
        }
        if let Some(folder) = path.parent().filter(|folder| *folder != self.blog.path) {
            // Stays where the author put something beside the page.
            let _ = fs::remove_dir(folder);
        }
        Ok(())
    }

    /// The address that it has, or will have at its hour.
    fn with_link(&self, mut post: RemotePost) -> RemotePost {
        if is_visible(&post) || post.status == RemoteStatus::Scheduled {
            let page = self.blog.path.join(&post.slug).join("index.html");
            post.link = Url::from_file_path(page).map(String::from).unwrap_or_default();
        }
        post
    }
}

fn id_of(mark: Mark) -> RemoteId {
    RemoteId(mark.to_string())
}

fn apply(post: &mut RemotePost, changes: &PostChanges) {
    fn set<T: Clone>(field: &mut T, change: &Option<T>) {
        if let Some(value) = change {
            field.clone_from(value);
        }
    }
    set(&mut post.status, &changes.status);
    set(&mut post.title, &changes.title);
    set(&mut post.raw, &changes.raw);
    set(&mut post.footnotes, &changes.footnotes);
    set(&mut post.excerpt, &changes.excerpt);
    set(&mut post.categories, &changes.categories);
    set(&mut post.tags, &changes.tags);
    set(&mut post.cover, &changes.cover);
    set(&mut post.comments_open, &changes.comments_open);
    if changes.date.is_some() {
        post.date = changes.date;
    }
}

fn sort_latest_first(posts: &mut [RemotePost]) {
    posts.sort_by(|a, b| (b.date.or(b.modified), &b.id).cmp(&(a.date.or(a.modified), &a.id)));
}

fn media(hash: &MediaHash, picture: &Picture) -> RemoteMedia {
    let full = RemoteSize {
        // As a post's page, one folder down, names it.
        url: format!("../pictures/{}", picture.file),
        width_px: picture.width_px,
        height_px: picture.height_px,
        slug: String::new(),
    };
    RemoteMedia { id: RemoteId(hash.to_string()), sizes: vec![full.clone()], full }
}

/// Makes the folder, and one above it (`Documents` of a fresh home), but not a whole path: where
/// more is missing, the disk is not there.
fn create_folder(path: &Path) -> io::Result<()> {
    if path.is_dir() {
        return Ok(());
    }
    let mut above: Vec<PathBuf> = path.ancestors().skip(1).take(2).map(Into::into).collect();
    above.retain(|folder| folder.is_dir());
    if above.is_empty() {
        return Err(io::Error::new(io::ErrorKind::NotFound, "it is not there"));
    }
    fs::create_dir_all(path)
}

/// A folder without our state must hold none of the files that the site would write.
fn refuse_foreign(blog: &FolderBlog) -> Result<(), Error> {
    for file in ["index.html", "feed.xml", "style.css", "pictures"] {
        if blog.path.join(file).exists() {
            return Err(Error::FolderOccupied {
                folder: blog.path.display().to_string(),
                file: file.into(),
            });
        }
    }
    Ok(())
}
