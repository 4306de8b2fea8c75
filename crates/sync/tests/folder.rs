//! The worker on the blog that is there from the first start: a site in a folder.

mod support;

use std::{fs, sync::Arc, time::Duration};

use async_trait::async_trait;
use coupure_blog::{BlogClient, secrets::Vault};
use coupure_model::{Blog, BlogKind, Standing, WantedState};
use coupure_sync::{Connector, Error, Worker};
use coupure_testkit::fake_blog::Faults;
use support::{House, content};

struct ToFolder;

#[async_trait]
impl Connector for ToFolder {
    async fn connect(&self, blog: &Blog) -> Result<Arc<dyn BlogClient>, Error> {
        Ok(Arc::from(coupure_blog::connect(blog, None, &Vault::Keychain)?))
    }
}

/// A small picture of one colour, as JPEG.
fn jpeg(side_px: u32) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let picture = image::RgbImage::from_pixel(side_px, side_px, image::Rgb([200, 190, 180]));
    picture.write_to(&mut bytes, image::ImageFormat::Jpeg).unwrap();
    bytes.into_inner()
}

#[tokio::test]
async fn a_page_shows_the_web_size_and_links_to_the_full_one() {
    let mut house = House::new(Faults::none());
    let site = tempfile::tempdir().unwrap();
    house.blog = Blog {
        kind: BlogKind::Folder { path: site.path().display().to_string() },
        ..house.blog.clone()
    };
    house.store.put_blog(&house.blog).unwrap();
    let mut picture = house.picture(1);
    let (web, full) = (jpeg(16), jpeg(32));
    picture.web = house.store.put_media(&web, "image/jpeg", 16, 16, "").unwrap();
    picture.full = house.store.put_media(&full, "image/jpeg", 32, 32, "").unwrap();
    (picture.web_width_px, picture.web_height_px) = (16, 16);
    let text = content("Une page", &format!("Voir :\n\n![Coupure]({})\n", picture.reference));
    let draft = house.draft(&text);
    let id = house.publish(draft, &text, WantedState::Published, vec![picture]).id;
    let worker = Worker::new(house.store.clone(), Arc::new(ToFolder), |_| {});
    assert!(worker.until_quiet(Duration::from_secs(60)).await, "{:?}", house.publication(id));

    let publication = house.publication(id);
    assert_eq!(publication.standing, Standing::Settled);
    let pictures: Vec<_> = fs::read_dir(site.path().join("pictures"))
        .unwrap()
        .map(|entry| fs::read(entry.unwrap().path()).unwrap())
        .collect();
    assert_eq!(pictures.len(), 2);
    assert!(pictures.contains(&web) && pictures.contains(&full));
    let page = fs::read_to_string(site.path().join("une-page").join("index.html")).unwrap();
    assert!(page.contains("<img") && page.contains("width=\"16\""), "{page}");
    assert!(!page.contains("media:"), "{page}");

    // Taken back, the page is gone.
    house.publish(draft, &text, WantedState::TakenBack, Vec::new());
    assert!(worker.until_quiet(Duration::from_secs(60)).await);
    assert_eq!(house.publication(id).standing, Standing::Settled);
    assert!(!site.path().join("une-page").join("index.html").exists());
}
