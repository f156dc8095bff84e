// The list of documents: what is shown of it is known here, and what was asked for last is shown, in whatever order the server answers.
const view = { words: '', order: 'file', down: false, page: 0 };
let listing = 0, waits = false;
page.list = async (anew = false, changes = {}) => {
  const mine = ++listing;
  Object.assign(view, changes);
  const given = await server.listed({ ...view, anew, language: page.language() });
  if (mine !== listing || !given?.library) return;
  const before = element.querySelector('[data-generation]')?.dataset.generation, act = document.activeElement?.dataset.act;
  if (given.library !== element.shows) element.innerHTML = element.shows = given.library;
  if (act && document.activeElement === document.body) {
    [...element.querySelectorAll('button')].find(each => each.dataset.act === act)?.focus({ preventScroll: true });
  }
  if (before && before !== given.generation) trigger('change', {});
};
// What waits in the folder is looked for after the list is there: that may take a second.
page.listAll = async () => { await page.list(); await page.list(true); };
page.library = told => {
  if (told.act === 'sort') page.list(false, { order: told.column, down: told.column === view.order && !view.down, page: 0 });
  else if (told.act === 'page') page.list(false, { page: told.page });
  else if (told.act === 'replace') replace(told.source);
  else return false;
  return true;
};

// It follows what happens elsewhere; times are those of who reads.
setInterval(async () => {
  const shown = element.querySelector('[data-generation]');
  if (waits || !shown || document.hidden || !element.offsetParent) return;
  waits = true;
  const told = await fetch('healthz').then(answer => answer.json()).catch(() => null);
  if (told && told.index.generation !== shown.dataset.generation) await page.list(true);
  waits = false;
}, 700);

const localised = () => {
  for (const time of element.querySelectorAll('time:not([data-here])')) {
    time.dataset.here = '';
    time.textContent = new Date(time.dateTime).toLocaleString(page.language(), { dateStyle: 'medium', timeStyle: 'short' });
  }
};
new MutationObserver(localised).observe(element, { childList: true, subtree: true });
localised();
// Which document a file is chosen for is known by the file: another one may be chosen before it has arrived.
page.replaced = [];
const instead = () => document.querySelector('#replace input[type=file]');
let chosen = '';
const replace = source => {
  chosen = source;
  instead().onchange = event => {
    for (const file of event.target.files) page.replaced.push({ name: file.name, size: file.size, source: chosen });
  };
  instead().click();
};

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
