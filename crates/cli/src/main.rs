//! `coupure`: the desk without a window, for scripts, servers and tests.
//!
//! Each command is a few lines: parse, call the desk, print. Errors go to stderr with their code,
//! and exit 1; a command that is not understood exits 2. Scripts rely on the fields printed.

mod arguments;
mod blog;
mod choosing;
mod clip;
mod draft;
mod print;
mod publish;
mod source;

use std::{path::PathBuf, process::ExitCode, time::Duration};

use arguments::{Arguments, Command, RenderArgument};
use clap::Parser;
use coupure_desk::{Access, Answer, Desk, OpenOptions, RenderTarget, default_home};
use coupure_model::{Code, Problem};
use print::Printer;
use serde_json::json;

fn main() -> ExitCode {
    coupure_desk::open_pdf_if_asked();
    let arguments = Arguments::parse();
    let log = tracing_subscriber::EnvFilter::try_from_env("COUPURE_LOG");
    tracing_subscriber::fmt()
        .with_env_filter(log.unwrap_or_else(|_| "error".into()))
        .with_writer(std::io::stderr)
        .init();
    let printer = Printer { json: arguments.json };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("the system can start threads");
    match runtime.block_on(run(arguments, &printer)) {
        Ok(code) => code,
        Err(problem) => {
            printer.problem(&problem);
            ExitCode::from(if problem.code == Code::BadArgument { 2 } else { 1 })
        }
    }
}

async fn run(arguments: Arguments, printer: &Printer) -> Answer<ExitCode> {
    if let Command::Render { file, to, lang } = &arguments.command {
        let target = match to {
            RenderArgument::Preview => RenderTarget::Preview,
            RenderArgument::Blocks => RenderTarget::Blocks,
            RenderArgument::Html => RenderTarget::Html,
        };
        let language = lang.as_deref().map(parse_argument).transpose()?;
        let html = coupure_desk::render_file(file, target, language)?;
        printer.text("html", &html);
        return Ok(ExitCode::SUCCESS);
    }
    let home = arguments.home.map_or_else(default_home, Ok)?;
    let desk = match &arguments.command {
        // They may last, and a window is to open meanwhile with all its rights.
        Command::Export { .. } | Command::Backup { .. } => {
            Desk::open(options(home, Access::ReadOnly))?
        }
        command if only_reads(command) => open_to_read(home)?,
        _ => Desk::open(options(home, Access::Write))?,
    };
    let code = command(&desk, arguments.command, printer).await;
    desk.stop().await;
    code
}

fn options(home: PathBuf, access: Access) -> OpenOptions {
    OpenOptions {
        home,
        access,
        models: coupure_desk::models_folder(),
        pdf_opener: coupure_desk::PdfOpener::this_program(),
        picture_base: "coupure:".into(),
        secrets: coupure_desk::secrets_choice(),
        undo: Duration::ZERO,
    }
}

/// A command that only reads works beside a window; where no window holds the home it may write
/// too, for a home is made at its first opening.
fn open_to_read(home: PathBuf) -> Answer<Desk> {
    match Desk::open(options(home.clone(), Access::Write)) {
        Err(problem) if problem.code == Code::HomeInUse => {
            Desk::open(options(home, Access::ReadOnly))
        }
        opened => opened,
    }
}

fn only_reads(command: &Command) -> bool {
    use arguments::{BlogCommand as B, ClipCommand as C, DraftCommand as D};
    matches!(
        command,
        Command::Status
            | Command::Search { .. }
            | Command::Links { .. }
            | Command::Doctor
            | Command::Resolve { keep: None, .. }
            | Command::Blog(B::List | B::Check { .. })
            | Command::Draft(D::List | D::Show { .. } | D::History { .. })
            | Command::Clip(
                C::List | C::Show { .. } | C::Text { .. } | C::Request { .. } | C::Export { .. }
            )
    )
}

async fn command(desk: &Desk, command: Command, printer: &Printer) -> Answer<ExitCode> {
    match command {
        Command::Blog(command) => blog::run(desk, command, printer).await?,
        Command::Draft(command) => draft::run(desk, command, printer)?,
        Command::Clip(command) => clip::run(desk, command, printer)?,
        Command::Publish(wanted) => return publish::publish(desk, wanted, printer).await,
        Command::Unpublish { id, blog, wait } => {
            return publish::unpublish(desk, &id, blog.as_deref(), wait, printer).await;
        }
        Command::Sync { wait } => return publish::sync(desk, wait, printer).await,
        Command::Status => publish::status(desk, printer)?,
        Command::Retry { id, smaller } => {
            let found = publish::find(desk, &id)?;
            let view = match smaller {
                true => desk.send_smaller(found)?,
                false => desk.retry(found)?,
            };
            publish::show(desk, &view, printer)?;
        }
        Command::Cancel { id } => {
            publish::cancel(desk, &id, printer)?;
        }
        Command::Resolve { id, keep: Some(keep) } => publish::resolve(desk, &id, keep, printer)?,
        Command::Resolve { id, keep: None } => publish::compare(desk, &id, printer)?,
        Command::Pull { blog } => {
            let from = desk.blog_named(Some(&blog))?;
            for pulled in desk.pull(from.id).await? {
                let mark = if pulled.new { "new" } else { "here" };
                printer.row(&json!(pulled), &[&pulled.id.to_string(), mark, &pulled.title]);
            }
        }
        Command::Links { words } => {
            for link in desk.find_posts(&words.join(" "))? {
                let date = link.date.map(|date| date.strftime("%Y-%m-%d").to_string());
                let date = date.unwrap_or_default();
                printer.row(&json!(link), &[&date, &link.title, &link.url]);
            }
        }
        Command::Search { words } => draft::search(desk, &words.join(" "), printer)?,
        Command::Export { folder } => {
            let done = desk.export(&folder)?;
            let line = format!("{} drafts, {} pictures", done.drafts, done.pictures);
            printer.row(&json!(done), &[&line]);
        }
        Command::Backup { file } => {
            desk.backup(&file)?;
            let shown = file.display().to_string();
            printer.row(&json!({ "file": shown }), &[&shown]);
        }
        Command::Doctor => {
            let found = desk.doctor()?;
            for sentence in &found {
                printer.row(&json!({ "found": sentence }), &[sentence]);
            }
            if found.is_empty() {
                printer.row(&json!({ "found": null }), &["All is well."]);
            }
        }
        Command::Render { .. } => unreachable!("rendering needs no home and was done above"),
    }
    Ok(ExitCode::SUCCESS)
}

/// An identifier, a language, a date: whatever says itself what is wrong with it.
fn parse_argument<T>(text: &str) -> Answer<T>
where
    T: std::str::FromStr,
    T::Err: std::fmt::Display,
{
    text.parse().map_err(|error| {
        Problem::new(Code::BadArgument, format!("“{text}” does not fit: {error}."))
            .with("argument", text)
    })
}
