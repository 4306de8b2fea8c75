//! `coupure clip set` and `coupure clip request`, and what of them `clip import` takes too: where
//! a clipping comes from, and by what right it is shown.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use coupure_desk::{
    Answer, Desk, day_of_issue, link_to_article,
    view::{ClippingChange, ClippingView, Embargo},
};
use coupure_model::{ClippingId, Code, Language, Problem, Provenance, Rights};
use serde_json::json;

use crate::{
    parse_argument,
    print::{Printer, word},
};

/// What is said of a clipping; what is left out stays as it is.
#[derive(Debug, Default, Args)]
pub struct Source {
    /// The article's title
    #[arg(long)]
    pub title: Option<String>,
    #[arg(long)]
    pub newspaper: Option<String>,
    /// The day it appeared: 2026-10-28
    #[arg(long)]
    pub date: Option<String>,
    #[arg(long)]
    pub page: Option<String>,
    /// The newspaper's edition: Sarthe
    #[arg(long)]
    pub edition: Option<String>,
    /// Who wrote it: "Anne Le Goff", "propos recueillis par Anne Le Goff"
    #[arg(long)]
    pub journalist: Option<String>,
    /// The article on the web
    #[arg(long, value_name = "URL")]
    pub link: Option<String>,
    /// By what right it is shown
    #[arg(long)]
    pub rights: Option<RightsArgument>,
    /// Who gave the permission
    #[arg(long, value_name = "WHO")]
    pub by: Option<String>,
    /// The day the permission was given: 2026-10-30
    #[arg(long, value_name = "DATE")]
    pub on: Option<String>,
    /// The mail that gives the permission (.eml, .pdf, .txt or a picture), kept with the clipping
    #[arg(long, value_name = "FILE")]
    pub mail: Option<PathBuf>,
    /// The licence's name: CC BY-SA 4.0
    #[arg(long)]
    pub name: Option<String>,
    /// Nothing of it leaves this computer before: 2026-11-02 or 2026-11-02T08:00
    #[arg(long, value_name = "DATE")]
    pub embargo: Option<String>,
}

#[derive(Debug, Args)]
pub struct Set {
    pub id: String,
    #[command(flatten)]
    pub source: Source,
    /// Take what the page says of itself (see `clip show`) where nothing is said yet
    #[arg(long)]
    pub take_proposed: bool,
    /// Keep the mail that gives the permission no more
    #[arg(long, conflicts_with = "mail")]
    pub no_mail: bool,
    #[arg(long, conflicts_with = "embargo")]
    pub no_embargo: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum RightsArgument {
    ToCheck,
    Permission,
    Licence,
    PublicDomain,
    ShortCitation,
}

impl Source {
    /// What was known, with what is said now.
    pub fn provenance(&self, known: Provenance) -> Answer<Provenance> {
        let text = |said: &Option<String>, known: String| match said {
            Some(said) => said.trim().to_owned(),
            None => known,
        };
        Ok(Provenance {
            title: text(&self.title, known.title),
            newspaper: text(&self.newspaper, known.newspaper),
            date: self.date.as_deref().map_or(Ok(known.date), day_of_issue)?,
            page: text(&self.page, known.page),
            edition: text(&self.edition, known.edition),
            journalist: text(&self.journalist, known.journalist),
            link: self.link.as_deref().map_or(Ok(known.link), link_to_article)?,
        })
    }

    /// The rights as they are to be; `None`: as they are.
    pub fn rights(&self, known: &Rights) -> Answer<Option<Rights>> {
        let permits = self.by.is_some() || self.on.is_some() || self.mail.is_some();
        let kind = match (self.rights, known) {
            (Some(kind), _) => kind,
            (None, Rights::Permission { .. }) if permits => RightsArgument::Permission,
            (None, Rights::Licence { .. }) if self.name.is_some() => RightsArgument::Licence,
            (None, _) if permits => return Err(goes_with("--by, --on and --mail", "permission")),
            (None, _) if self.name.is_some() => return Err(goes_with("--name", "licence")),
            (None, _) => return Ok(None),
        };
        if permits && kind != RightsArgument::Permission {
            return Err(goes_with("--by, --on and --mail", "permission"));
        }
        if self.name.is_some() && kind != RightsArgument::Licence {
            return Err(goes_with("--name", "licence"));
        }
        Ok(Some(match kind {
            RightsArgument::ToCheck => Rights::ToCheck,
            RightsArgument::PublicDomain => Rights::PublicDomain,
            RightsArgument::ShortCitation => Rights::ShortCitation,
            RightsArgument::Permission => {
                let (known_by, known_on) = match known {
                    Rights::Permission { by, on } => (by.clone(), *on),
                    _ => (String::new(), None),
                };
                Rights::Permission {
                    by: self.by.clone().unwrap_or(known_by),
                    on: self.on.as_deref().map_or(Ok(known_on), day_of_issue)?,
                }
            }
            RightsArgument::Licence => {
                let known = match known {
                    Rights::Licence { name } => name.clone(),
                    _ => String::new(),
                };
                Rights::Licence { name: self.name.clone().unwrap_or(known) }
            }
        }))
    }
}

fn goes_with(options: &str, rights: &str) -> Problem {
    Problem::new(Code::BadArgument, format!("{options} go with --rights {rights}."))
}

/// Everything is looked at before anything is changed.
pub fn set(desk: &Desk, set: Set, printer: &Printer) -> Answer<()> {
    let id: ClippingId = parse_argument(&set.id)?;
    let view = desk.clipping(id)?;
    let clipping = &view.clipping;
    let mut provenance = set.source.provenance(clipping.provenance.clone())?;
    if set.take_proposed {
        provenance = view.proposals.taken_into(&provenance);
    }
    let rights = set.source.rights(&clipping.rights)?;
    let until = set.source.embargo.as_deref().map(|text| desk.embargo_until(text)).transpose()?;
    let embargo = (until.is_some() || set.no_embargo).then_some(Embargo { until });
    // The one that may fail for its own reasons comes first.
    if let Some(mail) = &set.source.mail {
        desk.attach_permission_mail(id, mail)?;
    } else if set.no_mail {
        desk.remove_permission_mail(id)?;
    }
    let provenance = Some(provenance);
    let change = ClippingChange { provenance, rights, embargo, ..ClippingChange::default() };
    show(&desk.change_clipping(id, change)?, printer);
    Ok(())
}

/// The mail to the newspaper: to be read and sent by the author.
pub fn request(desk: &Desk, id: &str, language: Option<String>, printer: &Printer) -> Answer<()> {
    let language: Option<Language> = language.as_deref().map(parse_argument).transpose()?;
    let request = desk.permission_request(parse_argument(id)?, language)?;
    printer.row(&json!(request), &[&format!("{}\n\n{}", request.subject, request.body.trim_end())]);
    Ok(())
}

/// What is known of a clipping, a line each.
pub fn show(view: &ClippingView, printer: &Printer) {
    let clipping = &view.clipping;
    let provenance = &clipping.provenance;
    let proposed = &view.proposals.provenance;
    let mut lines = vec![format!("{}  {}", clipping.id, word(&view.step))];
    let date = |date: Option<coupure_model::Date>| date.map(|d| d.to_string()).unwrap_or_default();
    for (name, said, proposed) in [
        ("title", &provenance.title, &proposed.title),
        ("newspaper", &provenance.newspaper, &proposed.newspaper),
        ("date", &date(provenance.date), &date(proposed.date)),
        ("page", &provenance.page, &proposed.page),
        ("edition", &provenance.edition, &proposed.edition),
        ("journalist", &provenance.journalist, &proposed.journalist),
        ("link", &provenance.link, &proposed.link),
    ] {
        match (said.is_empty(), proposed.is_empty()) {
            (false, _) => lines.push(format!("{name}: {said}")),
            (true, false) => lines.push(format!("{name}: (proposed) {proposed}")),
            (true, true) => {}
        }
    }
    if let Some(disputed) = view.proposals.disputed_date {
        lines.push(format!("date: {disputed} stands on the page with another day's weekday"));
    }
    lines.push(format!("rights: {}", rights_in_words(&clipping.rights)));
    if let Some(mail) = &clipping.permission_mail {
        lines.push(format!("mail: {} ({} bytes)", mail.name, mail.size_bytes));
    }
    if let Some(embargo) = clipping.embargo {
        lines.push(format!("embargo: {embargo}"));
    }
    if !view.caption.is_empty() {
        lines.push(format!("caption: {}", view.caption));
    }
    printer.row(&json!(view), &[&lines.join("\n")]);
}

fn rights_in_words(rights: &Rights) -> String {
    let (kind, of, on) = match rights {
        Rights::ToCheck => ("to check", "", None),
        Rights::Permission { by, on } => ("permission", by.as_str(), *on),
        Rights::Licence { name } => ("licence", name.as_str(), None),
        Rights::PublicDomain => ("public domain", "", None),
        Rights::ShortCitation => ("short citation", "", None),
    };
    let on = on.map(|on| on.to_string()).unwrap_or_default();
    [kind, of, &on].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}
