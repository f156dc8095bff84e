"""What the browser does at events of the page."""

SCROLL_TO_QUOTE = """
() => setTimeout(() => {
  const box = document.querySelector('.document'), here = box?.querySelector('.here');
  if (!here) return;
  box.scrollTop = here.offsetTop - box.offsetTop - box.clientHeight / 3;
  if (innerWidth < 900) box.scrollIntoView({block: 'nearest'});
}, 150)
"""
OTHER_LANGUAGE = """
() => {
  const here = new URL(location.href);
  here.searchParams.set('lang', document.querySelector('#language').dataset.other);
  location.href = here.href;
}
"""
HEAD_CLICKS = """
element.addEventListener('click', event => { if (event.target.closest('#language')) trigger('click', {}); });
"""
