// The state of one clipping on the workbench: what the author sees and changes, and how far the
// reading is. Everything is saved as it is changed; what the desk answers never overwrites a field
// that was changed since.

import { asProblem } from '../backend/call';
import {
  cancelClipping,
  changeClipping,
  clipping as loadClipping,
  clippingColumn,
  clippingMarkdown,
  clippingQuotation,
  knownSources,
  pickPermissionMail,
  readClippingAgain,
  removePermissionMail,
} from '../backend/commands';
import type {
  AcceptedWord,
  ClippingChange,
  ClippingId,
  ClippingStep,
  ClippingView,
  Embargo,
  KnownSource,
  Language,
  Problem,
  Provenance,
  Reading,
  Recipe,
  Rights,
  WordRange,
} from '../backend/types';
import { on } from '../shared/events';
import { sayProblem } from '../shared/toasts.svelte';
import type { Camera } from './camera';
import {
  type Accepted,
  changed,
  endsWithWord,
  type Led,
  NO_STEPS,
  redone,
  type RecipeSteps,
  undone,
  withoutWords,
  wordAccepted,
} from './recipe-history';
import { createSaver, type SaverState } from './saver';
import type { Recognised } from './words';

const SAVE_AFTER_MS = 500;

export class Workbench {
  readonly id: ClippingId;
  view = $state.raw<ClippingView>();
  /** Why it could not be opened. */
  problem = $state.raw<Problem>();
  saving = $state<SaverState>('saved');
  step = $state<ClippingStep>('ready');
  stage = $state<string>();
  done = $state(0);
  /** Newspapers used before, and what was said beside them. */
  sources = $state.raw<KnownSource[]>([]);

  recipe = $state.raw<Recipe>();
  steps = $state.raw<RecipeSteps>(NO_STEPS);
  /** The numbers of the words that were found right since the page was read. */
  accepted = $state.raw<ReadonlySet<number>>(new Set());
  text = $state('');
  provenance = $state.raw<Provenance>();
  rights = $state.raw<Rights>();
  embargo = $state<string | null>(null);
  language = $state<Language>('fr');

  /** Where the author looks on the corrected page, whichever view shows it. */
  readonly looked: { camera: Camera | undefined } = { camera: undefined };
  #accepted: readonly AcceptedWord[] = [];
  /** Whether something was typed since a word was found right. */
  #typed = false;
  #readText: string | undefined;
  readonly #saver;
  readonly #stops: (() => void)[];

  constructor(id: ClippingId) {
    this.id = id;
    this.#saver = createSaver<ClippingChange, ClippingView>({
      delayMs: SAVE_AFTER_MS,
      send: (change) => changeClipping(id, change),
      onanswer: (view) => this.#adopt(view),
      onstate: (state) => (this.saving = state),
      onproblem: sayProblem,
    });
    this.#stops = [
      on('clipping_progress', (event) => {
        if (event.clipping !== id) return;
        this.step = 'reading';
        this.stage = event.stage;
        this.done = event.done;
      }),
      on('clipping_changed', (event) => {
        if (event.clipping !== id) return;
        this.step = event.step;
        if (event.step !== 'reading') this.stage = undefined;
        void this.load();
      }),
    ];
    void this.load();
    void this.#suggest();
  }

  /** What was read, if on the page that is shown: not on one of another cut. */
  get shownReading(): Reading | null {
    const reading = this.view?.clipping.reading ?? null;
    const { corrected_width_px: width = 0, corrected_height_px: height = 0 } = this.view ?? {};
    const same =
      reading && Math.abs(reading.width_px - width) <= 1 && Math.abs(reading.height_px - height) <= 1;
    return same || width === 0 ? reading : null;
  }

  async load(): Promise<void> {
    try {
      this.#adopt(await loadClipping(this.id));
      this.problem = undefined;
    } catch (reason) {
      if (this.view) sayProblem(reason);
      else this.problem = asProblem(reason);
    }
  }

  stop(): void {
    for (const stop of this.#stops) stop();
    void this.#saver.flush();
  }

  flush(): Promise<boolean> {
    return this.#saver.flush();
  }

  setRecipe(recipe: Recipe): void {
    if (this.recipe) this.steps = changed(this.steps, this.recipe, recipe, performance.now());
    this.#putRecipe(recipe);
  }

  /** Takes the last change of the recipe, or the last word found right, back. */
  undo(): void {
    const led = this.recipe && undone(this.steps, this.recipe);
    this.#goTo(led);
    if (led?.accepted) this.#doubtAgain(led.accepted);
  }

  redo(): void {
    const led = this.recipe && redone(this.steps, this.recipe);
    this.#goTo(led);
    if (led?.accepted) this.#takeAsRight(led.accepted);
  }

  #goTo(led: Led | undefined): void {
    if (!led) return;
    this.steps = led.steps;
    if (led.recipe) this.#putRecipe(led.recipe);
  }

  #putRecipe(recipe: Recipe): void {
    this.recipe = recipe;
    this.#saver.change({ recipe });
  }

  /** A doubtful word is right as it stands: it is no longer in doubt. */
  accept(word: Recognised): void {
    this.steps = wordAccepted(this.steps, word);
    this.#typed = false;
    this.#takeAsRight(word);
  }

  /** Whether it was the last thing done that a word was found right: undoing is about it, then. */
  get hasJustAccepted(): boolean {
    return !this.#typed && endsWithWord(this.steps);
  }

  #takeAsRight({ index, text }: Accepted): void {
    this.accepted = new Set(this.accepted).add(index);
    this.#sayOfWord({ index, text });
  }

  #doubtAgain({ index, text, confidence }: Accepted): void {
    this.accepted = new Set([...this.accepted].filter((other) => other !== index));
    this.#sayOfWord({ index, text, doubted: confidence });
  }

  #sayOfWord(said: AcceptedWord): void {
    this.#accepted = [...this.#accepted.filter(({ index }) => index !== said.index), said];
    this.#saver.change({ accepted: [...this.#accepted] });
  }

  setText(text: string): void {
    if (text === this.text) return;
    this.#typed = true;
    this.text = text;
    this.#saver.change({ text });
  }

  setProvenance(part: Partial<Provenance>): void {
    if (!this.provenance) return;
    this.provenance = { ...this.provenance, ...part };
    this.#saver.change({ provenance: this.provenance });
  }

  setRights(rights: Rights): void {
    this.rights = rights;
    this.#saver.change({ rights });
  }

  setEmbargo(embargo: Embargo): void {
    this.embargo = embargo.until;
    this.#saver.change({ embargo });
  }

  setLanguage(language: Language): void {
    this.language = language;
    this.#saver.change({ language });
  }

  /** Lets the author choose the mail that gives the permission, to be kept with the clipping. */
  async pickMail(): Promise<void> {
    const view = await this.#try(pickPermissionMail(this.id));
    if (view) this.#adopt(view);
  }

  async removeMail(): Promise<void> {
    const view = await this.#try(removePermissionMail(this.id));
    if (view) this.#adopt(view);
  }

  async cancel(): Promise<void> {
    await this.#try(cancelClipping(this.id));
  }

  async readAgain(): Promise<void> {
    if (await this.flush()) await this.#try(readClippingAgain(this.id));
  }

  /** The figure of the single column; `undefined`: it could not be had. */
  async columnMarkdown(): Promise<string | undefined> {
    if (!(await this.flush())) return undefined;
    return this.#try(clippingColumn(this.id));
  }

  /** A passage as a quotation with its source; `undefined`: it could not be had. */
  async quotation(passage: string, place: WordRange): Promise<string | undefined> {
    if (!(await this.flush())) return undefined;
    return this.#try(clippingQuotation(this.id, passage, place));
  }

  /** What goes to the caret; `undefined` where it could not be had, and the author was told. */
  async markdown(): Promise<string | undefined> {
    if (!(await this.flush())) return undefined;
    return this.#try(clippingMarkdown(this.id));
  }

  #adopt(view: ClippingView): void {
    const unsaved = this.#saver.unsaved();
    const { clipping } = view;
    this.view = view;
    this.step = view.step;
    const read = clipping.reading?.text;
    if (read !== this.#readText) {
      // Another reading has other words.
      this.#readText = read;
      this.#accepted = [];
      this.accepted = new Set();
      this.steps = withoutWords(this.steps);
    }
    if (!unsaved.recipe) this.recipe = clipping.recipe;
    if (unsaved.text === undefined) this.text = view.text;
    if (!unsaved.provenance) this.provenance = clipping.provenance;
    if (!unsaved.rights) this.rights = clipping.rights;
    if (!unsaved.embargo) this.embargo = clipping.embargo;
    if (!unsaved.language) this.language = clipping.language;
  }

  async #suggest(): Promise<void> {
    try {
      this.sources = await knownSources();
    } catch {
      // Suggestions are a help; without them the field is typed in.
    }
  }

  async #try<T>(work: Promise<T>): Promise<T | undefined> {
    try {
      return await work;
    } catch (reason) {
      sayProblem(reason);
      return undefined;
    }
  }
}
