// Conversations live in this browser: listed, renamed, exported and deleted here. The server is told when one is opened.
const ALL = 'yinju.conversations', HERE = 'yinju.conversation', MOST = 200;
const read = () => { try { return JSON.parse(localStorage.getItem(ALL)) ?? {}; } catch { return {}; } };
const oldest = all => Object.keys(all).sort((a, b) => all[a].at - all[b].at)[0];
const write = all => {
  while (Object.keys(all).length > MOST) delete all[oldest(all)];
  for (;;) {
    try { localStorage.setItem(ALL, JSON.stringify(all)); return; }
    catch { if (!oldest(all)) return; delete all[oldest(all)]; }  // its room is used up
  }
};
const begin = () => sessionStorage.setItem(HERE, `${Date.now()}-${Math.random().toString(36).slice(2)}`);
const here = () => { if (!sessionStorage.getItem(HERE)) begin(); return sessionStorage.getItem(HERE); };
const frame = () => element.querySelector('[data-words]');
const words = () => JSON.parse(frame().dataset.words);

const make = (name, text, does, label) => {
  const made = document.createElement(name);
  made.textContent = text;
  if (label) made.setAttribute('aria-label', label);
  if (does) { made.type = 'button'; made.addEventListener('click', does); }
  return made;
};

const open = id => {
  sessionStorage.setItem(HERE, id);
  page.enter(id);
  render();
};

const markdown = chat => {
  const said = words(), quoted = quote => quote.text.split('\n').map(line => `> ${line}`).join('\n') + `\n\n— ${quote.citation}`;
  return [`# ${chat.name}`, ...chat.turns.flatMap(turn => {
    const answer = turn.answer, quotes = answer?.quotes ?? [], nearest = answer?.nearest ?? [];
    if (answer?.outcome === 'answer') return [`## ${turn.question}`, ...quotes.map(quoted)];
    if (answer?.outcome === 'unsure' && nearest.length) return [`## ${turn.question}`, said.unsure, quoted(nearest[0])];
    return [`## ${turn.question}`, said.not_found];
  })].join('\n\n') + '\n';
};

const save = (id, text) => {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/markdown' }));
  link.download = `${read()[id].name.replace(/[\\/:*?"<>|\s]+/g, ' ').slice(0, 60).trim()}.md`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
};

const rename = (id, item) => {
  const field = document.createElement('input'), done = () => {
    const all = read();
    if (all[id] && field.value.trim()) { all[id].name = field.value.trim(); all[id].named = true; write(all); }
    render();
  };
  field.value = read()[id].name;
  field.setAttribute('aria-label', words().rename);
  field.addEventListener('keydown', event => {
    if (event.key === 'Enter') done();
    if (event.key === 'Escape') render();
  });
  item.replaceChildren(field, make('button', words().save, done));
  field.focus();
};

const remove = (id, event) => {
  const button = event.target, all = read();
  if (button.textContent !== words().delete_sure) { button.textContent = words().delete_sure; return; }
  delete all[id];
  write(all);
  gone.add(id);
  if (id === here()) document.querySelector('#clear').click();
  render();
};

const render = () => {
  const list = frame()?.querySelector('ul');
  if (!list) return;
  const all = read(), said = words();
  list.replaceChildren(...Object.keys(all).sort((a, b) => all[b].at - all[a].at).map(id => {
    const item = document.createElement('li'), name = all[id].name;
    const opener = make('button', name, () => open(id));
    opener.className = 'name';
    if (id === here()) opener.setAttribute('aria-current', 'true');
    item.append(
      opener,
      make('button', said.rename, () => rename(id, item), `${said.rename}: ${name}`),
      make('button', said.export, () => save(id, markdown(read()[id])), `${said.export}: ${name}`),
      make('button', said.delete, event => remove(id, event), `${said.delete}: ${name}`),
    );
    return item;
  }));
};

const gone = new Set();  // deleted here: an answer that comes late does not bring them back
page.here = here;
page.kept = id => read()[id]?.turns ?? [];
page.keep = (id, turns) => {
  if (!turns.length || gone.has(id)) return;
  const all = read(), before = all[id];
  if (before && JSON.stringify(before.turns) === JSON.stringify(turns)) return;
  all[id] = { name: before?.named ? before.name : turns[0].question, named: before?.named, at: Date.now(), turns };
  write(all);
  render();
};

let last = null;
const ready = () => {
  if (!frame() || frame() === last) return;
  last = frame();
  render();
};
new MutationObserver(ready).observe(element, { childList: true, subtree: true });
addEventListener('storage', render);
document.addEventListener('click', event => {
  if (!event.target.closest('#clear')) return;
  begin();
  page.enter(here());
  render();
});
ready();
page.begin?.();
