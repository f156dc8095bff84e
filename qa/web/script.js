// Clicks inside a piece of HTML: what only the browser can do is done here, the rest is told to the server.
element.addEventListener('click', event => {
  const button = event.target.closest('button');
  if (!button) return;
  const { act, copy, link, done } = button.dataset;
  if (act) trigger('click', { act });
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
