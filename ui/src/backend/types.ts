// Written by `cargo xtask types` from the Rust types. Do not edit.

export type DraftId = string;

export type ClippingId = string;

export type BlogId = string;

export type PublicationId = string;

export type RevisionId = number;

export type MediaHash = string;

export type Language = "fr" | "en" | "de" | "es" | "it" | "pt" | "nl";

export type Code = "home_in_use" | "home_unwritable" | "database_newer" | "database_damaged" | "disk_full" | "not_found" | "bad_argument" | "file_unreadable" | "file_too_large" | "text_not_utf8" | "text_too_deep" | "front_matter_invalid" | "picture_empty" | "not_a_picture" | "picture_truncated" | "picture_too_large" | "picture_unsupported" | "pdf_password" | "pdf_damaged" | "page_missing" | "models_missing" | "cancelled" | "clipping_not_ready" | "address_invalid" | "address_not_found" | "offline" | "timed_out" | "certificate_refused" | "redirect_loop" | "redirected" | "not_wordpress" | "rest_off" | "xml_rpc_off" | "answer_unreadable" | "server_fault" | "server_busy" | "captive_portal" | "maintenance" | "database_down" | "clock_wrong" | "password_refused" | "authorization_stripped" | "application_passwords_off" | "not_allowed" | "secret_missing" | "keychain_unavailable" | "authorise_unavailable" | "authorise_rejected" | "authorise_stale" | "authorise_other_site" | "not_encrypted" | "wordpress_old" | "answers_junk" | "role_limited" | "upload_limit_low" | "blocks_missing" | "revisions_off" | "content_refused" | "upload_refused" | "upload_too_large" | "embargoed" | "outcome_unknown" | "changed_on_blog" | "changed_meanwhile" | "merged_to_read" | "gone_from_blog" | "waited_long" | "hour_passed" | "folder_unwritable" | "folder_occupied" | "name_taken" | "nothing_to_publish" | "nothing_published" | "too_late" | "internal";

export type Problem = { code: Code, 
/**
 * An English sentence that says what happened and what to do.
 */
message: string, 
/**
 * What the sentence names: `host`, `file`, `max_bytes`…
 */
params: { [key in string]: string }, };

export type Comments = "open" | "closed";

export type Content = { title: string, body: string, 
/**
 * The last part of the post's address; empty: the blog makes it from the title.
 */
slug: string, excerpt: string, categories: Array<string>, tags: Array<string>, 
/**
 * The cover picture, as the body would name it (`clip:ID`, `media:HASH`); empty: none.
 */
cover: string, language: Language, comments: Comments, };

export type Draft = { id: DraftId, content: Content, 
/**
 * The revision that `content` is.
 */
revision: RevisionId, 
/**
 * The blog that it is meant for, where the author chose one.
 */
blog: BlogId | null, created: string, updated: string, 
/**
 * When it was put into the trash.
 */
trashed: string | null, };

export type RevisionReason = { "kind": "typed" } | { "kind": "named", name: string, } | { "kind": "restored", from: RevisionId, } | { "kind": "published" } | { "kind": "merged" } | { "kind": "from_blog" };

export type Point = { x: number, y: number, };

export type Quad = [Point, Point, Point, Point];

export type Rect = { x: number, y: number, width: number, height: number, };

export type Turn = "none" | "right" | "half" | "left";

export type Preset = "untouched" | "colour" | "grey" | "black_and_white";

export type Enhancement = { preset: Preset, strength: number, };

export type Recipe = { turn: Turn, 
/**
 * The page's corners in the oriented original (before `turn`).
 */
quad: Quad | null, 
/**
 * Degrees that the page is turned clockwise to be level, after the quad.
 */
skew_degrees: number | null, 
/**
 * A part of the corrected page, in fractions (0 to 1) of its width and height.
 */
crop: Rect | null, enhancement: Enhancement, 
/**
 * Parts painted over in white, in fractions of the corrected page, after the crop.
 */
masks: Array<Rect>, 
/**
 * Parts to read, in reading order, in fractions of the corrected page; empty: all of it.
 */
regions: Array<Rect>, };

export type Word = { text: string, area: Rect, confidence: number, };

export type Role = "headline" | "standfirst" | "byline" | "subhead" | "body" | "caption" | "furniture";

export type Line = { words: Array<Word>, area: Rect, column: number, paragraph: number, 
/**
 * A headline or a subhead.
 */
heading: boolean, role: Role, 
/**
 * Which of the reading's articles it is part of; `None`: furniture.
 */
article: number | null, };

export type PageArticle = { 
/**
 * Its headline; without one, how its text begins.
 */
title: string, 
/**
 * What its text stands on, column by column, in reading order.
 */
areas: Array<Rect>, pictures: Array<Rect>, };

export type Reading = { 
/**
 * Size of the corrected page that the areas are measured on.
 */
width_px: number, height_px: number, lines: Array<Line>, 
/**
 * The lines composed into Markdown paragraphs, blank lines between.
 */
text: string, 
/**
 * The articles of the page, in the order in which they are read. Of a clipping that was cut
 * down to one of them, they are still those of the page: the others lie outside.
 */
articles: Array<PageArticle>, pictures: Array<Rect>, 
/**
 * The page that this article was cut out of.
 */
page: CutPage | null, };

export type CutPage = { 
/**
 * The article that was chosen.
 */
article: number, 
/**
 * What the recipe said of these before.
 */
crop: Rect | null, masks: Array<Rect>, regions: Array<Rect>, reading: Reading, };

export type Provenance = { title: string, newspaper: string, date: string | null, page: string, edition: string, journalist: string, link: string, };

export type Rights = { "kind": "to_check" } | { "kind": "permission", by: string, on: string | null, } | { "kind": "licence", name: string, } | { "kind": "public_domain" } | { "kind": "short_citation" };

export type Derivatives = { web: MediaHash, web_width_px: number, web_height_px: number, full: MediaHash, full_width_px: number, full_height_px: number, };

export type ClippingState = { "kind": "waiting" } | { "kind": "unread" } | { "kind": "ready" } | { "kind": "failed", problem: Problem, };

export type Clipping = { id: ClippingId, 
/**
 * The file as it came, never altered.
 */
original: MediaHash, 
/**
 * Which page of it (PDF, TIFF), from 0.
 */
page_index: number, 
/**
 * The name of the author's file, for the author's eyes only.
 */
name: string, language: Language, 
/**
 * What the author asks; `None`s in it are found by themselves.
 */
recipe: Recipe, 
/**
 * The recipe with everything that was found filled in.
 */
found: Recipe | null, reading: Reading | null, 
/**
 * The text as corrected by the author; `None`: as read.
 */
corrected_text: string | null, derivatives: Derivatives | null, state: ClippingState, 
/**
 * The reading is that of the recipe already, and only the pictures wait to be made.
 */
reading_stands: boolean, provenance: Provenance, rights: Rights, 
/**
 * Nothing of it leaves this computer before.
 */
embargo: string | null, created: string, updated: string, trashed: string | null, };

export type BlogKind = { "kind": "folder", path: string, } | { "kind": "word_press", url: string, api: string, user: string, } | { "kind": "word_press_com", site_id: string, url: string, user: string, } | { "kind": "xml_rpc", url: string, endpoint: string, user: string, };

export type Features = { 
/**
 * Knows the block `core/details`.
 */
details_block: boolean, 
/**
 * Knows the block `core/footnotes` (their texts are then sent as post meta).
 */
footnotes_block: boolean, 
/**
 * Keeps revisions, so that what somebody else wrote can be recovered.
 */
revisions: boolean, 
/**
 * The software's version, as it says it.
 */
version: string, };

export type Blog = { id: BlogId, 
/**
 * What the author calls it; unique, and the name that commands take.
 */
name: string, kind: BlogKind, 
/**
 * The blog's own title.
 */
title: string, language: Language, 
/**
 * IANA time zone (`Europe/Paris`) or a fixed offset (`+02:00`).
 */
time_zone: string, features: Features, };

export type WantedState = { "kind": "draft" } | { "kind": "published" } | { "kind": "private" } | { "kind": "scheduled", at: string, } | { "kind": "taken_back" };

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
publication: PublicationState | null, } | { "kind": "clipping", id: ClippingId, title: string, snippet: string, updated: string, newspaper: string, state: ClippingStep, };

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

export type RemoteStatus = "draft" | "pending" | "published" | "private" | "scheduled" | "trashed";

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

export type ClippingView = { clipping: Clipping, step: ClippingStep, 
/**
 * The oriented original, at most 2,000 px; and its true size.
 */
original_url: string, original_width_px: number, original_height_px: number, 
/**
 * The corrected page at web size, once made.
 */
corrected_url: string | null, 
/**
 * The text as it would be inserted.
 */
text: string, 
/**
 * The alternative text that is proposed.
 */
alt: string, 
/**
 * The caption made from the provenance.
 */
caption: string, };

export type ClippingChange = { recipe?: Recipe, 
/**
 * The corrected text.
 */
text?: string, provenance?: Provenance, rights?: Rights, 
/**
 * `{ "until": null }` lifts the embargo.
 */
embargo?: Embargo, language?: Language, };

export type Embargo = { until: string | null, };

export type PublishButton = { blog: BlogId, blog_name: string, action: PublishAction, 
/**
 * The schedule, in the blog's time zone, RFC 9557.
 */
at: string | null, };

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

export type Event = { "kind": "saved", draft: DraftId, version: number, revision: RevisionId, at: string, } | { "kind": "save_failed", draft: DraftId, problem: Problem, } | { "kind": "preview_changed", draft: DraftId, splice: PreviewSplice, } | { "kind": "blog_authorised", blog: BlogView, } | { "kind": "authorising_failed", problem: Problem, } | { "kind": "library_changed" } | { "kind": "publication_changed", publication: PublicationView, } | { "kind": "came_out", title: string, text: string, } | { "kind": "merged", publication: PublicationView, } | { "kind": "doing", publication: PublicationId, step: Doing | null, } | { "kind": "upload_progress", publication: PublicationId, blog: BlogId, picture: number, pictures: number, sent_bytes: number, total_bytes: number, } | { "kind": "clipping_progress", clipping: ClippingId, stage: string, done: number, } | { "kind": "clipping_changed", clipping: ClippingId, step: ClippingStep, } | { "kind": "network", online: boolean, };
