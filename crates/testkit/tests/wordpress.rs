//! The real WordPress that other tests stand on.
#![cfg(unix)]

use std::fs::File;
use std::time::{Duration, SystemTime};

use coupure_testkit::wordpress::{Options, WordPress};

#[test]
fn a_site_is_up_with_a_user_of_each_role_and_gone_with_its_handle() {
    let mut site = WordPress::start(&Options::default()).unwrap();
    assert_eq!(site.users.len(), 5);
    assert!(site.get("").unwrap().contains("<html lang=\"fr-FR\""));
    assert_eq!(site.count_posts().unwrap(), 0);
    let id: u64 = site
        .php_json(
            "echo wp_insert_post(['post_title' => 'Un', 'post_status' => 'publish',
                'post_content' => '<p>Voici \"l\\'été\" : 3x4</p>']);",
        )
        .unwrap();
    // Quotes as the French catalogue of WordPress sets them: its locale is at work.
    assert_eq!(
        site.rendered(id).unwrap().trim(),
        "<p>Voici &laquo;&nbsp;l&rsquo;été&nbsp;&raquo; : 3&#215;4</p>"
    );
    // What is due appears when the site's clock is run.
    site.php(&format!(
        "global $wpdb; $wpdb->update($wpdb->posts, ['post_status' => 'future'], ['ID' => {id}]);
        wp_schedule_single_event(time() - 5, 'publish_future_post', [{id}]);"
    ))
    .unwrap();
    assert_eq!(site.posts().unwrap()[0].status, "future");
    site.run_clock().unwrap();
    assert_eq!(site.posts().unwrap()[0].status, "publish");
    let url = site.url.clone();
    site.stop();
    assert!(site.get("").is_err());
    site.resume().unwrap();
    assert!(site.get("un/").unwrap().contains("Voici"));
    assert!(site.requests().unwrap().iter().any(|request| request.contains("GET /un/")));
    drop(site);
    assert!(ureq::get(&url).call().is_err(), "nothing listens any more");
}

#[test]
fn a_plugin_written_anew_counts_from_the_next_request() {
    let site = WordPress::start(&Options::default()).unwrap();
    let file = site.folder().join("wp-content/mu-plugins/says.php");
    site.plugin("says", "die('the first');").unwrap();
    // Old enough for PHP to keep what it compiled, and kept by each of the server's workers.
    let old = SystemTime::now() - Duration::from_secs(60);
    File::options().write(true).open(file).unwrap().set_modified(old).unwrap();
    for _ in 0..20 {
        assert_eq!(site.get("").unwrap(), "the first");
    }
    site.plugin("says", "die('the second');").unwrap();
    assert_eq!(site.get("").unwrap(), "the second");
}
