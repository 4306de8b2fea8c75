//! What is good to know of a blog though it does not stop publishing: each a code and a sentence.

use coupure_model::{Code, Problem};

pub(super) fn not_encrypted(host: &str) -> Problem {
    let sentence = format!(
        "{host} is spoken to without https: the password can be read on the way. Ask the site's \
         host for a certificate, then give the address with https://."
    );
    Problem::new(Code::NotEncrypted, sentence).with("host", host)
}

pub(super) fn wordpress_old(host: &str, version: &str, least: &str) -> Problem {
    let sentence = format!(
        "{host} runs WordPress {version}; Coupure is tested from {least} on. Update it when you can."
    );
    Problem::new(Code::WordpressOld, sentence).with("host", host).with("version", version)
}

pub(super) fn answers_junk(host: &str, junk: &str) -> Problem {
    let sentence = format!(
        "{host} puts something else before its answers (“{junk}”). Each sending has to be verified \
         and takes some minutes: look for a plugin that prints warnings."
    );
    Problem::new(Code::AnswersJunk, sentence).with("host", host).with("detail", junk)
}

/// `loses`: `publish`, `html`, `categories`, `others`.
pub(super) fn role_limited(host: &str, user: &str, role: &str, loses: &[&str]) -> Problem {
    let said: Vec<&str> = loses
        .iter()
        .map(|what| match *what {
            "publish" => "posts wait for an editor's approval",
            "html" => "frames, SVG drawings, styles and scripts are removed from the text",
            "categories" => "new categories cannot be made",
            _ => "posts of others cannot be changed",
        })
        .collect();
    let sentence = format!(
        "“{user}” is {role} on {host}: {}. Ask for a higher role if you need these.",
        said.join("; ")
    );
    Problem::new(Code::RoleLimited, sentence)
        .with("host", host)
        .with("user", user)
        .with("role", role)
        .with("loses", loses.join(","))
}

pub(super) fn upload_limit_low(host: &str, max_bytes: u64) -> Problem {
    let sentence = format!(
        "{host} takes pictures of some {} KB at most; larger ones are made smaller when you agree. \
         Ask the site's host for a higher limit.",
        max_bytes / 1024
    );
    Problem::new(Code::UploadLimitLow, sentence).with("host", host).with("max_bytes", max_bytes)
}

pub(super) fn blocks_missing(host: &str, missing: &[&str]) -> Problem {
    let names = missing.join(", ");
    let sentence = format!(
        "{host} does not know the blocks {names}: what needs them is sent in a simpler form."
    );
    Problem::new(Code::BlocksMissing, sentence).with("host", host).with("blocks", names)
}

pub(super) fn revisions_off(host: &str) -> Problem {
    let sentence = format!(
        "{host} keeps no older versions of posts: what somebody writes there at the very moment of \
         an update cannot be seen. Allow revisions in wp-config.php if several people write."
    );
    Problem::new(Code::RevisionsOff, sentence).with("host", host)
}
