// The conversation lives in this browser. The server answers one turn at a time and keeps nothing of it, so that an answer
// can only come to the place that waits for it, whatever was clicked meanwhile, and a server that is started again is not missed.
const MOST = 50, BEFORE = 5;  // turns: of a conversation; that a follow-up is understood from
const SCOPE = 'yinju.scope', SOURCE = 'yinju.source', DRAFT = 'yinju.draft';
const source = document.querySelector('#source'), frame = document.querySelector('#chat');
const made = html => document.createRange().createContextualFragment(html);
const records = box => [...box.querySelectorAll('[data-record]')].map(said => JSON.parse(said.dataset.record));
const keys = box => new Set([...box.querySelectorAll('.said')].map(said => said.dataset.turn));
const conversations = new Map();  // those that were opened here, by id
let now = null;  // the one that is shown
let votes = Promise.resolve();
page.server = server;

const conversation = id => {
  if (!conversations.has(id)) {
    const box = document.createElement('div');
    conversations.set(id, { id, box, chain: Promise.resolve(), asking: new Set(), whole: !page.kept(id).length, base: new Set() });
  }
  return conversations.get(id);
};
// `base` are the turns that were shown when it was last kept: what another tab has kept or deleted since differs from them.
const keep = of => {
  if (!of.whole) return;
  page.keep(of.id, records(of.box), of.base);
  of.base = keys(of.box);
};
const press = (said, vote) => {
  for (const each of said.querySelectorAll('.vote')) each.setAttribute('aria-pressed', JSON.parse(each.dataset.act).vote === vote);
};

// What another tab has changed in a conversation that is open here: turns come, go, or are voted on.
const follow = async of => {
  if (!of.whole) return;
  const kept = page.kept(of.id), there = new Map(kept.map(turn => [turn.key, turn]));
  for (const said of of.box.querySelectorAll('.said')) {
    const theirs = there.get(said.dataset.turn);
    if (theirs) {
      said.dataset.record = JSON.stringify({ ...JSON.parse(said.dataset.record), vote: theirs.vote });
      press(said, theirs.vote);
    } else if (of.base.has(said.dataset.turn)) said.remove();
  }
  const here = keys(of.box), more = kept.filter(turn => !here.has(turn.key) && !of.base.has(turn.key));
  if (more.length) {
    const given = await server.restored({ turns: more, language: page.language() });
    if (!given?.panel) return;  // no answer: the next change shows them
    for (const said of [...made(given.turns).children]) if (!keys(of.box).has(said.dataset.turn)) of.box.append(said);
  }
  of.base = new Set([...keys(of.box), ...more.map(turn => turn.key)]);
};
page.follows = () => { for (const of of conversations.values()) follow(of); };
const mark = () => { frame.toggleAttribute('data-asking', now.asking.size > 0); };

const note = (of, text) => {
  of.box.querySelector(':scope > [role=alert]')?.remove();
  of.box.append(page.alert(text));
};

// The turns that were kept, in the language of the page; false when the server does not answer.
const restore = async (of, address) => {
  const shows = source.shows, turns = of.whole ? records(of.box).slice(-1) : page.kept(of.id);
  const given = await server.restored({ turns, language: page.language() });
  if (!given?.panel) { note(of, page.words().unreachable); return false; }
  if (!of.whole) {
    of.box.querySelector(':scope > [role=alert]')?.remove();
    of.box.prepend(made(given.turns ?? ''));
    of.whole = true;
    of.base = new Set([...turns.map(turn => turn.key), ...keys(of.box)]);
  }
  if (of !== now || shows !== source.shows) return true;
  const left = JSON.parse(sessionStorage.getItem(SOURCE) ?? '{}');
  if (address) {
    Object.assign(page, { opener: { act: 'link' }, side: source });  // as by hand: on a telephone a sheet over the chat
    page.show(source, { act: 'link', address });
  } else if (left.id === of.id) page.open(left.told, left.turn);
  else page.put(source, given.panel);
  return true;
};

page.enter = (id, address) => {
  now = conversation(id);
  element.replaceChildren(now.box);
  page.editing = '';
  mark();
  now.chain = now.chain.then(() => restore(now, address));
};

// A source beside the chat: of a turn, or of a document; it is there again after a reload.
page.open = (told, turn) => {
  const said = turn && now.box.querySelector(`.said[data-turn="${turn}"]`);
  if (turn && !said) return;
  sessionStorage.setItem(SOURCE, JSON.stringify({ id: now.id, told, turn }));
  page.show(source, said ? { ...told, turn: JSON.parse(said.dataset.record) } : told);
};

const waiting = question => {
  const shown = document.createElement('div'), asked = document.createElement('p'), told = document.createElement('p');
  shown.className = 'pending';
  shown.setAttribute('role', 'status');
  asked.textContent = question;
  asked.className = 'asked';
  told.textContent = page.words().asking ?? '…';
  shown.append(asked, told);
  return shown;
};

const answered = async (of, turn, told) => {
  if (!of.asking.has(turn)) return;  // stopped before it was its turn
  if (!of.whole && !await restore(of)) { failed(of, turn); return; }
  const all = [...of.box.children].filter(each => !each.hidden && each.dataset.record);
  const before = all.filter(each => each.compareDocumentPosition(turn.shown) & Node.DOCUMENT_POSITION_FOLLOWING);
  const shows = source.shows;
  const given = await Promise.race([turn.stopped, server.answered({
    ...told, language: page.language(),
    before: before.slice(-BEFORE).map(each => JSON.parse(each.dataset.record)),
    asked: all.map(each => JSON.parse(each.dataset.record).question),
  })]);
  if (!of.asking.has(turn)) return;
  if (!given?.turn) { failed(of, turn); return; }
  const said = made(given.turn).firstElementChild, held = turn.replaced.includes(document.activeElement?.closest('.said'));
  ended(of, turn);
  turn.replaced.forEach(each => each.remove());
  turn.shown.replaceWith(said);
  for (const old of [...of.box.querySelectorAll('.said')].slice(0, -MOST)) old.remove();
  keep(of);
  if (of !== now) return;
  if (shows === source.shows) {  // else a source was opened meanwhile
    source.shows = (shows ?? 0) + 1;
    sessionStorage.removeItem(SOURCE);
    page.opener = null;
    page.put(source, given.panel);
  }
  said.scrollIntoView({ block: 'nearest' });
  if (held) said.querySelector('[data-act*=retry]').focus({ preventScroll: true });
};

const ended = (of, turn) => {
  of.asking.delete(turn);
  if (of === now) mark();
  if (turn.typed && sessionStorage.getItem(DRAFT) === turn.question) sessionStorage.removeItem(DRAFT);
};

// A question that is not answered any more: what it should have replaced stays, and its words are typed again.
const taken = (of, turn) => {
  ended(of, turn);
  turn.shown.remove();
  turn.replaced.forEach(each => { each.hidden = false; });
  const box = document.querySelector('#question textarea');
  if (turn.typed && of === now && !box.value) { type(turn.question); page.editing = turn.editing; }
};
const failed = (of, turn) => {
  taken(of, turn);
  note(of, page.words().unreachable);
};

const asks = (told, question, typed, replaced, at) => {
  const of = now, turn = { question, typed, replaced, editing: page.editing, shown: waiting(question) };
  turn.stopped = new Promise(done => { turn.stop = done; });
  page.editing = '';
  of.box.querySelector(':scope > [role=alert]')?.remove();
  if (at) at.before(turn.shown); else of.box.append(turn.shown);
  replaced.forEach(each => { each.hidden = true; });
  of.asking.add(turn);
  mark();
  turn.shown.scrollIntoView({ block: 'nearest' });
  told = { ...told, question, scope: page.scope };
  of.chain = of.chain.then(() => answered(of, turn, told));
};

// Questions are answered one after another: each may be about the answer before.
page.ask = (question, typed = false) => {
  const all = [...now.box.querySelectorAll('.said')], from = all.findIndex(said => said.dataset.turn === page.editing);
  asks({ act: 'ask' }, question, typed, from < 0 ? [] : all.slice(from));
};

page.again = (said, told) => {
  const turn = JSON.parse(said.dataset.record), here = told.act === 'retry';
  page.editing = '';
  asks({ ...told, turn }, turn.question, false, here ? [said] : [], here ? said : null);
};

const type = text => {
  const box = document.querySelector('#question textarea');
  box.value = text;
  box.dispatchEvent(new Event('input', { bubbles: true }));
  box.focus();
};

// Heard before Gradio hears it, which hears nothing while it looks for a server that is away. The box is empty at once: what is
// typed while a question is on its way is the next one.
const submit = event => {
  if (!now) return;
  event.preventDefault();
  event.stopPropagation();
  const question = document.querySelector('#question textarea').value;
  page.ask(question, true);
  type('');
  sessionStorage.setItem(DRAFT, question);  // until it is answered
};
document.addEventListener('keypress', event => {
  if (event.target.matches('#question textarea') && event.key === 'Enter' && !event.shiftKey) submit(event);
}, true);
document.addEventListener('click', event => { if (event.target.closest('#question .submit-button')) submit(event); }, true);

page.edit = said => {
  type(JSON.parse(said.dataset.record).question);
  page.editing = said.dataset.turn;
};

page.vote = (said, vote) => {  // at once; the server writes it down, one after another
  press(said, vote);
  const turn = { ...JSON.parse(said.dataset.record), vote }, of = now;
  said.dataset.record = JSON.stringify(turn);
  keep(of);
  votes = votes.then(() => server.voted({ turn, vote, language: page.language() })).then(given => {
    if (!given?.noted) note(of, page.words()[given ? 'not_noted' : 'unreachable']);
  });
};

// The fields that say of what is asked keep it over a reload.
page.scoped = scope => {
  page.scope = scope;
  sessionStorage.setItem(SCOPE, JSON.stringify(scope));
};
page.scopeKept = () => {
  try { page.scope = JSON.parse(sessionStorage.getItem(SCOPE)) ?? page.scope; } catch { /* as it is */ }
  return page.scope;
};

document.addEventListener('click', event => {
  if (event.target.closest('#halt') && now?.asking.size) {
    const [turn] = now.asking;
    taken(now, turn);
    turn.stop();
  }
});
document.addEventListener('input', event => {
  if (!event.target.closest('#question')) return;
  sessionStorage.setItem(DRAFT, event.target.value);  // what is typed is there again after a reload
  if (!event.target.value) page.editing = '';  // who empties the box does not edit any more
});

let begun = false;
const begin = () => {
  if (begun || !page.here || !document.querySelector('[data-words]')) return;
  begun = true;
  const draft = sessionStorage.getItem(DRAFT);
  if (draft && !document.querySelector('#question textarea').value) type(draft);
  const address = Object.fromEntries(new URLSearchParams(location.search));
  page.enter(page.here(), address.source ? address : undefined);
};
new MutationObserver(begin).observe(document.querySelector('#chats'), { childList: true, subtree: true });
page.begin = begin;
begin();
