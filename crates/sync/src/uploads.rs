//! The steps on a picture's file: an attempt of (blog, hash), so that no two drafts upload it
//! twice, and none is uploaded again before it was looked for.

use std::{
    sync::{Mutex, PoisonError},
    time::Duration,
};

use coupure_blog::PictureUpload;
use coupure_model::{FrozenPicture, MediaHash, RemoteMedia, Upload};

use crate::{
    Error, SyncEvent, Worker, error::Result, event::PictureOf, memory::Settle, step::Work,
};

/// How often the progress of an upload is told at most.
const TELL_EVERY: Duration = Duration::from_millis(200);

impl Worker {
    pub(crate) async fn upload_media(&self, work: &mut Work<'_>, hash: MediaHash) -> Result<()> {
        let blog = work.blog.id;
        let gate = self.memory().uploading.entry(blog).or_default().clone();
        let _one_at_a_time = gate.lock().await;
        // Another draft's publication may have sent it, or begun to, meanwhile.
        let known = self.store.upload(blog, hash)?;
        if known.is_some_and(|upload| upload.media.is_some() || upload.attempt.is_some()) {
            return Ok(());
        }
        // An earlier home, or a lost one, may have sent it: the blog knows it by its hash.
        if let Some(media) = self.ask(&work.blog, work.client.find_media(&hash)).await? {
            return self.arrived(work, hash, media);
        }
        let pictures = &work.publication.wanted.pictures;
        let Some(picture) = pictures.iter().find(|p| p.full == hash || p.web == hash) else {
            return Err(Error::Internal { detail: "a file that no picture names".into() });
        };
        let (name, title) = names(picture, hash);
        let mime = self.store.media(hash)?.mime;
        let bytes = self.store.media_bytes(hash)?;
        let upload = PictureUpload {
            hash,
            bytes: &bytes,
            mime: &mime,
            name: &name,
            alt: &picture.alt,
            caption: &picture.caption,
            title: &title,
        };
        let attempt =
            Upload { blog, hash, attempt: Some(self.clock.now()), waited_ms: 0, media: None };
        self.store.put_upload(&attempt)?;
        self.memory().files.insert((blog, hash), Settle::begin(self.clock.elapsed()));
        let publication = work.publication.id;
        let picture = PictureOf::of(&work.publication.wanted, hash);
        let last_told = Mutex::new(None::<Duration>);
        let told = |sent_bytes, total_bytes| {
            let now = self.clock.elapsed();
            let mut last = last_told.lock().unwrap_or_else(PoisonError::into_inner);
            let early = last.is_some_and(|last| now.saturating_sub(last) < TELL_EVERY);
            if early && sent_bytes < total_bytes {
                return;
            }
            *last = Some(now);
            let progress =
                SyncEvent::UploadProgress { publication, blog, picture, sent_bytes, total_bytes };
            self.tell(progress);
        };
        match self.ask(&work.blog, work.client.upload(&upload, &told)).await {
            Ok(media) => self.arrived(work, hash, media),
            // The attempt stays: it is looked for before it is repeated.
            Err(error) if error.outcome_unknown() => {
                // It may land from now on, however long the upload was under way.
                self.memory().files.insert((blog, hash), Settle::begin(self.clock.elapsed()));
                Err(error.into())
            }
            Err(error) => {
                self.memory().files.remove(&(blog, hash));
                self.store.put_upload(&Upload { attempt: None, ..attempt })?;
                Err(error.into())
            }
        }
    }

    pub(crate) async fn confirm_upload(&self, work: &mut Work<'_>, hash: MediaHash) -> Result<()> {
        let blog = work.blog.id;
        let gate = self.memory().uploading.entry(blog).or_default().clone();
        let _one_at_a_time = gate.lock().await;
        // Another publication may have found out, or be trying again.
        let known = self.store.upload(blog, hash)?;
        let in_doubt = |upload: &Upload| upload.media.is_none() && upload.attempt.is_some();
        let Some(begun) = known.filter(in_doubt) else { return Ok(()) };
        if let Some(media) = self.ask(&work.blog, work.client.find_media(&hash)).await? {
            return self.arrived(work, hash, media);
        }
        let timeout = work.client.upload_timeout(self.store.media(hash)?.size_bytes);
        let elapsed = self.clock.elapsed();
        let settled = self.memory().settling_file(&begun, timeout, elapsed).is_over();
        if settled {
            self.memory().files.remove(&(blog, hash));
            return Ok(self.store.put_upload(&Upload { attempt: None, waited_ms: 0, ..begun })?);
        }
        if let Some(settle) = self.memory().files.get_mut(&(blog, hash)) {
            settle.looked(elapsed);
        }
        self.keep_waited_of_file(begun)
    }

    fn arrived(&self, work: &mut Work<'_>, hash: MediaHash, media: RemoteMedia) -> Result<()> {
        let blog = work.blog.id;
        let arrived = Upload { blog, hash, attempt: None, waited_ms: 0, media: Some(media) };
        self.store.put_upload(&arrived)?;
        self.memory().files.remove(&(blog, hash));
        self.went_well(&mut work.publication)
    }
}

/// The file's name without extension, and its title in the library. The size for the page, where
/// it is a file of its own, is told from the full one by its width.
fn names(picture: &FrozenPicture, hash: MediaHash) -> (String, String) {
    let name = if picture.name.is_empty() { "image" } else { &picture.name };
    let title = if picture.alt.is_empty() { name } else { &picture.alt };
    if hash == picture.web && hash != picture.full {
        (format!("{name}-{}", picture.web_width_px), title.to_owned())
    } else {
        (name.to_owned(), title.to_owned())
    }
}
