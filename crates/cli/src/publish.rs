//! `coupure publish`, `unpublish`, `sync`, `status`, `retry`, `cancel`, `resolve`

use std::{process::ExitCode, time::Duration};

use coupure_desk::{
    Answer, Desk, Moment,
    view::{Keep, PublicationState, PublicationView, RightsDoubt},
};
use coupure_model::{Code, DraftId, Problem, PublicationId, Timestamp, WantedState};

use crate::{
    arguments::{KeepArgument, Publish, StateArgument},
    choosing, parse_argument,
    print::Printer,
};

/// A later hour is a slip of the keyboard.
const YEAR_MAX: i16 = 2100;

pub async fn publish(desk: &Desk, wanted: Publish, printer: &Printer) -> Answer<ExitCode> {
    let draft: DraftId = parse_argument(&wanted.id)?;
    let blog = wanted.blog.map(|name| desk.blog_named(Some(&name))).transpose()?;
    let blog = blog.map(|blog| blog.id);
    let state = match (wanted.at, wanted.state) {
        (Some(text), StateArgument::Publish) => {
            let Moment { at, twice, said } = desk.moment_on_blog(&text, Some((draft, blog)))?;
            if twice {
                printer.note(&format!(
                    "“{text}” comes twice: the clocks are put back on that day. The first is meant."
                ));
            }
            if at.to_zoned(jiff::tz::TimeZone::UTC).year() > YEAR_MAX {
                return Err(Problem::new(
                    Code::BadArgument,
                    format!("{said} is beyond the year {YEAR_MAX}: is the year a slip?"),
                ));
            }
            if at <= Timestamp::now() {
                return Err(Problem::new(
                    Code::BadArgument,
                    format!("{said} has passed; choose a later hour, or leave --at out."),
                ));
            }
            WantedState::Scheduled { at }
        }
        (Some(_), _) => {
            return Err(Problem::new(
                Code::BadArgument,
                "Only a post that is published can have a date to appear (--at).",
            ));
        }
        (None, StateArgument::Publish) => match desk.date_to_come(draft, blog)? {
            Some(at) => WantedState::Scheduled { at },
            None => WantedState::Published,
        },
        (None, StateArgument::Draft) => WantedState::Draft,
        (None, StateArgument::Private) => WantedState::Private,
    };
    let rights = desk.publish_button(draft, blog)?.rights;
    let view = desk.publish(draft, blog, state)?;
    for note in rights {
        printer.note(&match note.doubt {
            RightsDoubt::ToCheck => format!(
                "Rights to check: {} (`coupure clip request {}` writes the mail that asks).",
                note.named, note.clipping
            ),
            RightsDoubt::CitationWithScan => {
                format!("Short citation, and the post shows the whole scan: {}.", note.named)
            }
        });
    }
    let at = match state {
        WantedState::Scheduled { at } => at,
        _ => Timestamp::now(),
    };
    if let Some(until) = desk.embargo_of(view.id)?.filter(|until| *until > at) {
        printer.note(&format!(
            "A clipping in it has an embargo: it goes out not before {}.",
            desk.say_on_blog(until, view.blog)?
        ));
    }
    finish(desk, view, wanted.wait, printer).await
}

pub async fn unpublish(
    desk: &Desk,
    id: &str,
    blog: Option<&str>,
    wait: Option<u64>,
    printer: &Printer,
) -> Answer<ExitCode> {
    let blog = blog.map(|name| desk.blog_named(Some(name))).transpose()?;
    let view = desk.take_back(on_blog(desk, id, blog.map(|blog| blog.id))?)?;
    finish(desk, view, wait, printer).await
}

pub async fn sync(desk: &Desk, wait: u64, printer: &Printer) -> Answer<ExitCode> {
    // An import that was cut short goes on too.
    tokio::task::block_in_place(|| desk.work_off_clippings());
    let quiet = desk.sync(Duration::from_secs(wait)).await?;
    status(desk, printer)?;
    Ok(ExitCode::from(u8::from(!quiet)))
}

pub fn status(desk: &Desk, printer: &Printer) -> Answer<()> {
    desk.publications()?.iter().try_for_each(|view| show(desk, view, printer))
}

/// How a publication stands, with the hour that it waits for in the blog's time zone.
pub fn show(desk: &Desk, view: &PublicationView, printer: &Printer) -> Answer<()> {
    let say = |at| desk.say_on_blog(at, view.blog);
    let hour = match (view.state, view.wanted, view.until) {
        (PublicationState::Scheduled, WantedState::Scheduled { at }, _) => {
            Some(format!("(appears {})", say(at)?))
        }
        (PublicationState::Waiting, _, Some(until)) => Some(format!("(until {})", say(until)?)),
        _ => None,
    };
    printer.publication(view, hour);
    Ok(())
}

pub fn resolve(desk: &Desk, id: &str, keep: KeepArgument, printer: &Printer) -> Answer<()> {
    let keep = match keep {
        KeepArgument::Mine => Keep::Mine,
        KeepArgument::Theirs => Keep::Theirs,
        KeepArgument::Both => Keep::Both,
        KeepArgument::Merged => Keep::Merged,
    };
    let id = find(desk, id)?;
    // Of a post that is gone from its blog there are no two versions.
    let seen = desk.publication(id)?.theirs.map(|_| desk.conflict(id)).transpose()?;
    let stamp = seen.as_ref().map(|seen| seen.stamp.as_str());
    show(desk, &desk.resolve(id, keep, stamp)?, printer)
}

/// Both versions and what can be done; nothing is chosen.
pub fn compare(desk: &Desk, id: &str, printer: &Printer) -> Answer<()> {
    let view = desk.publication(find(desk, id)?)?;
    if view.theirs.is_none() {
        return Err(choosing::nothing_to_compare(&view));
    }
    choosing::show(id, &desk.conflict(view.id)?, printer);
    Ok(())
}

/// Gives a wish up; where nothing is under way that is said.
pub fn cancel(desk: &Desk, id: &str, printer: &Printer) -> Answer<()> {
    use PublicationState as S;
    let view = desk.publication(find(desk, id)?)?;
    let under_way =
        matches!(view.state, S::Undoable | S::Sending | S::Waiting | S::NeedsAuthor | S::Refused);
    if !under_way {
        let draft = view.draft;
        printer.note(&match view.state {
            S::Cancelled => "It was given up already.".into(),
            _ => format!(
                "Nothing is under way: the post stays on {} as it is. `coupure unpublish {draft}` \
                 takes it back.",
                view.blog_name
            ),
        });
    }
    show(desk, &desk.give_up(view.id)?, printer)
}

/// The publication of that identifier, or the one of the draft of that identifier.
pub fn find(desk: &Desk, id: &str) -> Answer<PublicationId> {
    if let Ok(publication) = parse_argument::<PublicationId>(id)
        && desk.publication(publication).is_ok()
    {
        return Ok(publication);
    }
    on_blog(desk, id, None)
}

fn on_blog(desk: &Desk, id: &str, blog: Option<coupure_model::BlogId>) -> Answer<PublicationId> {
    let view = desk.publication_of(parse_argument(id)?, blog)?.ok_or_else(|| {
        Problem::new(Code::NothingPublished, "This draft was not published on that blog.")
    })?;
    Ok(view.id)
}

/// Sends it, where the caller waits; exits 1 if it is not there by then.
async fn finish(
    desk: &Desk,
    view: PublicationView,
    wait: Option<u64>,
    printer: &Printer,
) -> Answer<ExitCode> {
    let Some(seconds) = wait else {
        show(desk, &view, printer)?;
        return Ok(ExitCode::SUCCESS);
    };
    desk.sync(Duration::from_secs(seconds)).await?;
    let view = desk.publication(view.id)?;
    show(desk, &view, printer)?;
    use PublicationState as S;
    let there = matches!(
        view.state,
        S::Draft | S::Published | S::Page | S::Private | S::Scheduled | S::TakenBack | S::Cancelled
    );
    Ok(ExitCode::from(u8::from(!there)))
}
