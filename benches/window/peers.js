// Runs in the page, where `markdownit` and `morphdom` are loaded. The text is rendered whole after
// each letter, as other editors do, into a preview that takes the place of the real one.
// `arguments[0]`: how many times each; the times, in ms, are in `window.bench`.
const view = document.querySelector('.cm-content').cmTile.root.view;
const real = document.querySelector('.preview .article');
const count = arguments[0];
const bench = (window.bench = { done: false, inner: [], morph: [] });
const renderer = window.markdownit({ html: true, linkify: false });
const text = view.state.doc.toString();
const middle = text.indexOf('\n\n', text.length / 2);
const stage = document.createElement('article');
stage.className = 'article';
real.parentElement.append(stage);
real.style.display = 'none';

const after = (letters) => text.slice(0, middle) + 'a'.repeat(letters) + text.slice(middle);

function inner(round) {
  if (round === count) return setTimeout(morph, 50, 0);
  const next = after(round);
  const began = performance.now();
  stage.innerHTML = renderer.render(next);
  void stage.offsetHeight;
  if (round > 0) bench.inner.push(performance.now() - began);
  setTimeout(inner, 20, round + 1);
}

function morph(round) {
  if (round === count) {
    stage.remove();
    real.style.display = '';
    bench.done = true;
    return;
  }
  const next = after(count + round);
  const began = performance.now();
  const fresh = document.createElement('article');
  fresh.className = 'article';
  fresh.innerHTML = renderer.render(next);
  window.morphdom(stage, fresh);
  void stage.offsetHeight;
  if (round > 0) bench.morph.push(performance.now() - began);
  setTimeout(morph, 20, round + 1);
}
setTimeout(inner, 500, 0);
