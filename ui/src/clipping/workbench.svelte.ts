// The state of one clipping on the workbench: what the author sees and changes, and how far the
// reading is. Everything is saved as it is changed; what the desk answers never overwrites a field
// that was changed since.

import { asProblem } from '../backend/call';
import {
  cancelClipping,
  changeClipping,
  chooseArticle,
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
import { orSay, sayProblem } from '../shared/toasts.svelte';
import { cutOut } from './articles';
import type { Camera } from './camera';
import { OwnChanges } from './own-changes';
import {
  type Accepted,
  changed,
  endsWithWord,
  type Led,
  NO_STEPS,
  redone,
  type RecipeSteps,
  type Setting,
  undone,
  withoutWords,
  wordAccepted,
} from './recipe-history';
import { createSaver, type SaverState } from './saver';
import type { Recognised } from './words';

const SAVE_AFTER_MS = 500;

export class Workbench {
  readonly id: ClippingId;
  /** Another process holds the home: everything can be looked at, and nothing changed. */
  readonly readOnly: boolean;
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
  /** An article is being chosen: a recipe of before would put the old cut back. */
  choosing = $state(false);
  /** How many changes the desk answered: a view asked for before one of them is out of date. */
  #changes = 0;
  #late = false;
  readonly #own = new OwnChanges();
  #loading: Promise<void> | undefined;
  #again = false;
  #stopped = false;
  readonly #saver;
  readonly #stops: (() => void)[];

  constructor(id: ClippingId, readOnly = false) {
    this.id = id;
    this.readOnly = readOnly;
    this.#saver = createSaver<ClippingChange, ClippingView>({
      delayMs: SAVE_AFTER_MS,
      send: async (change) => {
        const asked = this.#changes;
        const view = await this.#own.change(changeClipping(id, change), () => void this.load());
        this.#late = asked !== this.#changes;
        this.#changes += 1;
        const sent = change.accepted ?? [];
        this.#accepted = this.#accepted.filter((word) => !sent.includes(word));
        return view;
      },
      onanswer: (view) => (this.#late ? void this.load() : this.#adopt(view)),
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
        if (!this.#own.covers(event.step)) void this.load();
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

  /** One at a time: what changed meanwhile has it look again. */
  load(): Promise<void> {
    if (this.#loading) this.#again = true;
    this.#loading ??= this.#load();
    return this.#loading;
  }

  async #load(): Promise<void> {
    do {
      this.#again = false;
      const asked = this.#changes;
      try {
        const view = await loadClipping(this.id);
        if (asked === this.#changes) this.#adopt(view);
        else this.#again = true;
        this.problem = undefined;
      } catch (reason) {
        if (this.view) sayProblem(reason);
        else this.problem = asProblem(reason);
      }
    } while (this.#again && !this.#stopped);
    this.#loading = undefined;
  }

  /** What the desk answers to a change that is no part of what is saved by itself. */
  async #answered(work: Promise<ClippingView | null>): Promise<void> {
    const asked = this.#changes;
    const view = await work;
    if (!view) return;
    const late = asked !== this.#changes;
    this.#changes += 1;
    if (late) await this.load();
    else this.#adopt(view);
  }

  stop(): void {
    this.#stopped = true;
    for (const stop of this.#stops) stop();
    this.#saver.stop();
  }

  flush(): Promise<boolean> {
    return this.#saver.flush();
  }

  /** What is set and can be taken back. */
  get #setting(): Setting | undefined {
    const article = cutOut(this.view?.clipping.reading ?? null) ?? null;
    return this.recipe && { ...this.recipe, article };
  }

  setRecipe(recipe: Recipe): void {
    if (this.choosing || this.readOnly) return;
    const before = this.#setting;
    if (before) this.steps = changed(this.steps, before, { ...before, ...recipe }, performance.now());
    this.#putRecipe(recipe);
  }

  /** Cuts the page down to one of its articles; `null`: to all of it again. One step to take back. */
  async choose(article: number | null): Promise<void> {
    const before = this.#setting;
    if (!before || !(await this.#choose(article))) return;
    const after = this.#setting;
    if (after) this.steps = changed(this.steps, before, after, performance.now());
  }

  async #choose(article: number | null): Promise<boolean> {
    if (this.choosing || this.readOnly) return false;
    this.choosing = true;
    try {
      if (!(await this.flush())) return false;
      await this.#answered(chooseArticle(this.id, article));
      return true;
    } catch (reason) {
      sayProblem(reason, 'asked');
      return false;
    } finally {
      this.choosing = false;
    }
  }

  /** Takes the last change of the recipe, or the last word found right, back. `false`: there was none. */
  undo(): boolean {
    const led = this.#setting && undone(this.steps, this.#setting);
    const gone = this.#goTo(led);
    if (gone && led?.accepted) this.#doubtAgain(led.accepted);
    return gone;
  }

  redo(): boolean {
    const led = this.#setting && redone(this.steps, this.#setting);
    const gone = this.#goTo(led);
    if (gone && led?.accepted) this.#takeAsRight(led.accepted);
    return gone;
  }

  #goTo(led: Led | undefined): boolean {
    if (!led || this.choosing || this.readOnly) return false;
    const { steps, setting } = led;
    if (!setting) {
      this.steps = steps;
      return true;
    }
    const { article, ...recipe } = setting;
    if (article === this.#setting?.article) {
      this.steps = steps;
      this.#putRecipe(recipe);
    } else {
      // The desk remembers what the recipe said before an article was chosen.
      void this.#choose(article).then((done) => {
        if (done) this.steps = steps;
      });
    }
    return true;
  }

  #putRecipe(recipe: Recipe): void {
    this.recipe = recipe;
    this.#saver.change({ recipe });
  }

  /** A doubtful word is right as it stands: it is no longer in doubt. */
  accept(word: Recognised): void {
    if (this.readOnly) return;
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
    if (text === this.text || this.readOnly) return;
    this.#typed = true;
    this.text = text;
    this.#saver.change({ text });
  }

  setProvenance(part: Partial<Provenance>): void {
    if (!this.provenance || this.readOnly) return;
    this.provenance = { ...this.provenance, ...part };
    this.#saver.change({ provenance: this.provenance });
  }

  setRights(rights: Rights): void {
    if (this.readOnly) return;
    this.rights = rights;
    this.#saver.change({ rights });
  }

  setEmbargo(embargo: Embargo): void {
    if (this.readOnly) return;
    this.embargo = embargo.until;
    this.#saver.change({ embargo });
  }

  setLanguage(language: Language): void {
    if (this.readOnly) return;
    this.language = language;
    this.#saver.change({ language });
  }

  /** Lets the author choose the mail that gives the permission, to be kept with the clipping. */
  async pickMail(): Promise<void> {
    await orSay(this.#answered(pickPermissionMail(this.id)));
  }

  async removeMail(): Promise<void> {
    await orSay(this.#answered(removePermissionMail(this.id)));
  }

  async cancel(): Promise<void> {
    await orSay(cancelClipping(this.id));
  }

  async readAgain(): Promise<void> {
    if (await this.flush()) await orSay(readClippingAgain(this.id));
  }

  /** The figure of the single column; `undefined`: it could not be had. */
  async columnMarkdown(): Promise<string | undefined> {
    if (!(await this.flush())) return undefined;
    return orSay(clippingColumn(this.id), 'asked');
  }

  /** A passage as a quotation with its source; `undefined`: it could not be had. */
  async quotation(passage: string, place: WordRange): Promise<string | undefined> {
    if (!(await this.flush())) return undefined;
    return orSay(clippingQuotation(this.id, passage, place), 'asked');
  }

  /** What goes to the caret; `undefined` where it could not be had, and the author was told. */
  async markdown(): Promise<string | undefined> {
    if (!(await this.flush())) return undefined;
    return orSay(clippingMarkdown(this.id), 'asked');
  }

  #adopt(view: ClippingView): void {
    const unsaved = this.#saver.unsaved();
    const { clipping } = view;
    this.view = this.#withPage(view);
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

  /** Where the page is looked for anew, what was made of it before is shown until it is found. */
  #withPage(view: ClippingView): ClippingView {
    const before = this.view;
    if (!before?.clipping.found || view.clipping.found) return view;
    const { found, derivatives } = before.clipping;
    const { corrected_url, corrected_width_px, corrected_height_px } = before;
    const page = view.corrected_url ? {} : { corrected_url, corrected_width_px, corrected_height_px };
    const made = { found, derivatives: view.clipping.derivatives ?? derivatives };
    return { ...view, ...page, clipping: { ...view.clipping, ...made } };
  }

  async #suggest(): Promise<void> {
    try {
      this.sources = await knownSources();
    } catch {
      // Suggestions are a help; without them the field is typed in.
    }
  }

}
