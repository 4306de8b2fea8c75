//! The promises about categories and tags.

use coupure_blog::{BlogClient, Dialect};
use coupure_model::{Code, PostChanges, RemoteId};

use crate::{
    bench::Bench,
    checks::{mark, post, publish},
};

pub async fn terms_are_found_whatever_their_case(blog: &dyn BlogClient) {
    let with = |categories: &[&str], tags: &[&str]| PostChanges {
        categories: Some(categories.iter().map(|name| (*name).into()).collect()),
        tags: Some(tags.iter().map(|name| (*name).into()).collect()),
        ..post("Termes", "<p>x</p>")
    };
    let sorted = |mut names: Vec<String>| {
        names.sort();
        names
    };
    let tags =
        ["L’été", "L'hiver", "R&D", "<3", "tag-12", "Œuvre", "a", "b", "c", "d", "e", "f", "g"];
    let one = publish(blog, &with(&["Presse", "R&D"], &tags)).await;
    assert_eq!(sorted(one.categories), ["Presse", "R&D"]);
    assert_eq!(one.tags.len(), tags.len(), "{:?}", one.tags);
    let none = PostChanges { tags: Some(Vec::new()), ..PostChanges::default() };
    assert!(blog.update(&one.id, &none).await.unwrap().tags.is_empty());
    if blog.dialect() == Dialect::WordPressBlocks {
        // One term, in whatever letters it is asked for.
        let two = publish(blog, &with(&["presse", "r&d"], &["l’ÉTÉ", "r&D", "l'HIVER"])).await;
        assert_eq!(sorted(two.categories), ["Presse", "R&D"]);
        assert_eq!(sorted(two.tags), ["L'hiver", "L’été", "R&D"]);
        // A post of which no category is said is in the usual one.
        assert_eq!(publish(blog, &post("Sans", "<p>x</p>")).await.categories.len(), 1);
        let none = PostChanges { categories: Some(Vec::new()), ..PostChanges::default() };
        assert!(blog.update(&two.id, &none).await.unwrap().categories.is_empty());
    }
}

/// Also by those who may make none.
pub async fn terms_that_are_there_are_used_and_not_made_again(bench: &Bench) {
    let Some(site) = &bench.site else { return };
    let names = ["Pêche & chasse", "L'avis <du> lac", "<3", "« Une », \"deux\"", "Îles"];
    for name in names {
        let name = name.replace('\'', "\\'");
        let made = format!("echo wp_insert_term(wp_slash('{name}'), 'category')['term_id'];");
        site.php(&made).unwrap();
    }
    // An import wrote it as it is.
    site.php(
        "global $wpdb; $id = wp_insert_term('Brut', 'category')['term_id'];
        $wpdb->update($wpdb->terms, ['name' => 'Brut & net'], ['term_id' => $id]);",
    )
    .unwrap();
    let count = || site.php("echo wp_count_terms(['taxonomy' => 'category']);").unwrap();
    let before = count();
    // `wp_insert_term` takes what looks like a tag out of a name.
    let stored = names.map(|name| name.replace("<du>", "")).map(|name| name.replace("  ", " "));
    for name in stored.iter().map(String::as_str).chain(["Brut & net"]) {
        let with =
            PostChanges { categories: Some(vec![name.into()]), ..post("Rangé", "<p>x</p>") };
        assert_eq!(publish(bench.client.as_ref(), &with).await.categories, [name]);
    }
    assert_eq!(count(), before, "none was made");
}

pub async fn of_two_categories_called_the_same_a_post_keeps_its_own(bench: &Bench) {
    let Some(site) = &bench.site else { return };
    let blog = bench.client.as_ref();
    let made = site.php(
        "$in = fn($name, $parent) => wp_insert_term($name, 'category', ['parent' => $parent])['term_id'];
        echo implode(' ', [$in('Sport', $in('Nord', 0)), $in('Sport', $in('Sud', 0))]);",
    );
    let made = made.unwrap();
    let (first, second) = made.split_once(' ').unwrap();
    let of = |id: &RemoteId| {
        let asked = format!("echo implode(' ', wp_get_post_categories({id}));");
        site.php(&asked).unwrap()
    };
    let sport = |title: &str| PostChanges {
        categories: Some(vec!["Sport".into()]),
        ..post(title, "<p>x</p>")
    };
    let there = blog.create_draft(mark(), &sport("Un")).await.unwrap();
    assert_eq!(of(&there.id), first, "the lower of two for a new post");
    site.php(&format!("wp_set_post_categories({}, [{second}]);", there.id)).unwrap();
    assert_eq!(blog.read(&there.id).await.unwrap().unwrap().categories, ["Sport"]);
    for title in ["Deux", "Trois"] {
        blog.update(&there.id, &sport(title)).await.unwrap();
        assert_eq!(of(&there.id), second, "where somebody put it");
    }
    let other = blog.create_draft(mark(), &sport("Quatre")).await.unwrap();
    assert_eq!(of(&other.id), first);
}

pub async fn a_category_that_is_missing_is_for_an_editor_to_make(blog: &dyn BlogClient) {
    let mark = mark();
    let with = PostChanges { categories: Some(vec!["Inconnue".into()]), ..post("Un", "<p>x</p>") };
    let error = blog.create_draft(mark, &with).await.unwrap_err();
    assert_eq!(error.code(), Code::NotAllowed);
    assert!(error.to_string().contains("Inconnue"), "{error}");
    assert!(!error.outcome_unknown());
    assert_eq!(blog.find_created(mark).await.unwrap(), []);
    let usual = publish(blog, &post("Deux", "<p>x</p>")).await.categories;
    let shouted = vec![usual[0].to_ascii_uppercase()];
    let with = PostChanges { categories: Some(shouted), ..with };
    assert_eq!(publish(blog, &with).await.categories, usual);
}
