// Which panes stand beside the text, and how wide. Remembered on this computer.

const KEY = 'coupure.panes';
const WIDTHS = { library: { least: 200, most: 440 }, preview: { least: 260, most: 900 } };

export type Pane = keyof typeof WIDTHS;

interface Kept {
  library: { shown: boolean; width: number };
  preview: { shown: boolean; width: number };
}

const usual: Kept = {
  library: { shown: true, width: 252 },
  preview: { shown: true, width: 404 },
};

function remembered(): Kept {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? 'null') as Partial<Kept> | null;
    return {
      library: { ...usual.library, ...kept?.library },
      preview: { ...usual.preview, ...kept?.preview },
    };
  } catch {
    return structuredClone(usual);
  }
}

const panes = $state(remembered());

function remember(): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(panes));
  } catch {
    // A full or forbidden storage costs the remembering, nothing else.
  }
}

export function paneShown(pane: Pane): boolean {
  return panes[pane].shown;
}

export function paneWidth(pane: Pane): number {
  return panes[pane].width;
}

export function paneLimits(pane: Pane): { least: number; most: number } {
  return WIDTHS[pane];
}

export function togglePane(pane: Pane): void {
  panes[pane].shown = !panes[pane].shown;
  remember();
}

export function setPaneWidth(pane: Pane, width: number): void {
  const { least, most } = WIDTHS[pane];
  panes[pane].width = Math.round(Math.min(most, Math.max(least, width)));
  remember();
}

export function resetPaneWidth(pane: Pane): void {
  setPaneWidth(pane, usual[pane].width);
}
