// Written by `cargo xtask types` from the Rust types. Do not edit.

import type {
  DraftId,
  ClippingId,
  BlogId,
  PublicationId,
  RevisionId,
  Language,
  Problem,
  Comments,
  Draft,
  RevisionReason,
  Recipe,
  Provenance,
  Rights,
  Clipping,
  Blog,
  WantedState,
  RemoteStatus,
} from './model-types';

export type * from './model-types';

export type Shelf = "drafts" | "posts" | "clippings" | "trash";

export type LibraryQuery = { shelf: Shelf, words: string, offset: number, limit: number, };

export type LibraryPage = { entries: Array<LibraryEntry>, 
/**
 * How many there are in all.
 */
total: number, };

export type LibraryEntry = { "kind": "draft", id: DraftId, title: string, 
/**
 * The first words of the body, or where the search words stand.
 */
snippet: string, updated: string, 
/**
 * `None`: nowhere wanted.
 */
publication: PublicationState | null, } | { "kind": "clipping", id: ClippingId, title: string, snippet: string, updated: string, newspaper: string, state: ClippingStep, 
/**
 * Nothing of it leaves this computer before.
 */
embargo: string | null, };

export type ClippingStep = "waiting" | "reading" | "unread" | "ready" | "failed";

export type PublicationState = "undoable" | "sending" | "waiting" | "needs_author" | "refused" | "cancelled" | "draft" | "published" | "page" | "private" | "scheduled" | "taken_back";

export type PublicationView = { id: PublicationId, draft: DraftId, draft_title: string, blog: BlogId, blog_name: string, state: PublicationState, wanted: WantedState, 
/**
 * Why it waits or fails.
 */
problem: Problem | null, 
/**
 * When it is tried again, or the end of the seconds to undo.
 */
until: string | null, 
/**
 * The address that readers open, once it is there.
 */
url: string | null, 
/**
 * When it was asked for, or confirmed, last.
 */
pressed: string, 
/**
 * The revision that is (to be) there.
 */
revision: RevisionId, 
/**
 * Readers see the post, in whatever version.
 */
live: boolean, 
/**
 * The draft has later text that is not included.
 */
later_text: boolean, 
/**
 * Somebody else's version waits for a choice.
 */
theirs: TheirsView | null, };

export type Doing = { "kind": "confirming" } | { "kind": "confirming_upload", picture: number, pictures: number, } | { "kind": "uploading", picture: number, pictures: number, } | { "kind": "creating" } | { "kind": "looking" } | { "kind": "keeping_theirs" } | { "kind": "updating" } | { "kind": "verifying" } | { "kind": "sweeping" } | { "kind": "reading_again" };

export type TheirsView = { title: string, 
/**
 * As Markdown.
 */
text: string, modified: string | null, };

export type Keep = "mine" | "theirs" | "both" | "merged";

export type ConflictView = { 
/**
 * What is shown, for a choice to name: none is made about something else.
 */
stamp: string, modified: string | null, 
/**
 * The state that somebody put the post into on the blog.
 */
status: RemoteStatus | null, 
/**
 * It stood there for a moment: the author's version stands over it.
 */
recovered: boolean, 
/**
 * The state that the post comes into where what was joined is sent.
 */
state_joined: WantedState, 
/**
 * The state that it comes into where the blog's version is kept.
 */
state_theirs: WantedState, pieces: Array<ConflictPiece>, };

export type ConflictPiece = { part: ConflictPart, change: ConflictChange, 
/**
 * Each version against what both were written upon. Empty where nobody changed anything.
 */
mine: Array<DiffRun>, theirs: Array<DiffRun>, 
/**
 * What stays unless the author chooses otherwise.
 */
joined: string, };

export type ConflictPart = "title" | "slug" | "excerpt" | "categories" | "tags" | "comments" | "text";

export type ConflictChange = "nobody" | "mine" | "theirs" | "alike" | "joined" | "choice";

export type ConflictChoice = "mine" | "theirs" | "both";

export type PreviewBlock = { 
/**
 * Equal hashes, equal HTML.
 */
hash: string, html: string, 
/**
 * Lines of the source, from 1, both included: what scrolling follows.
 */
first_line: number, last_line: number, };

export type OpenDraft = { draft: Draft, 
/**
 * Its title as readers see it.
 */
shown_title: string, 
/**
 * The number of the text as it stands; the first change is sent with this + 1.
 */
version: number, blocks: Array<PreviewBlock>, words: number, publications: Array<PublicationView>, };

export type TextChange = { from: number, to: number, insert: string, };

export type PreviewSplice = { version: number, at: number, removed: number, inserted: Array<PreviewBlock>, line_shift: number, words: number, };

export type Fields = { title: string, slug: string, excerpt: string, categories: Array<string>, tags: Array<string>, cover: string, language: Language, comments: Comments, };

export type RevisionView = { id: RevisionId, saved: string, reason: RevisionReason, title: string, words: number, };

export type DiffRun = { "kind": "same", text: string, } | { "kind": "removed", text: string, } | { "kind": "added", text: string, };

export type TakenIn = { 
/**
 * The file it came from.
 */
path: string, markdown: string, 
/**
 * The clipping that it became, if it did.
 */
clipping: ClippingId | null, problem: Problem | null, };

export type WatchedFolder = { 
/**
 * `None`: no folder is watched.
 */
folder: string | null, 
/**
 * Why it cannot be looked into at this moment.
 */
problem: Problem | null, };

export type ClippingPart = { id: ClippingId, 
/**
 * Of the author's file.
 */
name: string, 
/**
 * The corrected picture, else the original.
 */
picture_url: string, step: ClippingStep, };

export type Proposals = { 
/**
 * Empty, and no date: nothing is proposed.
 */
provenance: Provenance, 
/**
 * A date that stands on the page with the weekday of another one: to be looked at.
 */
disputed_date: string | null, };

export type KnownSource = { newspaper: string, editions: Array<string>, 
/**
 * Names alone, without how they signed.
 */
journalists: Array<string>, 
/**
 * `https://www.journal.example/`: what its links begin with.
 */
sites: Array<string>, };

export type PermissionRequest = { subject: string, body: string, 
/**
 * The address that opens it in the mail program.
 */
mailto: string, };

export type RightsDoubt = "to_check" | "citation_with_scan";

export type RightsNote = { clipping: ClippingId, 
/**
 * L’Écho du Val, 7 mars 2026
 */
named: string, doubt: RightsDoubt, };

export type ClippingView = { clipping: Clipping, step: ClippingStep, 
/**
 * The oriented original, at most 2,000 px; and its true size.
 */
original_url: string, original_width_px: number, original_height_px: number, 
/**
 * Until it is made anew, what the corrected page of a large original will be, small.
 */
first_sight_url: string | null, 
/**
 * The corrected page at web size, once made; and its true size.
 */
corrected_url: string | null, corrected_width_px: number, corrected_height_px: number, 
/**
 * The pictures of its article in reading order, itself among them; empty: it is alone.
 */
parts: Array<ClippingPart>, 
/**
 * The text as it would be inserted.
 */
text: string, 
/**
 * The alternative text that is proposed.
 */
alt: string, 
/**
 * The caption made from the provenance, as inline Markdown.
 */
caption: string, 
/**
 * What the page says of where it comes from, and the author has not said.
 */
proposals: Proposals, };

export type AcceptedWord = { index: number, text: string, 
/**
 * It is in doubt after all, as it was with this confidence: 0 to 1.
 */
doubted?: number, };

export type ClippingChange = { recipe?: Recipe, 
/**
 * The corrected text.
 */
text?: string, provenance?: Provenance, rights?: Rights, 
/**
 * `{ "until": null }` lifts the embargo.
 */
embargo?: Embargo, language?: Language, 
/**
 * Doubtful words that the author found right, or takes back to be so.
 */
accepted?: Array<AcceptedWord>, };

export type Embargo = { until: string | null, };

export type PublishButton = { blog: BlogId, blog_name: string, action: PublishAction, 
/**
 * The schedule, in the blog's time zone, RFC 9557.
 */
at: string | null, 
/**
 * Clippings whose rights are worth a line before; they stop nothing.
 */
rights: Array<RightsNote>, };

export type PublishAction = "create_page" | "update_page" | "publish" | "publish_when_online" | "update" | "update_when_online" | "schedule" | "up_to_date";

export type Verdict = { "verdict": "holds" } | { "verdict": "note", problem: Problem, } | { "verdict": "wrong", problem: Problem, };

export type PostLink = { blog: BlogId, blog_name: string, title: string, url: string, date: string | null, };

export type Check = { 
/**
 * `address`, `wordpress`, `rest`, `password`, `role`, `uploads`, `blocks`, `folder`…
 */
probe: string, 
/**
 * What was found: a version, a user's name, a size in bytes (`limit`).
 */
found: string, } & ({ "verdict": "holds" } | { "verdict": "note", problem: Problem, } | { "verdict": "wrong", problem: Problem, });

export type Authorising = { 
/**
 * The front page of the blog that was found.
 */
url: string, 
/**
 * The page to be opened in the browser.
 */
page: string, };

export type OlderInterface = { 
/**
 * The front page of the blog that was found.
 */
url: string, 
/**
 * It is a blog of WordPress.com: its user and password are those of the account there.
 */
wordpress_com: boolean, };

export type NewBlog = { "kind": "folder", path: string, name: string, title: string, language: Language, } | { "kind": "word_press", url: string, name: string, user: string, password: string, } | { "kind": "xml_rpc", url: string, name: string, user: string, password: string, };

export type BlogView = { blog: Blog, 
/**
 * The built-in folder blog.
 */
built_in: boolean, 
/**
 * Subscribers get an e-mail as soon as a post appears.
 */
emails_subscribers: boolean, 
/**
 * Where readers (or the author, for a folder) look at it.
 */
address: string, };

export type Settings = { 
/**
 * The language of the window: `fr`, `en`; `None`: the system's.
 */
window_language: Language | null, theme: Theme, 
/**
 * The blog that new drafts are meant for; `None`: the built-in one.
 */
blog: BlogId | null, 
/**
 * French spaces and quotes set as one publishes.
 */
typography: boolean, font_size_px: number, 
/**
 * The system says when a post that waited is out.
 */
notifications: boolean, };

export type Theme = "system" | "light" | "dark";

export type Welcome = { settings: Settings, blogs: Array<BlogView>, system_language: Language, 
/**
 * Nothing was ever written here.
 */
first_start: boolean, 
/**
 * Another process holds the home: everything can be read, nothing written.
 */
read_only: boolean, 
/**
 * The recognition models are there.
 */
models: boolean, 
/**
 * WordPress.com knows this Coupure: its own sign-in can be offered.
 */
wordpress_com: boolean, 
/**
 * Passwords are in the system's keychain; else in files of the home.
 */
keychain: boolean, version: string, };

export type Event = { "kind": "saved", draft: DraftId, version: number, revision: RevisionId, at: string, } | { "kind": "save_failed", draft: DraftId, problem: Problem, } | { "kind": "preview_changed", draft: DraftId, splice: PreviewSplice, } | { "kind": "blog_authorised", blog: BlogView, } | { "kind": "authorising_failed", problem: Problem, } | { "kind": "library_changed" } | { "kind": "publication_changed", publication: PublicationView, } | { "kind": "came_out", title: string, text: string, } | { "kind": "merged", publication: PublicationView, } | { "kind": "doing", publication: PublicationId, step: Doing | null, } | { "kind": "upload_progress", publication: PublicationId, blog: BlogId, picture: number, pictures: number, sent_bytes: number, total_bytes: number, } | { "kind": "clipping_progress", clipping: ClippingId, stage: string, done: number, } | { "kind": "clipping_changed", clipping: ClippingId, step: ClippingStep, } | { "kind": "taken_from_folder", clippings: Array<ClippingId>, } | { "kind": "watched_folder", problem: Problem, } | { "kind": "network", online: boolean, };
