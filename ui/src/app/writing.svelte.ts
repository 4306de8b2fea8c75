// The draft that is open: what was typed goes to the desk, what the desk made of it to the
// preview. Says "saved" only when the desk has said so.

import type { ChangeSet, Text } from '@codemirror/state';

import { asProblem } from '../backend/call';
import { closeDraft, edit, flush, openDraft, setFields } from '../backend/commands';
import type { DraftId, Fields, OpenDraft, PreviewBlock, PreviewSplice, Problem, PublicationView } from '../backend/types';
import { ChangeQueue } from '../editor/change-queue';
import { on } from '../shared/events';

/** What the open draft is shown in. */
export interface Surfaces {
  load(text: string, readOnly: boolean): void;
  replace(text: string): void;
  text(): Text;
  reset(blocks: readonly PreviewBlock[]): void;
  apply(splice: PreviewSplice): void;
}

const FIELDS_PAUSE_MS = 300;
/** Past this without a word from the desk, it is asked to save, and answers when it has. */
const ASK_MS = 2_500;
const LEAVE_MS = 5_000;

export class Writing {
  id = $state<DraftId>();
  fields = $state.raw<Fields>();
  /** The title as readers see it: what was typed last, once the desk has set it. */
  shownTitle = $state('');
  words = $state(0);
  trashed = $state(false);
  publications = $state.raw<PublicationView[]>([]);
  /** When the desk last saved; RFC 3339. */
  savedAt = $state('');
  /** The revision that is on disk. */
  revision = $state(0);
  problem = $state.raw<Problem>();

  private typed = $state(0);
  private savedVersion = $state(0);
  private fieldsTyped = $state(0);
  private fieldsSaved = $state(0);

  private queue: ChangeQueue | undefined;
  private fieldsTimer: ReturnType<typeof setTimeout> | undefined;
  private fieldsSending: Promise<void> | undefined;
  private askTimer: ReturnType<typeof setTimeout> | undefined;
  private opening = 0;
  private openings = 0;

  constructor(
    private readonly surfaces: Surfaces,
    private readonly readOnly: () => boolean,
  ) {}

  /** All that was typed is on disk. */
  get saved(): boolean {
    return this.savedVersion >= this.typed && this.fieldsSaved >= this.fieldsTyped;
  }

  start(): () => void {
    const stops = [
      on('saved', (event) => {
        if (event.draft !== this.id) return;
        this.noteSaved(event.version, event.at);
        this.revision = event.revision;
      }),
      on('save_failed', (event) => {
        if (event.draft === this.id) this.problem = event.problem;
      }),
      on('preview_changed', (event) => {
        if (event.draft === this.id) this.queue?.addSplice(event.splice);
      }),
      on('publication_changed', ({ publication }) => {
        if (publication.draft !== this.id) return;
        const before = this.publications.find((one) => one.id === publication.id);
        const others = this.publications.filter((one) => one.id !== publication.id);
        this.publications = [...others, publication];
        // A choice between two versions may have given the draft another text.
        if (before?.theirs && !publication.theirs) void this.refresh();
      }),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }

  /** Leaves the draft that is open, once it is safe, and opens another one. */
  async open(id: DraftId): Promise<void> {
    if (id === this.id) return;
    await this.take(() => openDraft(id));
  }

  /** As `open`, for what gives an opened draft. */
  async take(get: () => Promise<OpenDraft>): Promise<void> {
    this.opening += 1;
    const { opening } = this;
    await this.leave();
    const open = await get();
    // The author has clicked on another one meanwhile.
    if (opening !== this.opening) return closeDraft(open.draft.id);
    this.show(open);
  }

  /** The desk has changed the text of the open draft itself. */
  replaced(open: OpenDraft): void {
    if (open.draft.id !== this.id || !this.queue) return;
    this.openings += 1;
    this.surfaces.replace(open.draft.content.body);
    this.surfaces.reset(open.blocks);
    this.queue.restart(open.version);
    this.typed = open.version;
    this.savedVersion = open.version;
    this.showFields(open);
  }

  /** Shows what the desk has, where it has changed the text by itself. */
  private async refresh(): Promise<void> {
    const { id } = this;
    if (id === undefined) return;
    try {
      this.replaced(await openDraft(id));
    } catch (reason) {
      this.problem = asProblem(reason);
    }
  }

  add(changes: ChangeSet): void {
    if (!this.queue) return;
    this.queue.add(changes);
    this.typed = this.queue.reached;
    this.askLater();
  }

  setFields(fields: Fields): void {
    this.fields = fields;
    this.fieldsTyped += 1;
    clearTimeout(this.fieldsTimer);
    this.fieldsTimer = setTimeout(() => void this.sendFields().catch(() => undefined), FIELDS_PAUSE_MS);
    this.askLater();
  }

  /** Resolves when all that was typed is on disk; rejects with what prevents it. */
  async flush(): Promise<void> {
    const { id, queue } = this;
    if (id === undefined || !queue || this.readOnly()) return;
    // The author may go on typing: what came meanwhile has its turn as well.
    do {
      await within(LEAVE_MS, queue.settled(), () => this.problem);
      if (queue !== this.queue) return;
      if (!queue.quiet) continue;
      const { version } = queue;
      this.typed = version;
      await this.sendFields();
      await flush(id);
      if (queue !== this.queue) return;
      this.noteSaved(version, new Date().toISOString());
    } while (!queue.quiet || this.fieldsSaved < this.fieldsTyped);
  }

  /** Saves and puts away what is open. Rejects, and leaves it open, if it cannot be saved. */
  async leave(): Promise<void> {
    const { id, queue } = this;
    if (id === undefined) return;
    await this.flush();
    if (this.queue !== queue) return;
    queue?.stop();
    this.queue = undefined;
    this.id = undefined;
    this.fields = undefined;
    this.shownTitle = '';
    clearTimeout(this.askTimer);
    this.surfaces.load('', true);
    this.surfaces.reset([]);
    // The desk counts openings, and lets go of the text at the last closing.
    for (let left = this.openings; left > 0; left -= 1) await closeDraft(id);
  }

  private show(open: OpenDraft): void {
    const { draft } = open;
    this.openings = 1;
    const readOnly = this.readOnly() || draft.trashed !== null;
    this.id = draft.id;
    this.problem = undefined;
    this.typed = open.version;
    this.savedVersion = open.version;
    this.revision = draft.revision;
    this.savedAt = draft.updated;
    this.publications = open.publications;
    this.trashed = draft.trashed !== null;
    this.showFields(open);
    this.surfaces.load(draft.content.body, readOnly);
    this.surfaces.reset(open.blocks);
    this.queue = new ChangeQueue(
      open.version,
      {
        edit: (version, changes) => edit(draft.id, version, changes),
        open: async () => {
          const again = await openDraft(draft.id);
          this.openings += 1;
          return again;
        },
      },
      {
        splice: (splice) => {
          this.surfaces.apply(splice);
          this.words = splice.words;
        },
        reset: (again) => {
          this.surfaces.reset(again.blocks);
          this.words = again.words;
          // Counted from what the desk has: numbers of calls that were lost are given anew.
          this.typed = this.queue?.reached ?? again.version;
          this.askLater();
        },
        trouble: (reason) => {
          this.problem = reason === undefined ? undefined : asProblem(reason);
        },
      },
      () => this.surfaces.text(),
    );
  }

  private showFields(open: OpenDraft): void {
    const { title, slug, excerpt, categories, tags, cover, language, comments } = open.draft.content;
    this.fields = { title, slug, excerpt, categories, tags, cover, language, comments };
    this.shownTitle = open.shown_title;
    this.fieldsTyped = 0;
    this.fieldsSaved = 0;
    this.words = open.words;
  }

  /** Sends the fields, and has them saved: the number in `saved` events counts the text alone. */
  private sendFields(): Promise<void> {
    clearTimeout(this.fieldsTimer);
    this.fieldsSending ??= this.sendAllFields().finally(() => (this.fieldsSending = undefined));
    return this.fieldsSending;
  }

  private async sendAllFields(): Promise<void> {
    const { id } = this;
    try {
      while (id !== undefined && id === this.id && this.fieldsSaved < this.fieldsTyped) {
        const { fields, fieldsTyped } = this;
        if (!fields || this.readOnly()) return;
        const shown = await setFields(id, fields);
        if (id === this.id) this.shownTitle = shown;
        await flush(id);
        if (id === this.id) this.fieldsSaved = fieldsTyped;
      }
    } catch (reason) {
      this.problem = asProblem(reason);
      throw reason;
    }
  }

  private noteSaved(version: number, at: string): void {
    this.savedVersion = Math.max(this.savedVersion, version);
    this.savedAt = at;
    this.problem = undefined;
  }

  private askLater(): void {
    clearTimeout(this.askTimer);
    this.askTimer = setTimeout(() => {
      if (this.saved || this.id === undefined) return;
      this.flush().catch((reason: unknown) => {
        this.problem = asProblem(reason);
        this.askLater();
      });
    }, ASK_MS);
  }
}

/** The work, or what prevents it when it takes too long. */
async function within<T>(ms: number, work: Promise<T>, why: () => Problem | undefined): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(why() ?? { code: 'internal', message: 'The desk does not answer.', params: {} });
    }, ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
