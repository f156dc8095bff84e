// The list of documents follows what happens elsewhere; times are those of who reads.
setInterval(async () => {
  const shown = element.querySelector('[data-generation]');
  if (!shown || document.hidden || !element.offsetParent) return;
  const told = await fetch('healthz').then(answer => answer.json()).catch(() => null);
  if (told && told.index.generation !== shown.dataset.generation) tell({ act: 'refresh' });
}, 700);

const localised = () => {
  for (const time of element.querySelectorAll('time:not([data-here])')) {
    time.dataset.here = '';
    time.textContent = new Date(time.dateTime).toLocaleString([], { dateStyle: 'medium', timeStyle: 'short' });
  }
};
new MutationObserver(localised).observe(element, { childList: true, subtree: true });
localised();
element.addEventListener('click', event => {
  const act = event.target.closest('button')?.dataset.act;
  if (act && JSON.parse(act).act === 'replace') document.querySelector('#replace input[type=file]').click();
});
