//! The author's files, opened within bounds of time and memory.
//!
//! Pictures say in their header how large they are. A page of a PDF is a program instead: seven
//! kilobytes can unpack to gigabytes, forms that hold forms can draw for ever, one dashed line can
//! have more dashes than memory holds; no look at the file tells, and what draws it knows no end.
//! So a PDF is opened by a process of its own, started from this same program, which watches its
//! own time and memory and is ended when the author cancels. It is given bytes and answers pixels:
//! whatever befalls it, an overflown stack included, befalls nothing else.

use std::{
    io::{self, BufRead, BufReader, Read, Write},
    path::{Path, PathBuf},
    process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Stdio},
    sync::mpsc::{RecvTimeoutError, channel},
    thread,
    time::{Duration, Instant},
};

use coupure_clipping::{Error, Kind, Limits, Probe, Progress, Quiet, RgbImage};
use coupure_model::{Code, Problem};
use serde::{Deserialize, Serialize};

use crate::{Answer, Desk};

/// The first argument of this program where it is only to open a PDF.
const ASKED: &str = "open-pdf-aside";
/// With which it ends when it takes too long or too much.
const EXIT_TOO_HEAVY: i32 = 81;
/// Between two looks: at one's own memory, and at whether the answer is still wanted. What is
/// taken in between is some tens of megabytes.
const LOOK_EVERY: Duration = Duration::from_millis(20);
/// Forms in forms, fifty deep, take more than a thread usually has.
const STACK_BYTES: usize = 32 << 20;

/// Who opens PDFs, and what it may take.
#[derive(Debug, Clone)]
pub struct PdfOpener {
    /// A program whose `main` calls [`open_pdf_if_asked`].
    pub program: PathBuf,
    pub seconds_max: u64,
    pub bytes_max: u64,
}

impl PdfOpener {
    /// This program itself. A scan of 200 megapixels is drawn in some seconds and 1 GB; on a slow
    /// and busy computer it takes several times as long.
    pub fn this_program() -> Option<Self> {
        let program = std::env::current_exe().ok()?;
        Some(Self { program, seconds_max: 60, bytes_max: 3 << 29 })
    }
}

/// What is asked of the other process, as its second argument.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Wish {
    what: What,
    /// From 0.
    page: u32,
    seconds_max: u64,
    bytes_max: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
enum What {
    Probe,
    Size,
    Draw,
}

/// The first line of its answer; the pixels follow.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Opened {
    /// Where they were asked for.
    pages: u32,
    width_px: u32,
    height_px: u32,
}

/// To be called first in `main`. Where this process was started to open a PDF it does so, and
/// does not return.
pub fn open_pdf_if_asked() {
    let mut arguments = std::env::args().skip(1);
    if arguments.next().as_deref() != Some(ASKED) {
        return;
    }
    let wish = arguments.next().and_then(|text| serde_json::from_str::<Wish>(&text).ok());
    let worked = wish.and_then(|wish| {
        watch_oneself(&wish);
        thread::Builder::new()
            .stack_size(STACK_BYTES)
            .spawn(move || answer(&wish))
            .ok()?
            .join()
            .ok()
    });
    std::process::exit(i32::from(!matches!(worked, Some(Ok(())))));
}

/// Ends this process once it has taken its time or its memory.
fn watch_oneself(wish: &Wish) {
    let Wish { seconds_max, bytes_max, .. } = *wish;
    let end = Instant::now() + Duration::from_secs(seconds_max);
    thread::spawn(move || {
        loop {
            // Where the system does not say it, time alone bounds.
            let taken = memory_stats::memory_stats().map_or(0, |taken| taken.physical_mem as u64);
            if taken > bytes_max || Instant::now() >= end {
                std::process::exit(EXIT_TOO_HEAVY);
            }
            thread::sleep(LOOK_EVERY);
        }
    });
}

fn answer(wish: &Wish) -> io::Result<()> {
    let limits = Limits::default();
    let mut bytes = Vec::new();
    io::stdin().take(limits.max_bytes + 1).read_to_end(&mut bytes)?;
    let mut pixels = Vec::new();
    let opened = match wish.what {
        What::Probe => coupure_clipping::probe(&bytes, &limits)
            .map(|Probe { pages, width_px, height_px, .. }| Opened { pages, width_px, height_px }),
        What::Size => coupure_clipping::page_size_px(&bytes, wish.page, &limits)
            .map(|[width_px, height_px]| Opened { pages: 0, width_px, height_px }),
        What::Draw => coupure_clipping::decode(&bytes, wish.page, &limits).map(|original| {
            let (width_px, height_px) = original.pixels.dimensions();
            pixels = original.pixels.into_raw();
            Opened { pages: original.pages, width_px, height_px }
        }),
    };
    let line = serde_json::to_string(&opened.map_err(|error| error.problem()))?;
    let mut out = io::stdout().lock();
    writeln!(out, "{line}")?;
    out.write_all(&pixels)?;
    out.flush()
}

impl Desk {
    /// What a file holds.
    pub(crate) fn probe(&self, bytes: &[u8]) -> Answer<Probe> {
        let Some(opener) = self.opener_of(bytes) else {
            return Ok(coupure_clipping::probe(bytes, &Limits::default())?);
        };
        let (Opened { pages, width_px, height_px }, _) =
            ask(opener, What::Probe, 0, bytes, &Quiet)?;
        Ok(Probe { kind: Kind::Pdf, pages, width_px, height_px })
    }

    /// Width and height of one page (from 0), upright.
    pub(crate) fn page_size_px(&self, bytes: &[u8], page: u32) -> Answer<[u32; 2]> {
        let Some(opener) = self.opener_of(bytes) else {
            return Ok(coupure_clipping::page_size_px(bytes, page, &Limits::default())?);
        };
        let (opened, _) = ask(opener, What::Size, page, bytes, &Quiet)?;
        Ok([opened.width_px, opened.height_px])
    }

    /// One page (from 0) as upright pixels. A PDF's is given up once `progress` is cancelled.
    pub(crate) fn decode(
        &self,
        bytes: &[u8],
        page: u32,
        progress: &dyn Progress,
    ) -> Answer<RgbImage> {
        let Some(opener) = self.opener_of(bytes) else {
            return Ok(coupure_clipping::decode(bytes, page, &Limits::default())?.pixels);
        };
        let (opened, pixels) = ask(opener, What::Draw, page, bytes, progress)?;
        RgbImage::from_raw(opened.width_px, opened.height_px, pixels).ok_or_else(fallen)
    }

    /// `None`: it is no PDF, or there is nobody else to open it (in tests).
    fn opener_of(&self, bytes: &[u8]) -> Option<&PdfOpener> {
        self.options.pdf_opener.as_ref().filter(|_| Kind::of(bytes) == Ok(Kind::Pdf))
    }
}

/// Has the other process do one thing, and ends it when that is no longer wanted.
fn ask(
    opener: &PdfOpener,
    what: What,
    page: u32,
    bytes: &[u8],
    progress: &dyn Progress,
) -> Answer<(Opened, Vec<u8>)> {
    let PdfOpener { program, seconds_max, bytes_max } = opener;
    let wish = Wish { what, page, seconds_max: *seconds_max, bytes_max: *bytes_max };
    let (mut child, mut input, output) = start(program, &wish)?;
    let (send, receive) = channel();
    thread::scope(|scope| {
        // It may have ended before it read everything: how it ended says why.
        scope.spawn(move || drop(input.write_all(bytes)));
        scope.spawn(move || send.send(read_answer(output)));
        let answer = loop {
            match receive.recv_timeout(LOOK_EVERY) {
                Ok(answer) => break answer,
                Err(RecvTimeoutError::Timeout) if !progress.cancelled() => {}
                Err(_) => {
                    let _ = child.kill();
                    let _ = child.wait();
                    return Err(Error::Cancelled.into());
                }
            }
        };
        let ended = child.wait().ok();
        match answer {
            Ok((opened, pixels)) if ended.is_some_and(|status| status.success()) => {
                Ok((opened?, pixels))
            }
            _ => Err(why(ended)),
        }
    })
}

fn start(program: &Path, wish: &Wish) -> Answer<(Child, ChildStdin, ChildStdout)> {
    let wish = serde_json::to_string(wish).expect("a name and numbers are plain data");
    let mut child = Command::new(program)
        .args([ASKED, &wish])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| {
            let said = format!("The PDF could not be opened: {error}. Start Coupure again.");
            Problem::new(Code::Internal, said).with("reason", error)
        })?;
    let input = child.stdin.take().expect("it was asked for above");
    let output = child.stdout.take().expect("it was asked for above");
    Ok((child, input, output))
}

fn read_answer(output: ChildStdout) -> io::Result<(Result<Opened, Problem>, Vec<u8>)> {
    let mut output = BufReader::new(output.take(4 * Limits::default().max_pixels));
    let mut line = String::new();
    output.read_line(&mut line)?;
    let opened = serde_json::from_str(&line)?;
    let mut pixels = Vec::new();
    output.read_to_end(&mut pixels)?;
    Ok((opened, pixels))
}

fn why(ended: Option<ExitStatus>) -> Problem {
    if ended.and_then(|status| status.code()) != Some(EXIT_TOO_HEAVY) {
        return fallen();
    }
    Problem::new(
        Code::PdfTooHeavy,
        "This PDF asks for more time or memory than any page should. Print the page into a new \
         PDF, or take a picture of it.",
    )
}

fn fallen() -> Problem {
    Error::PdfDamaged { reason: "its page cannot be drawn".into() }.into()
}
