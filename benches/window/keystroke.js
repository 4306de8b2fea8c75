// Runs in the page. One letter at a time is put into the text as CodeMirror does it for a key, and
// waited for in the preview. `arguments[0]`: how many; the times, in ms, are in `window.bench`.
const view = document.querySelector('.cm-content').cmTile.root.view;
const article = document.querySelector('.preview .article');
const count = arguments[0];
const bench = (window.bench = { done: false, typed: [], patched: [], laidOut: [] });

// In the middle of the text, at the end of a paragraph's first line.
const line = (() => {
  let at = view.state.doc.lineAt(view.state.doc.length / 2);
  while (!/^[A-ZÀ-Ý][^|<]{40,}/.test(at.text)) at = view.state.doc.line(at.number + 1);
  return at;
})();
let caret = line.to;
view.dispatch({ selection: { anchor: caret }, scrollIntoView: true });
view.focus();

function key() {
  const began = performance.now();
  let typed = 0;
  const observer = new MutationObserver(() => {
    const patched = performance.now();
    observer.disconnect();
    void article.offsetHeight;
    bench.typed.push(typed - began);
    bench.patched.push(patched - began);
    bench.laidOut.push(performance.now() - began);
    if (bench.patched.length < count) setTimeout(key, 60 + Math.random() * 60);
    else bench.done = true;
  });
  observer.observe(article, { childList: true, subtree: true, characterData: true });
  // Letters alone: a space at the end of a line changes nothing that is shown.
  const letter = 'aeioutsrnl'[bench.patched.length % 10];
  view.dispatch({
    changes: { from: caret, insert: letter },
    selection: { anchor: caret + 1 },
    userEvent: 'input.type',
    scrollIntoView: true,
  });
  caret += 1;
  typed = performance.now();
}
setTimeout(key, 1_000);
