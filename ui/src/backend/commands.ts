// Written by `cargo xtask types` from the Rust commands. Do not edit.

import { call } from './call';
import type {
  BlogId,
  BlogView,
  Check,
  ClippingChange,
  ClippingId,
  ClippingView,
  DiffRun,
  DraftId,
  Fields,
  Keep,
  LibraryPage,
  LibraryQuery,
  NewBlog,
  OpenDraft,
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
  Welcome,
} from './types';

export function welcome(): Promise<Welcome> {
  return call('welcome');
}

export function setSettings(settings: Settings): Promise<void> {
  return call('set_settings', { settings });
}

export function library(query: LibraryQuery): Promise<LibraryPage> {
  return call('library', { query });
}

export function createDraft(): Promise<OpenDraft> {
  return call('create_draft');
}

export function openDraft(draft: DraftId): Promise<OpenDraft> {
  return call('open_draft', { draft });
}

export function edit(draft: DraftId, version: number, changes: Array<TextChange>): Promise<PreviewSplice> {
  return call('edit', { draft, version, changes });
}

export function setFields(draft: DraftId, fields: Fields): Promise<void> {
  return call('set_fields', { draft, fields });
}

export function flush(draft: DraftId): Promise<void> {
  return call('flush', { draft });
}

export function closeDraft(draft: DraftId): Promise<void> {
  return call('close_draft', { draft });
}

export function importDrafts(paths: Array<string>): Promise<Array<DraftId>> {
  return call('import_drafts', { paths });
}

export function trashDraft(draft: DraftId): Promise<void> {
  return call('trash_draft', { draft });
}

export function restoreDraft(draft: DraftId): Promise<void> {
  return call('restore_draft', { draft });
}

export function trashClipping(clipping: ClippingId): Promise<void> {
  return call('trash_clipping', { clipping });
}

export function restoreClipping(clipping: ClippingId): Promise<void> {
  return call('restore_clipping', { clipping });
}

export function emptyTrash(): Promise<void> {
  return call('empty_trash');
}

export function history(draft: DraftId): Promise<Array<RevisionView>> {
  return call('history', { draft });
}

export function revisionText(revision: RevisionId): Promise<string> {
  return call('revision_text', { revision });
}

export function differences(draft: DraftId, revision: RevisionId): Promise<Array<DiffRun>> {
  return call('differences', { draft, revision });
}

export function restoreRevision(draft: DraftId, revision: RevisionId): Promise<OpenDraft> {
  return call('restore_revision', { draft, revision });
}

export function nameRevision(draft: DraftId, name: string): Promise<void> {
  return call('name_revision', { draft, name });
}

export function takeIn(paths: Array<string>, asClipping: boolean): Promise<Array<TakenIn>> {
  return call('take_in', { paths, asClipping });
}

export function takeInClipboard(asClipping: boolean): Promise<TakenIn | null> {
  return call('take_in_clipboard', { asClipping });
}

export function pickPictures(asClipping: boolean): Promise<Array<TakenIn>> {
  return call('pick_pictures', { asClipping });
}

export function clipping(clipping: ClippingId): Promise<ClippingView> {
  return call('clipping', { clipping });
}

export function changeClipping(clipping: ClippingId, change: ClippingChange): Promise<ClippingView> {
  return call('change_clipping', { clipping, change });
}

export function cancelClipping(clipping: ClippingId): Promise<void> {
  return call('cancel_clipping', { clipping });
}

export function readClippingAgain(clipping: ClippingId): Promise<void> {
  return call('read_clipping_again', { clipping });
}

export function clippingMarkdown(clipping: ClippingId): Promise<string> {
  return call('clipping_markdown', { clipping });
}

export function blogs(): Promise<Array<BlogView>> {
  return call('blogs');
}

export function addBlog(blog: NewBlog): Promise<BlogView> {
  return call('add_blog', { blog });
}

export function checkBlog(blog: BlogId): Promise<Array<Check>> {
  return call('check_blog', { blog });
}

export function removeBlog(blog: BlogId): Promise<void> {
  return call('remove_blog', { blog });
}

export function publishButton(draft: DraftId, blog: BlogId | null): Promise<PublishButton> {
  return call('publish_button', { draft, blog });
}

export function publish(draft: DraftId, blog: BlogId, state: WantedState): Promise<PublicationView> {
  return call('publish', { draft, blog, state });
}

export function undoPublish(publication: PublicationId): Promise<void> {
  return call('undo_publish', { publication });
}

export function takeBack(publication: PublicationId): Promise<void> {
  return call('take_back', { publication });
}

export function retry(publication: PublicationId): Promise<void> {
  return call('retry', { publication });
}

export function giveUp(publication: PublicationId): Promise<void> {
  return call('give_up', { publication });
}

export function resolve(publication: PublicationId, keep: Keep): Promise<void> {
  return call('resolve', { publication, keep });
}

export function publications(): Promise<Array<PublicationView>> {
  return call('publications');
}

export function openAddress(url: string): Promise<void> {
  return call('open_address', { url });
}

export function pickFolder(): Promise<string | null> {
  return call('pick_folder');
}

