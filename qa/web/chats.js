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
  const name = read()[id].name.replace(/[\\/:*?"<>|\s]+/g, ' ').slice(0, 60).trim();
  page.save(new Blob([text], { type: 'text/markdown' }), `${name}.md`);
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
// Another tab may have the conversation open too: turns that it has kept since (they are not in `base`) stay, and what it has
// deleted since (it is in `base`, and not kept any more) stays deleted.
page.keep = (id, mine, base) => {
  if (gone.has(id)) return;
  const all = read(), before = all[id], theirs = before?.turns ?? [];
  const there = new Set(theirs.map(turn => turn.key)), here = new Set(mine.map(turn => turn.key));
  const turns = [
    ...mine.filter(turn => !base.has(turn.key) || there.has(turn.key)),
    ...theirs.filter(turn => !base.has(turn.key) && !here.has(turn.key)),
  ];
  if (!turns.length || JSON.stringify(theirs) === JSON.stringify(turns)) return;
  all[id] = { name: before?.named ? before.name : turns[0].question, named: before?.named, at: Date.now(), turns };
  write(all);
  follow();
};

// The list as it is now, unless a name is being typed in it.
const follow = () => { if (!element.querySelector('li input')) render(); };
let last = null;
const ready = () => {
  if (!frame() || frame() === last) return;
  last = frame();
  render();
};
new MutationObserver(ready).observe(element, { childList: true, subtree: true });
addEventListener('storage', () => { follow(); page.follows?.(); });
document.addEventListener('click', event => {
  if (!event.target.closest('#clear')) return;
  begin();
  page.enter(here());
  render();
});
ready();
page.begin?.();
