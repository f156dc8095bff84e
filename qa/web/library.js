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
  const told = JSON.parse(event.target.closest('button')?.dataset.act ?? '{}');
  if (told.act !== 'replace') return;
  window.yinju.replaced = told.source;
  document.querySelector('#replace input[type=file]').click();
});

// Files and folders that are dropped anywhere on the library are added; the field for files alone takes no folders.
const within = async entry => {
  if (entry.name.startsWith('.')) return [];
  if (entry.isFile) return [await new Promise((done, failed) => entry.file(done, failed))];
  const reader = entry.createReader(), found = [];
  for (;;) {  // it gives a hundred at a time
    const some = await new Promise((done, failed) => reader.readEntries(done, failed));
    if (!some.length) return found;
    for (const each of some) found.push(...await within(each));
  }
};
const added = () => document.querySelector('#add input[type=file]');
const place = element.closest('[role=tabpanel]');
const dragged = (event, over) => {
  if (!added() || !event.dataTransfer?.types.includes('Files')) return false;
  event.preventDefault();
  event.stopPropagation();
  place.toggleAttribute('data-drop', over);
  return true;
};
place.addEventListener('dragover', event => dragged(event, true), true);
place.addEventListener('dragleave', event => dragged(event, place.contains(event.relatedTarget)), true);
place.addEventListener('drop', async event => {
  if (!dragged(event, false)) return;
  const entries = [...event.dataTransfer.items].map(item => item.webkitGetAsEntry()).filter(Boolean);
  const files = (await Promise.all(entries.map(within))).flat(), told = new DataTransfer();
  if (!files.length) return;
  for (const file of files) told.items.add(file);
  added().files = told.files;
  added().dispatchEvent(new Event('change', { bubbles: true }));
}, true);
