//! Posts of a blog, found by words of their titles.

use coupure_model::{PublishedPost, RemoteId};

use crate::{at, folder_blog, new_home};

fn post(id: u32, title: &str) -> PublishedPost {
    PublishedPost {
        id: RemoteId(id.to_string()),
        title: title.into(),
        url: format!("https://a.example/{id}"),
        date: Some(at(i64::from(id))),
        modified: None,
    }
}

#[test]
fn a_post_is_found_by_the_beginnings_of_its_words_without_accents_and_with_a_wrong_letter() {
    let (_home, store) = new_home();
    let blog = folder_blog("maison");
    store.put_blog(&blog).unwrap();
    let titles = ["La mesure de midi", "Le cœur de l’été", "Pourquoi les moulins", "Été pluvieux"];
    let posts: Vec<_> = (1..).zip(titles).map(|(id, title)| post(id, title)).collect();
    store.put_posts(blog.id, &posts).unwrap();
    let found = |words: &str| -> Vec<String> {
        store.find_posts(words, 10).unwrap().into_iter().map(|hit| hit.title).collect()
    };
    assert_eq!(found("coeur"), ["Le cœur de l’été"]);
    assert_eq!(found("ETE"), ["Été pluvieux", "Le cœur de l’été"], "the latest first");
    assert_eq!(found("moul pourq"), ["Pourquoi les moulins"]);
    assert_eq!(found("mesire"), ["La mesure de midi"], "another letter");
    assert_eq!(found("moulls"), [""; 0], "two are too many");
    assert_eq!(found("moulin mesure"), [""; 0]);
    assert_eq!(found("").len(), 4);
    assert_eq!(store.find_posts("", 2).unwrap().len(), 2);

    let renamed = PublishedPost { title: "La mesure du soir".into(), ..post(1, "") };
    store.put_posts(blog.id, &[renamed]).unwrap();
    assert_eq!(found("midi"), [""; 0]);
    assert_eq!(store.count_posts(blog.id).unwrap(), 4);
    store.replace_posts(blog.id, &[post(2, titles[1])]).unwrap();
    assert_eq!(found(""), ["Le cœur de l’été"], "the others are gone from the blog");
    store.remove_blog(blog.id, at(9)).unwrap();
    assert_eq!(found("coeur"), [""; 0], "nobody links to a blog that was removed");
}
