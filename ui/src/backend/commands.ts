// Written by `cargo xtask types` from the shell's commands. Do not edit.

import { call } from './call';
import type {
  Authorising,
  BlogId,
  BlogView,
  Check,
  ClippingChange,
  ClippingId,
  ClippingView,
  ConflictChoice,
  ConflictView,
  DiffRun,
  DraftId,
  Fields,
  Keep,
  KnownSource,
  Language,
  LibraryPage,
  LibraryQuery,
  NewBlog,
  OlderInterface,
  OpenDraft,
  PermissionRequest,
  PostLink,
  PreviewSplice,
  PublicationId,
  PublicationView,
  PublishButton,
  RevisionId,
  RevisionView,
  Settings,
  TakenIn,
  TextChange,
  WantedState,
  WatchedFolder,
  Welcome,
  WordRange,
} from './types';

export function addBlog(blog: NewBlog): Promise<BlogView> {
  return call('add_blog', { blog });
}

export function beginAuthorising(url: string, name: string): Promise<Authorising> {
  return call('begin_authorising', { url, name });
}

export function beginWordpressCom(name: string): Promise<Authorising> {
  return call('begin_wordpress_com', { name });
}

export function blogs(): Promise<BlogView[]> {
  return call('blogs');
}

export function cancelClipping(clipping: ClippingId): Promise<void> {
  return call('cancel_clipping', { clipping });
}

export function changeClipping(clipping: ClippingId, change: ClippingChange): Promise<ClippingView> {
  return call('change_clipping', { clipping, change });
}

export function checkBlog(blog: BlogId): Promise<Check[]> {
  return call('check_blog', { blog });
}

export function chooseArticle(clipping: ClippingId, article: number | null): Promise<ClippingView> {
  return call('choose_article', { clipping, article });
}

export function clipping(clipping: ClippingId): Promise<ClippingView> {
  return call('clipping', { clipping });
}

export function clippingColumn(clipping: ClippingId): Promise<string> {
  return call('clipping_column', { clipping });
}

export function clippingMarkdown(clipping: ClippingId): Promise<string> {
  return call('clipping_markdown', { clipping });
}

export function clippingQuotation(clipping: ClippingId, passage: string | null, place: WordRange | null): Promise<string> {
  return call('clipping_quotation', { clipping, passage, place });
}

export function closeDraft(draft: DraftId): Promise<void> {
  return call('close_draft', { draft });
}

export function conflict(publication: PublicationId): Promise<ConflictView> {
  return call('conflict', { publication });
}

export function createDraft(): Promise<OpenDraft> {
  return call('create_draft');
}

export function differences(draft: DraftId, revision: RevisionId): Promise<DiffRun[]> {
  return call('differences', { draft, revision });
}

export function edit(draft: DraftId, version: number, changes: TextChange[]): Promise<PreviewSplice> {
  return call('edit', { draft, version, changes });
}

export function emptyTrash(): Promise<void> {
  return call('empty_trash');
}

export function exportClipping(clipping: ClippingId, name: string): Promise<string[]> {
  return call('export_clipping', { clipping, name });
}

export function findOlderInterface(url: string): Promise<OlderInterface> {
  return call('find_older_interface', { url });
}

export function findPosts(words: string): Promise<PostLink[]> {
  return call('find_posts', { words });
}

export function finishWordpressCom(returned: string): Promise<BlogView> {
  return call('finish_wordpress_com', { returned });
}

export function flush(draft: DraftId): Promise<void> {
  return call('flush', { draft });
}

export function giveUp(publication: PublicationId): Promise<PublicationView> {
  return call('give_up', { publication });
}

export function history(draft: DraftId): Promise<RevisionView[]> {
  return call('history', { draft });
}

export function importDrafts(paths: string[]): Promise<DraftId[]> {
  return call('import_drafts', { paths });
}

export function joinClippings(clippings: ClippingId[]): Promise<ClippingView> {
  return call('join_clippings', { clippings });
}

export function knownSources(): Promise<KnownSource[]> {
  return call('known_sources');
}

export function library(query: LibraryQuery): Promise<LibraryPage> {
  return call('library', { query });
}

export function moveBlog(blog: BlogId, address: string): Promise<BlogView> {
  return call('move_blog', { blog, address });
}

export function nameRevision(draft: DraftId, name: string): Promise<void> {
  return call('name_revision', { draft, name });
}

export function networkIsBack(): Promise<void> {
  return call('network_is_back');
}

export function openAddress(url: string): Promise<void> {
  return call('open_address', { url });
}

export function openDraft(draft: DraftId): Promise<OpenDraft> {
  return call('open_draft', { draft });
}

export function partClipping(clipping: ClippingId): Promise<ClippingView> {
  return call('part_clipping', { clipping });
}

export function permissionRequest(clipping: ClippingId, language: Language | null): Promise<PermissionRequest> {
  return call('permission_request', { clipping, language });
}

export function pickExport(blog: BlogId): Promise<number | null> {
  return call('pick_export', { blog });
}

export function pickFolder(): Promise<string | null> {
  return call('pick_folder');
}

export function pickPermissionMail(clipping: ClippingId): Promise<ClippingView | null> {
  return call('pick_permission_mail', { clipping });
}

export function pickPictures(asClipping: boolean): Promise<TakenIn[]> {
  return call('pick_pictures', { asClipping });
}

export function publications(): Promise<PublicationView[]> {
  return call('publications');
}

export function publish(draft: DraftId, blog: BlogId | null, state: WantedState): Promise<PublicationView> {
  return call('publish', { draft, blog, state });
}

export function publishButton(draft: DraftId, blog: BlogId | null): Promise<PublishButton> {
  return call('publish_button', { draft, blog });
}

export function readClippingAgain(clipping: ClippingId): Promise<void> {
  return call('read_clipping_again', { clipping });
}

export function removeBlog(blog: BlogId): Promise<void> {
  return call('remove_blog', { blog });
}

export function removePermissionMail(clipping: ClippingId): Promise<ClippingView> {
  return call('remove_permission_mail', { clipping });
}

export function resolve(publication: PublicationId, keep: Keep, stamp: string | null): Promise<PublicationView> {
  return call('resolve', { publication, keep, stamp });
}

export function resolveJoined(publication: PublicationId, stamp: string, choices: ConflictChoice[], send: boolean): Promise<PublicationView> {
  return call('resolve_joined', { publication, stamp, choices, send });
}

export function restoreClipping(clipping: ClippingId): Promise<void> {
  return call('restore_clipping', { clipping });
}

export function restoreDraft(draft: DraftId): Promise<void> {
  return call('restore_draft', { draft });
}

export function restoreRevision(draft: DraftId, revision: RevisionId): Promise<OpenDraft> {
  return call('restore_revision', { draft, revision });
}

export function retry(publication: PublicationId): Promise<PublicationView> {
  return call('retry', { publication });
}

export function revisionText(revision: RevisionId): Promise<string> {
  return call('revision_text', { revision });
}

export function sendSmaller(publication: PublicationId): Promise<PublicationView> {
  return call('send_smaller', { publication });
}

export function setFields(draft: DraftId, fields: Fields): Promise<string> {
  return call('set_fields', { draft, fields });
}

export function setSettings(settings: Settings): Promise<void> {
  return call('set_settings', { settings });
}

export function standingPosts(draft: DraftId): Promise<PublicationView[]> {
  return call('standing_posts', { draft });
}

export function stopWordpressCom(): Promise<void> {
  return call('stop_wordpress_com');
}

export function takeBack(publication: PublicationId): Promise<PublicationView> {
  return call('take_back', { publication });
}

export function takeIn(paths: string[], asClipping: boolean): Promise<TakenIn[]> {
  return call('take_in', { paths, asClipping });
}

export function takeInChosenPages(path: string, pages: string): Promise<TakenIn[]> {
  return call('take_in_chosen_pages', { path, pages });
}

export function takeInClipboard(asClipping: boolean): Promise<TakenIn | null> {
  return call('take_in_clipboard', { asClipping });
}

export function trashClipping(clipping: ClippingId): Promise<void> {
  return call('trash_clipping', { clipping });
}

export function trashDraft(draft: DraftId, unpublish: boolean): Promise<void> {
  return call('trash_draft', { draft, unpublish });
}

export function undoPublish(publication: PublicationId): Promise<PublicationView | null> {
  return call('undo_publish', { publication });
}

export function watchFolder(folder: string | null, existing: boolean): Promise<WatchedFolder> {
  return call('watch_folder', { folder, existing });
}

export function watchedFolder(): Promise<WatchedFolder> {
  return call('watched_folder');
}

export function welcome(): Promise<Welcome> {
  return call('welcome');
}
