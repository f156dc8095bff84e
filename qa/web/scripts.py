"""What the browser does at events of the page."""

SCROLL_TO_QUOTE = "() => setTimeout(() => window.yinju?.showQuote(), 150)"
SHOW_ANSWER = "() => setTimeout(() => window.yinju?.showAnswer(), 150)"
# When a question is sent, not when it is answered: by then a source may have been opened by hand.
NOTHING_OPENED = "() => { if (window.yinju) window.yinju.opener = null; }"
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
