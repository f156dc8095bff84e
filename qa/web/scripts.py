"""What the browser does at events of the page."""

# When a question is sent, nothing counts any more that was opened by hand; its number is that by which it can be stopped.
ASKING = """
(question, number, ...others) => {
  if (window.yinju) window.yinju.opener = null;
  return [question, window.yinju?.asking() ?? '', ...others];
}
"""
STOPPED = "() => { window.yinju.asked(); return [window.yinju.number]; }"
SHOW_ANSWER = "() => setTimeout(() => window.yinju?.showAnswer(), 150)"
SETTLE = "() => setTimeout(() => window.yinju?.settle(), 150)"
SHOW_LINKED = "() => setTimeout(() => window.yinju?.showLinked(), 150)"
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
