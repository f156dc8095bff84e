// Clicks inside a piece of HTML: what only the browser can do is done here, the rest is told to the server.
const OPENS = ['open', 'find', 'read_document'];
const ASKS = ['retry', 'as_typed', 'choose', 'within'];
const page = window.yinju ??= {
  opener: null,  // the button that opened a source by hand: focus goes there and back
  side: null,  // where it was opened
  following: 0,
  scope: [[], '', ''],  // of what is asked; the fields say it at every change

  language: () => document.querySelector('#language')?.dataset.other === 'en' ? 'zh' : 'en',
  words: () => JSON.parse(document.querySelector('[data-words]')?.dataset.words ?? '{}'),

  alert(text) {
    const told = document.createElement('p');
    told.setAttribute('role', 'alert');
    told.className = 'caution';
    told.textContent = text;
    return told;
  },

  save(blob, name) {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  },

  // What was clicked last is shown, in whatever order the server answers.
  async show(side, told) {
    const mine = side.shows = (side.shows ?? 0) + 1;
    const given = await this.server.opened({ ...told, language: this.language() });
    if (mine === side.shows) this.put(side, given?.panel);
  },

  put(side, html) {
    const active = document.activeElement, held = side.place.contains(active) && (active.type === 'search' ? 'input[type=search]' : 'section');
    side.querySelector('[role=alert]')?.remove();
    if (html) {
      side.place.innerHTML = html;
      side.scrollTop = 0;
    } else side.place.prepend(this.alert(this.words().unreachable));
    this.showQuote();
    if (held) side.querySelector(held)?.focus({ preventScroll: true });
  },

  // In each of the places where documents are shown: beside the chat, and beside the list of documents.
  showQuote() {
    for (const side of document.querySelectorAll('.side')) {
      const section = side.querySelector('section'), box = side.querySelector('.document'), here = box?.querySelector('.here');
      const byHand = Boolean(section && this.opener && side === this.side);
      side.toggleAttribute('data-sheet', byHand);
      const picture = side.querySelector('.picture[open] .page'), over = section?.firstElementChild.offsetHeight ?? 0;
      if (picture) this.showPicture(picture);
      for (const scrolled of here ? [box, ...picture ? [] : [side]] : []) {  // the text scrolls, of a sheet the whole
        const { top, height } = scrolled.getBoundingClientRect(), at = here.getBoundingClientRect().top;
        if (at < top + (scrolled === side ? over : 0) || at > top + height * 2 / 3) scrolled.scrollTop += at - top - height / 3;
      }
      if (byHand && document.activeElement.type !== 'search') section.focus({ preventScroll: true });
    }
  },

  // A page of a PDF stays above the text, with the marked words in sight; one that cannot be drawn makes room.
  showPicture(picture) {
    const image = picture.querySelector('img'), shown = () => {
      picture.scrollTop = picture.dataset.at * image.offsetHeight - picture.clientHeight / 3;
    };
    image.onload = shown;
    image.onerror = () => { picture.parentElement.remove(); this.showQuote(); };
    if (image.complete && image.naturalWidth) shown();
  },

  back() {
    const { act, turn } = this.opener ?? {};
    this.opener = null;
    this.side?.removeAttribute('data-sheet');
    const of = turn ? document.querySelector(`.said[data-turn="${turn}"]`) : document;
    const button = [...of?.querySelectorAll('button[data-act]') ?? []].find(each => each.dataset.act === act);
    (button ?? document.querySelector('#question textarea')).focus();
  },

  // The source follows the turn that is read, unless it shows that already.
  follow(said) {
    clearTimeout(this.following);
    const shown = document.querySelector('#panel section')?.dataset.turn;
    if (!said || said.dataset.turn === shown || !said.querySelector('.quote')) return;
    this.following = setTimeout(() => this.open({ act: 'focus' }, said.dataset.turn), 200);
  },
};

const side = element.closest('.side');
if (side) side.place = element;

const copied = (text, button, done) => {
  const told = () => {
    const before = button.textContent;
    button.textContent = done;
    setTimeout(() => { button.textContent = before; }, 1500);
  };
  if (navigator.clipboard) { navigator.clipboard.writeText(text).then(told); return; }
  const area = document.createElement('textarea');  // a page that is not served over HTTPS from another machine has no clipboard
  area.value = text;
  document.body.append(area);
  area.select();
  document.execCommand('copy');
  area.remove();
  told();
};

// What cannot be had is said where it was asked for; left to itself the browser would tell of a failed download.
const fetched = async link => {
  const answer = await fetch(link.href).catch(() => null), kind = link.href.includes('/api/receipts/') ? 'no_receipt' : 'no_original';
  const told = link.parentElement.nextElementSibling;
  if (told?.matches('[role=alert]')) told.remove();
  if (answer?.ok) {
    const name = /''(.*)$/.exec(answer.headers.get('content-disposition'))?.[1] ?? '';
    page.save(await answer.blob(), decodeURIComponent(name));
  } else link.parentElement.after(page.alert(page.words()[answer && answer.status < 500 ? kind : 'unreachable']));
};

const acted = (button, act) => {
  const told = JSON.parse(act), said = button.closest('.said'), turn = told.turn ?? said?.dataset.turn;
  if (OPENS.includes(told.act)) {
    const at = side ?? document.querySelector(element.closest('#documents') ? '#shown' : '#source');
    if (!side) Object.assign(page, { opener: { act, turn }, side: at });
    if (at.id === 'source') page.open(told, turn); else page.show(at, told);
  } else if (told.act === 'vote') page.vote(said, told.vote);
  else if (told.act === 'edit') page.edit(said);
  else if (ASKS.includes(told.act)) page.again(said, told);
  else if (page.library?.(told) !== true) trigger('click', { act });
};

element.addEventListener('keydown', event => {
  if (event.key === 'Escape' && event.target.closest('.side')) page.back();
  if (event.key !== 'Enter' || !event.target.dataset.find) return;
  const told = { ...JSON.parse(event.target.dataset.find), words: event.target.value };
  if (side.id === 'source') page.open(told); else page.show(side, told);
});

element.addEventListener('focusin', event => {
  if (event.target.matches(':focus-visible')) page.follow(event.target.closest('.said'));
});

element.addEventListener('click', event => {
  clearTimeout(page.following);
  const button = event.target.closest('button'), file = event.target.closest('a[download]');
  if (file) {
    event.preventDefault();
    fetched(file);
    return;
  }
  if (!button) {
    if (!event.target.closest('a, summary, input')) page.follow(event.target.closest('.said'));
    return;
  }
  const { act, ask, copy, link, done } = button.dataset;
  if ('back' in button.dataset) { page.back(); return; }
  if (act) acted(button, act);
  if (ask !== undefined) page.ask(ask);
  const text = copy ?? (link && new URL(link, location.href.split('?')[0]).href);
  if (text) copied(text, button, done);
});
