// Clicks inside a piece of HTML: what only the browser can do is done here, the rest is told to the server.
const ASKS = ['retry', 'as_typed', 'choose', 'within'];
const OPENS = ['open', 'find', 'read_document'];
const page = window.yinju ??= {
  opener: null,  // the button that opened a source by hand: focus goes there and back
  side: null,  // where it was opened
  following: 0,

  open(act, from) {
    if (from.closest('.side')) return;
    this.opener = act;
    this.side = document.querySelector(from.closest('#documents') ? '#shown' : '#source');
  },

  number: '',  // of the question that is on its way

  // A question is on its way: that of the box can be stopped by its number, others are asked by a button.
  asking(question) {
    this.number = Math.random().toString(36).slice(2);
    document.querySelector('#chat').dataset.asking = question === undefined ? 'stoppable' : '';
    const shown = document.querySelector('#pending') ?? document.createElement('div');
    shown.id = 'pending';
    shown.setAttribute('role', 'status');
    const asked = document.createElement('p'), told = document.createElement('p');
    asked.textContent = question ?? document.querySelector('#question textarea').value;
    asked.className = 'asked';
    told.textContent = JSON.parse(document.querySelector('[data-words]')?.dataset.words ?? '{}').asking ?? '…';
    shown.replaceChildren(asked, told);
    document.querySelector('#conversation').after(shown);
    shown.scrollIntoView({ block: 'nearest' });
    return this.number;
  },

  asked() {
    delete document.querySelector('#chat').dataset.asking;
    document.querySelector('#pending')?.remove();
  },

  // In each of the places where documents are shown: beside the chat, and beside the list of documents.
  showQuote() {
    for (const side of document.querySelectorAll('.side')) {
      const section = side.querySelector('section'), box = side.querySelector('.document'), here = box?.querySelector('.here');
      const byHand = Boolean(section && this.opener && side === this.side);
      side.toggleAttribute('data-sheet', byHand);
      for (const scrolled of here ? [box, side] : []) {  // the text scrolls, of a sheet the whole
        const { top, height } = scrolled.getBoundingClientRect(), at = here.getBoundingClientRect().top;
        if (at < top || at > top + height * 2 / 3) scrolled.scrollTop += at - top - height / 3;
      }
      if (byHand && document.activeElement.type !== 'search') section.focus({ preventScroll: true });
    }
  },

  // A shared link opens its source as by hand: on a telephone that is a sheet over the chat.
  showLinked() {
    if (new URLSearchParams(location.search).has('source')) Object.assign(this, { opener: 'link', side: document.querySelector('#source') });
    this.showQuote();
  },

  // What was clicked has been done.
  settle() {
    const asked = 'asking' in document.querySelector('#chat').dataset;
    this.asked();
    this.showQuote();
    if (asked) this.showLast();
  },

  showAnswer() {
    this.asked();
    this.showQuote();
    this.showLast();
  },

  showLast() {
    [...document.querySelectorAll('#conversation .said')].at(-1)?.scrollIntoView({ block: 'nearest' });
  },

  back() {
    const act = this.opener;
    this.opener = null;
    this.side?.removeAttribute('data-sheet');
    const button = [...document.querySelectorAll('button[data-act]')].find(each => each.dataset.act === act);
    (button ?? document.querySelector('#question textarea')).focus();
  },

  // The source follows the turn that is read, unless it shows that already.
  follow(said, tell) {
    clearTimeout(this.following);
    const shown = document.querySelector('#panel section')?.dataset.turn;
    if (!said || said.dataset.turn === shown || !said.querySelector('.quote')) return;
    this.following = setTimeout(() => tell({ act: 'focus', turn: Number(said.dataset.turn) }), 200);
  },
};

const tell = told => trigger('click', { act: JSON.stringify(told) });

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

const voted = (button, vote) => {  // at once; the server writes it down
  for (const each of button.parentElement.querySelectorAll('.vote')) each.setAttribute('aria-pressed', each === button);
  const said = button.closest('.said');
  said.dataset.record = JSON.stringify({ ...JSON.parse(said.dataset.record), vote });
};

const edited = text => {
  const box = document.querySelector('#question textarea');
  box.value = text;
  box.dispatchEvent(new Event('input', { bubbles: true }));
  box.focus();
};

element.addEventListener('keydown', event => {
  if (event.key === 'Escape' && event.target.closest('.side')) page.back();
  if (event.key === 'Enter' && event.target.dataset.find) {
    tell({ ...JSON.parse(event.target.dataset.find), words: event.target.value });
  }
});

element.addEventListener('focusin', event => {
  if (event.target.matches(':focus-visible')) page.follow(event.target.closest('.said'), tell);
});

element.addEventListener('click', event => {
  clearTimeout(page.following);
  const button = event.target.closest('button');
  if (!button) {
    if (!event.target.closest('a, summary, input')) page.follow(event.target.closest('.said'), tell);
    return;
  }
  const { act, ask, copy, link, done, edit } = button.dataset;
  if ('back' in button.dataset) { page.back(); return; }
  if (act) {
    const told = JSON.parse(act);
    if (OPENS.includes(told.act)) page.open(act, element); else page.opener = null;
    if (told.act === 'vote') voted(button, told.vote);
    if (ASKS.includes(told.act)) page.asking(button.closest('.said').querySelector('.asked').textContent);
    tell(told);
  }
  if (edit !== undefined) edited(edit);
  if (ask !== undefined) {
    edited(ask);
    document.querySelector('#question .submit-button').click();
  }
  const text = copy ?? (link && new URL(link, location.href.split('?')[0]).href);
  if (text) copied(text, button, done);
});
