// Clicks inside a piece of HTML: what only the browser can do is done here, the rest is told to the server.
const page = window.yinju ??= {
  opener: null,  // the button that opened a source by hand: focus goes there and back

  showQuote() {
    const box = document.querySelector('.document'), here = box?.querySelector('.here');
    if (here) box.scrollTop = here.offsetTop - box.offsetTop - box.clientHeight / 3;
    if (!this.opener) return;
    const section = document.querySelector('#panel section');
    if (!section) return;
    section.focus({ preventScroll: innerWidth >= 900 });
    if (innerWidth < 900) section.scrollIntoView({ block: 'start' });
  },

  showAnswer() {
    this.showQuote();
    document.querySelector('#conversation .said:last-child')?.scrollIntoView({ block: 'nearest' });
  },

  back() {
    const act = this.opener;
    this.opener = null;
    const button = [...document.querySelectorAll('#conversation button[data-act]')].find(each => each.dataset.act === act);
    (button ?? document.querySelector('#question textarea')).focus();
  },
};

element.addEventListener('keydown', event => {
  if (event.key === 'Escape' && event.target.closest('#panel')) page.back();
});

element.addEventListener('click', event => {
  const button = event.target.closest('button');
  if (!button) return;
  const { act, copy, link, done, edit } = button.dataset;
  if ('back' in button.dataset) { page.back(); return; }
  if (act) {
    const told = JSON.parse(act);
    if (told.act === 'open') { if (element.closest('#conversation')) page.opener = act; } else page.opener = null;
    if (told.act === 'vote') {  // at once; the server writes it down
      for (const each of button.parentElement.querySelectorAll('.vote')) each.setAttribute('aria-pressed', each === button);
      const said = button.closest('.said');
      said.dataset.record = JSON.stringify({ ...JSON.parse(said.dataset.record), vote: told.vote });
    }
    trigger('click', { act });
  }
  if (edit !== undefined) {
    const box = document.querySelector('#question textarea');
    box.value = edit;
    box.dispatchEvent(new Event('input', { bubbles: true }));
    box.focus();
  }
  const text = copy ?? (link && new URL(link, location.href.split('?')[0]).href);
  if (!text) return;
  const told = () => {
    const before = button.textContent;
    button.textContent = done;
    setTimeout(() => { button.textContent = before; }, 1500);
  };
  if (navigator.clipboard) navigator.clipboard.writeText(text).then(told);
  else {  // a page that is not served over HTTPS from another machine has no clipboard
    const area = document.createElement('textarea');
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand('copy');
    area.remove();
    told();
  }
});
