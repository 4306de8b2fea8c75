//! `coupure blog …`

use std::io::Read;

use coupure_desk::{
    Answer, Desk,
    view::{BlogView, NewBlog},
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

pub async fn run(desk: &Desk, command: BlogCommand, printer: &Printer) -> Answer<()> {
    match command {
        BlogCommand::Add(AddBlog::Folder { path, name, title, lang }) => {
            let language = lang.as_deref().map_or(Ok(Default::default()), parse_argument)?;
            let title = title.unwrap_or_default();
            show(&desk.add_blog(NewBlog::Folder { path, name, title, language }).await?, printer);
        }
        BlogCommand::Add(AddBlog::Wordpress { url, name, user }) => {
            let password = read_password()?;
            show(&desk.add_blog(NewBlog::WordPress { url, name, user, password }).await?, printer);
        }
        BlogCommand::List => desk.blogs()?.iter().for_each(|view| show(view, printer)),
        BlogCommand::Check { name } => {
            let blog = desk.blog_named(Some(&name))?;
            let checks = desk.check_blog(blog.id).await?;
            for check in &checks {
                let told = check.problem.as_ref().map_or(check.found.as_str(), |p| &p.message);
                let mark = if check.problem.is_some() { "✗" } else { "✓" };
                printer.row(&json!(check), &[mark, &check.probe, told]);
            }
            if let Some(problem) = checks.into_iter().find_map(|check| check.problem) {
                return Err(problem);
            }
        }
    }
    Ok(())
}

fn show(view: &BlogView, printer: &Printer) {
    let kind = match view.blog.kind {
        BlogKind::Folder { .. } => "folder",
        BlogKind::WordPress { .. } => "wordpress",
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

fn read_password() -> Answer<String> {
    let mut password = String::new();
    std::io::stdin().take(PASSWORD_BYTES_MAX).read_to_string(&mut password).map_err(|error| {
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
