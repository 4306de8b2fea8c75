//! `coupure blog …`

use std::{
    io::{BufRead, Read},
    time::Duration,
};

use coupure_desk::{
    Answer, Desk,
    view::{BlogView, Check, NewBlog, Verdict},
};
use coupure_model::{BlogKind, Code, Problem};
use serde_json::json;

use crate::{
    arguments::{AddBlog, BlogCommand},
    parse_argument,
    print::Printer,
};

/// An application password is some 30 characters.
const PASSWORD_BYTES_MAX: u64 = 4_096;
const ADDRESS_BYTES_MAX: u64 = 16_384;
/// An author who has to look for their password takes some minutes.
const BROWSER_WITHIN: Duration = Duration::from_secs(30 * 60);

pub async fn run(desk: &Desk, command: BlogCommand, printer: &Printer) -> Answer<()> {
    match command {
        BlogCommand::Add(new) => {
            must_have_a_name(&new)?;
            let before = desk.blogs()?;
            let added = add(desk, new, printer).await?;
            let here = before.iter().find(|view| view.blog.id == added.blog.id);
            if let Some(here) = here.filter(|here| here.blog.name != added.blog.name) {
                printer.note(&format!(
                    "“{}” was this site already: it is called “{}” from now on.",
                    here.blog.name, added.blog.name
                ));
            }
            match added.blog.kind {
                BlogKind::Folder { .. } => show(&added, printer),
                _ => show_added(desk, &added, printer).await,
            }
        }
        BlogCommand::ImportLinks { name, file } => {
            let blog = desk.blog_named(Some(&name))?;
            let posts = match file {
                Some(file) => desk.import_links(blog.id, &file)?,
                None => desk.refresh_links(blog.id).await?,
            };
            let line = format!("{posts} posts");
            printer.row(&json!({ "blog": blog.name, "posts": posts }), &[&line]);
        }
        BlogCommand::List => desk.blogs()?.iter().for_each(|view| show(view, printer)),
        BlogCommand::Move { name, url } => {
            let blog = desk.blog_named(Some(&name))?;
            show(&desk.move_blog(blog.id, &url).await?, printer);
        }
        BlogCommand::Remove { name } => {
            let blog = desk.blog_named(Some(&name))?;
            desk.remove_blog(blog.id).await?;
            printer.row(&json!({ "removed": blog.name }), &[&blog.name]);
        }
        BlogCommand::Check { name } => check(desk, &name, printer).await?,
    }
    Ok(())
}

async fn check(desk: &Desk, name: &str, printer: &Printer) -> Answer<()> {
    let blog = desk.blog_named(Some(name))?;
    let checks = desk.check_blog(blog.id).await?;
    for check in &checks {
        let (mark, told) = match &check.verdict {
            Verdict::Holds => ("✓", found(check)),
            Verdict::Note { problem } => ("!", problem.message.clone()),
            Verdict::Wrong { problem } => ("✗", problem.message.clone()),
        };
        printer.row(&json!(check), &[mark, &check.probe, &told]);
    }
    let wrong = checks.into_iter().find_map(|check| match check.verdict {
        Verdict::Wrong { problem } => Some(problem),
        _ => None,
    });
    wrong.map_or(Ok(()), Err)
}

async fn add(desk: &Desk, new: AddBlog, printer: &Printer) -> Answer<BlogView> {
    match new {
        AddBlog::Folder { path, name, title, lang } => {
            let language = lang.as_deref().map_or(Ok(Default::default()), parse_argument)?;
            let title = title.unwrap_or_default();
            desk.add_blog(NewBlog::Folder { path, name, title, language }).await
        }
        AddBlog::Wordpress { url, name, user, authorise } => {
            let password = match authorise {
                true => copied_password(desk, &url, &user, printer).await?,
                false => read_password()?,
            };
            desk.add_blog(NewBlog::WordPress { url, name, user, password }).await
        }
        AddBlog::WordpressCom { name } => {
            let begun = desk.begin_wordpress_com(&name)?;
            printer.note(&format!(
                "Open this page in the browser and let Coupure in:\n{}\nIf the browser then shows \
                 that it cannot connect, paste the address that it shows here.",
                begun.page
            ));
            let returned = returned(desk.wait_for_wordpress_com(), pasted()).await?;
            desk.finish_wordpress_com(&returned).await
        }
        AddBlog::Xmlrpc { url, name, user } => {
            let password = read_password()?;
            desk.add_blog(NewBlog::XmlRpc { url, name, user, password }).await
        }
    }
}

/// Every command after this one says the blog by its name.
fn must_have_a_name(new: &AddBlog) -> Answer<()> {
    let (AddBlog::Folder { name, .. }
    | AddBlog::Wordpress { name, .. }
    | AddBlog::WordpressCom { name }
    | AddBlog::Xmlrpc { name, .. }) = new;
    if name.trim().is_empty() {
        return Err(Problem::new(
            Code::BadArgument,
            "Give the blog a name to know it by (--name).",
        ));
    }
    Ok(())
}

/// The address that the browser comes back to, or that was copied from it.
async fn returned(
    by_browser: impl Future<Output = Answer<String>>,
    pasted: impl Future<Output = Option<String>>,
) -> Answer<String> {
    tokio::select! {
        Ok(returned) = by_browser => Ok(returned),
        Some(pasted) = pasted => Ok(pasted),
        () = tokio::time::sleep(BROWSER_WITHIN) => Err(Problem::new(
            Code::AuthoriseStale,
            format!(
                "Nobody let Coupure in at WordPress.com within {} minutes, so nothing was added: \
                 begin again with the same command.",
                BROWSER_WITHIN.as_secs() / 60
            ),
        )),
    }
}

/// A new blog, with the titles of its posts for links to them.
async fn show_added(desk: &Desk, added: &BlogView, printer: &Printer) {
    show(added, printer);
    // It is added, whether its posts can be listed at this moment or not.
    if let Err(problem) = desk.refresh_links(added.blog.id).await {
        printer.note(&format!(
            "Its posts could not be listed for links ({problem}) `coupure blog import-links {}` \
             tries again.",
            added.blog.name
        ));
    }
}

/// What a probe found, for people.
fn found(check: &Check) -> String {
    match (check.probe.as_str(), check.found.parse::<u64>()) {
        ("limit", Ok(bytes)) => format!("{} KB", bytes / 1024),
        _ => check.found.clone(),
    }
}

fn show(view: &BlogView, printer: &Printer) {
    let kind = match view.blog.kind {
        BlogKind::Folder { .. } => "folder",
        BlogKind::WordPress { .. } => "wordpress",
        BlogKind::WordPressCom { .. } => "wordpress-com",
        BlogKind::XmlRpc { .. } => "xmlrpc",
    };
    let object = json!({
        "id": view.blog.id,
        "name": view.blog.name,
        "kind": kind,
        "title": view.blog.title,
        "language": view.blog.language,
        "time_zone": view.blog.time_zone,
        "address": view.address,
        "built_in": view.built_in,
    });
    printer.row(&object, &[&view.blog.name, kind, &view.address]);
}

/// A line of the standard input; `None`: there is none. A thread of its own, which nobody waits for:
/// the browser may be faster.
async fn pasted() -> Option<String> {
    let (line, lines) = tokio::sync::oneshot::channel();
    std::thread::spawn(move || {
        let mut text = String::new();
        let stdin = std::io::stdin().lock().take(ADDRESS_BYTES_MAX).read_line(&mut text);
        if stdin.is_ok() && !text.trim().is_empty() {
            // Nobody listens once the browser has answered.
            let _ = line.send(text);
        }
    });
    lines.await.ok()
}

/// The password that the blog's own page shows once Coupure is let in. Nothing comes back by
/// itself: the page sends a browser to loopback from WordPress 7.1 on alone, and the browser may be
/// another computer's.
async fn copied_password(desk: &Desk, url: &str, user: &str, printer: &Printer) -> Answer<String> {
    let asked = desk.page_to_authorise(url).await?;
    printer.note(&format!(
        "Open this page in the browser as {user}, let Coupure in, and paste the password that it \
         shows here:\n{}",
        asked.page
    ));
    let mut line = String::new();
    let read = std::io::stdin().lock().take(PASSWORD_BYTES_MAX).read_line(&mut line);
    given(line, read)
}

fn read_password() -> Answer<String> {
    let mut password = String::new();
    let read = std::io::stdin().take(PASSWORD_BYTES_MAX).read_to_string(&mut password);
    given(password, read)
}

fn given(password: String, read: std::io::Result<usize>) -> Answer<String> {
    read.map_err(|error| {
        Problem::new(
            Code::BadArgument,
            format!("The application password cannot be read: {error}."),
        )
    })?;
    if password.trim().is_empty() {
        return Err(Problem::new(
            Code::SecretMissing,
            "Give the application password on the standard input: it is made on the blog, under \
             Users, Profile, Application Passwords.",
        ));
    }
    Ok(password)
}

#[cfg(test)]
mod tests {
    use std::future::{pending, ready};

    use super::*;

    #[test]
    fn a_blog_of_any_kind_needs_a_name() {
        let xmlrpc = |name: &str| AddBlog::Xmlrpc {
            url: "a.example".into(),
            name: name.into(),
            user: "laurent".into(),
        };
        for nameless in [xmlrpc(" "), AddBlog::WordpressCom { name: String::new() }] {
            assert_eq!(must_have_a_name(&nameless).unwrap_err().code, Code::BadArgument);
        }
        assert!(must_have_a_name(&xmlrpc("essai")).is_ok());
    }

    #[tokio::test(start_paused = true)]
    async fn a_sign_in_that_nobody_ends_is_said_in_one_sentence() {
        let nothing_typed = ready(None);
        let problem = returned(pending(), nothing_typed).await.unwrap_err();
        assert_eq!(
            problem.message,
            "Nobody let Coupure in at WordPress.com within 30 minutes, so nothing was added: begin \
             again with the same command."
        );
    }
}
