//! The command line as its users type it.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Draft offline, clip the newspaper, publish with one click: without the window.
#[derive(Debug, Parser)]
#[command(name = "coupure", version, propagate_version = true)]
pub struct Arguments {
    /// Where drafts are kept (else COUPURE_HOME, else the platform's folder for data)
    #[arg(long, global = true, value_name = "DIR")]
    pub home: Option<PathBuf>,
    /// Print one JSON object a line
    #[arg(long, global = true)]
    pub json: bool,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// The blogs that posts go to
    #[command(subcommand)]
    Blog(BlogCommand),
    /// Drafts and their versions
    #[command(subcommand)]
    Draft(DraftCommand),
    /// Newspaper clippings
    #[command(subcommand)]
    Clip(ClipCommand),
    /// Publish a draft on its blog
    Publish(Publish),
    /// Take a post back: no longer to be read by others
    Unpublish {
        id: String,
        #[arg(long, value_name = "N")]
        blog: Option<String>,
        /// Wait until it is taken back, at most so many seconds
        #[arg(long, value_name = "SECONDS")]
        wait: Option<u64>,
    },
    /// Send what waits
    Sync {
        /// Work until all is quiet, at most so many seconds
        #[arg(long, value_name = "SECONDS", default_value_t = 60)]
        wait: u64,
    },
    /// How every publication stands
    Status,
    /// Try a publication again now
    Retry {
        id: String,
        /// Send pictures that are too large for the blog lighter
        #[arg(long)]
        smaller: bool,
    },
    /// Give a publication up
    Cancel { id: String },
    /// Show what was changed here and on the blog, or choose between them
    Resolve {
        id: String,
        /// Which version stays; without it both are shown
        #[arg(long)]
        keep: Option<KeepArgument>,
    },
    /// Take a blog's posts in as drafts
    Pull { blog: String },
    /// Render Markdown as the preview shows it, or as blogs are sent it
    Render {
        file: PathBuf,
        #[arg(long, default_value = "preview")]
        to: RenderArgument,
        #[arg(long, value_name = "LANGUAGE")]
        lang: Option<String>,
    },
    /// Find posts of the blogs by words of their titles, to link to them; without a network
    Links {
        #[arg(required = true)]
        words: Vec<String>,
    },
    /// Search drafts, posts and clippings
    Search {
        #[arg(required = true)]
        words: Vec<String>,
    },
    /// Write every draft out as Markdown, with its pictures
    Export { folder: PathBuf },
    /// Copy the whole home into one file
    Backup { file: PathBuf },
    /// Say what is wrong with the home
    Doctor,
}

#[derive(Debug, Subcommand)]
pub enum BlogCommand {
    /// Add a blog
    #[command(subcommand)]
    Add(AddBlog),
    /// List the blogs
    List,
    /// Check the connection to a blog, and say what is wrong
    Check { name: String },
    /// Take the address that a blog has moved to
    Move { name: String, url: String },
    /// Forget a blog and its password; nothing changes on it
    Remove { name: String },
    /// Take in titles and addresses of a blog's posts, for links: from an export of WordPress, or
    /// from the blog itself
    ImportLinks { name: String, file: Option<PathBuf> },
}

#[derive(Debug, Subcommand)]
pub enum AddBlog {
    /// A static site in a folder
    Folder {
        path: String,
        #[arg(long)]
        name: String,
        #[arg(long)]
        title: Option<String>,
        #[arg(long, value_name = "LANGUAGE")]
        lang: Option<String>,
    },
    /// A WordPress; the application password is read from the standard input
    Wordpress {
        url: String,
        #[arg(long)]
        name: String,
        #[arg(long)]
        user: String,
        /// Prints the blog's page that makes the password; one line is then read
        #[arg(long)]
        authorise: bool,
    },
    /// A blog of WordPress.com by its own sign-in: prints the page to open in the browser, and waits
    /// until it comes back, or for the address that it came back to on the standard input
    WordpressCom {
        #[arg(long)]
        name: String,
    },
    /// A WordPress by XML-RPC (WordPress.com with the account's application password, or where the
    /// REST interface is shut); the password is read from the standard input
    Xmlrpc {
        url: String,
        #[arg(long)]
        name: String,
        #[arg(long)]
        user: String,
    },
}

#[derive(Debug, Subcommand)]
pub enum DraftCommand {
    /// A new draft from a Markdown file
    New {
        file: PathBuf,
        #[arg(long)]
        title: Option<String>,
        /// The blog that it is meant for
        #[arg(long, value_name = "N")]
        blog: Option<String>,
    },
    /// List the drafts and posts
    List,
    /// Show a draft
    Show { id: String },
    /// Replace a draft's text by a file's
    Edit { id: String, file: PathBuf },
    /// List a draft's versions
    History { id: String },
    /// Make an old version the present one
    Restore { id: String, revision: i64 },
    /// Take a draft out of the trash
    Untrash { id: String },
    /// Put a draft into the trash; its posts stay on their blogs
    Trash {
        id: String,
        /// Take its posts back as well: no longer to be read by others
        #[arg(long)]
        unpublish: bool,
    },
}

#[derive(Debug, Subcommand)]
pub enum ClipCommand {
    /// Straighten, clean and read pictures of newspaper pages
    Import(Box<Import>),
    /// List the clippings
    List,
    /// Show a clipping
    Show { id: String },
    /// Print a clipping's text
    Text { id: String },
    /// Print a passage of a clipping's text as a quotation with its source, in Markdown
    Quote {
        id: String,
        /// The passage, or its first and its last words: "La rivière … n’attend pas"
        passage: String,
    },
    /// Say where a clipping comes from, and by what right it is shown
    Set(Box<crate::source::Set>),
    /// Write the mail that asks a newspaper for its permission
    Request {
        id: String,
        /// French or English; the article's where it is left out
        #[arg(long, value_name = "LANGUAGE")]
        lang: Option<String>,
    },
    /// Cut a clipping down to one article of its page, or take the whole page back
    Article {
        id: String,
        /// The article's number, as `clip show` lists them
        #[arg(value_name = "N", required_unless_present = "whole", conflicts_with = "whole")]
        number: Option<u32>,
        #[arg(long)]
        whole: bool,
    },
    /// Write a clipping out: a searchable PDF (.pdf), its picture with its text beside it (.jpg,
    /// .png), its text (.txt) or both in one (.md)
    Export {
        id: String,
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
    /// Make one article of several pictures, in the order given; again, to change the order
    Join {
        #[arg(required = true, num_args = 2..)]
        ids: Vec<String>,
    },
    /// Take a picture out of its article
    Part { id: String },
    /// Watch a folder, whose new files become clippings; without a folder, say which one is
    Watch {
        folder: Option<PathBuf>,
        /// Take in what is there already, too
        #[arg(long, requires = "folder")]
        existing: bool,
        /// Watch none any more
        #[arg(long, conflicts_with = "folder")]
        off: bool,
        /// Take in and read what comes, for so many seconds
        #[arg(long, value_name = "SECONDS")]
        wait: Option<u64>,
    },
}

#[derive(Debug, Args)]
pub struct Import {
    #[arg(required = true)]
    pub files: Vec<PathBuf>,
    /// Which pages of a PDF or a TIFF: 1,4-6
    #[arg(long)]
    pub pages: Option<String>,
    /// The article's language
    #[arg(long, value_name = "LANGUAGE", default_value = "fra")]
    pub lang: String,
    #[command(flatten)]
    pub source: crate::source::Source,
}

#[derive(Debug, Args)]
pub struct Publish {
    pub id: String,
    #[arg(long = "as", value_name = "STATE", default_value = "publish")]
    pub state: StateArgument,
    /// When it is to appear, in the blog's time zone: 2027-02-03T08:00
    #[arg(long, value_name = "DATE")]
    pub at: Option<String>,
    #[arg(long, value_name = "N")]
    pub blog: Option<String>,
    /// Wait until it is there, at most so many seconds
    #[arg(long, value_name = "SECONDS")]
    pub wait: Option<u64>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum StateArgument {
    Draft,
    Publish,
    Private,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum KeepArgument {
    Mine,
    Theirs,
    /// Both, in the draft; it goes out when it is published again
    Both,
    /// Both joined and sent, where they changed different words
    Merged,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum RenderArgument {
    Preview,
    Blocks,
    Html,
}
