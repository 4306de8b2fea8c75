// Written by `cargo xtask types` from the Rust types. Do not edit.

export type DraftId = string;

export type ClippingId = string;

export type BlogId = string;

export type PublicationId = string;

export type RevisionId = number;

export type MediaHash = string;

export type Language = "fr" | "en" | "de" | "es" | "it" | "pt" | "nl";

export type Code = "home_in_use" | "home_unwritable" | "database_newer" | "database_damaged" | "disk_full" | "not_found" | "bad_argument" | "file_unreadable" | "file_too_large" | "text_not_utf8" | "text_too_deep" | "front_matter_invalid" | "picture_empty" | "not_a_picture" | "picture_truncated" | "picture_too_large" | "picture_unsupported" | "pdf_password" | "pdf_damaged" | "pdf_too_heavy" | "page_missing" | "too_many_pages" | "models_missing" | "cancelled" | "clipping_not_ready" | "attachment_unsupported" | "address_invalid" | "address_not_found" | "offline" | "timed_out" | "certificate_refused" | "redirect_loop" | "redirected" | "not_wordpress" | "rest_off" | "xml_rpc_off" | "answer_unreadable" | "server_fault" | "server_busy" | "captive_portal" | "maintenance" | "database_down" | "clock_wrong" | "password_refused" | "authorization_stripped" | "application_passwords_off" | "not_allowed" | "secret_missing" | "keychain_unavailable" | "authorise_unavailable" | "authorise_rejected" | "authorise_stale" | "authorise_other_site" | "not_encrypted" | "wordpress_old" | "answers_junk" | "role_limited" | "upload_limit_low" | "blocks_missing" | "revisions_off" | "content_refused" | "upload_refused" | "upload_too_large" | "embargoed" | "outcome_unknown" | "changed_on_blog" | "changed_meanwhile" | "merged_to_read" | "gone_from_blog" | "waited_long" | "hour_passed" | "folder_unwritable" | "folder_occupied" | "watched_folder_missing" | "watched_folder_too_full" | "name_taken" | "nothing_to_publish" | "nothing_published" | "too_late" | "internal";

export type Problem = { code: Code, 
/**
 * An English sentence that says what happened and what to do.
 */
message: string, 
/**
 * What the sentence names: `host`, `file`, `max_bytes`…
 */
params: { [key in string]: string }, };

export type WordRange = { first: number, last: number, };

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

export type Curl = { columns: number, rows: number, shifts: Array<number>, };

export type Preset = "automatic" | "untouched" | "colour" | "grey" | "black_and_white";

export type Enhancement = { preset: Preset, strength: number, };

export type Recipe = { 
/**
 * A plain turn is the author's choice.
 */
turn: Turn | null, 
/**
 * The page's corners in the oriented original (before `turn`).
 */
quad: Quad | null, 
/**
 * Degrees that the page is turned clockwise to be level, after the quad.
 */
skew_degrees: number | null, 
/**
 * What makes the lines of text level that a curled or folded page bends.
 */
curl: Curl | null, 
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
heading: boolean, 
/**
 * Printed in heavier strokes than most of the text, as the questions of an interview are.
 */
bold: boolean, role: Role, 
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
page: CutPage | null, 
/**
 * A first reading by the quick models; the careful one is to take its place.
 */
rough: boolean, };

export type CutPage = { 
/**
 * The article that was chosen.
 */
article: number, 
/**
 * What the recipe said of these before.
 */
crop: Rect | null, masks: Array<Rect>, regions: Array<Rect>, reading: Reading, };

export type PutAwayText = { 
/**
 * The article's title; empty: the whole page.
 */
article: string, text: string, };

export type Provenance = { title: string, newspaper: string, date: string | null, page: string, edition: string, journalist: string, link: string, };

export type Rights = { "kind": "to_check" } | { "kind": "permission", by: string, on: string | null, } | { "kind": "licence", name: string, } | { "kind": "public_domain" } | { "kind": "short_citation" };

export type Attachment = { file: MediaHash, 
/**
 * The author's own name for it.
 */
name: string, size_bytes: number, };

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
 * Of that page, upright; `None`: as the file's own (`Media`).
 */
page_size_px: [number, number] | null, 
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
 * The recipe, filled in, of the page that the reading was made on.
 */
read_with: Recipe | null, 
/**
 * The text as corrected by the author; `None`: as read.
 */
corrected_text: string | null, 
/**
 * Corrected texts of the page's articles that are not chosen at present.
 */
put_away: Array<PutAwayText>, derivatives: Derivatives | null, state: ClippingState, 
/**
 * The reading is that of the recipe already, and only the pictures wait to be made.
 */
reading_stands: boolean, provenance: Provenance, rights: Rights, 
/**
 * The permission as it was given in writing. It stays while the rights are said otherwise.
 */
permission_mail: Attachment | null, 
/**
 * Nothing of it leaves this computer before.
 */
embargo: string | null, created: string, updated: string, trashed: string | null, 
/**
 * Where several pictures are one article: all of them in reading order, this one among them.
 * Empty: one picture, or one whose article another clipping holds (`part_of`).
 */
parts: Array<ClippingId>, 
/**
 * The clipping that holds the article that this picture is a part of.
 */
part_of: ClippingId | null, };

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

export type RemoteStatus = "draft" | "pending" | "published" | "private" | "scheduled" | "trashed";
