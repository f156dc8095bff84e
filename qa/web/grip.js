// The edge of the source that makes it wider or narrower, by pointer or arrow keys; the browser remembers how wide.
const WIDTH = 'yinju.source-width';
const source = document.querySelector('#source');
const wide = share => {
  const percent = Math.round(Math.min(70, Math.max(20, share)));
  document.body.style.setProperty('--source-width', `${percent}%`);
  grip.setAttribute('aria-valuenow', percent);
  localStorage.setItem(WIDTH, percent);
};
const grip = document.createElement('div');
grip.id = 'grip';
grip.tabIndex = 0;
grip.setAttribute('role', 'separator');
grip.setAttribute('aria-orientation', 'vertical');
grip.setAttribute('aria-valuemin', 20);
grip.setAttribute('aria-valuemax', 70);
const named = () => {
  const said = document.querySelector('[data-words]')?.dataset.words;
  if (said) grip.setAttribute('aria-label', JSON.parse(said).grip);
};
const share = x => {
  const row = source.parentElement.getBoundingClientRect();
  return 100 * (row.right - x) / row.width;
};
grip.addEventListener('pointerdown', event => grip.setPointerCapture(event.pointerId));
grip.addEventListener('pointermove', event => { if (grip.hasPointerCapture(event.pointerId)) wide(share(event.clientX)); });
grip.addEventListener('keydown', event => {
  const step = { ArrowLeft: 5, ArrowRight: -5 }[event.key];
  if (step) wide(Number(grip.getAttribute('aria-valuenow')) + step);
});
named();
new MutationObserver(named).observe(element, { childList: true, subtree: true });
wide(Number(localStorage.getItem(WIDTH)) || 40);
source.append(grip);
