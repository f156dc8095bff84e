"""What the browser does at events of the page, and how the page looks."""

import json
from pathlib import Path
from typing import Any

_HERE = Path(__file__).parent
CSS = (_HERE / "style.css").read_text("utf-8")
CLICKS, CHATS, GRIP, FOLLOW = (
    (_HERE / f"{name}.js").read_text("utf-8") for name in ("script", "chats", "grip", "library")
)

# When a question is sent, nothing counts any more that was opened by hand; its number is that by which it can be stopped.
ASKING = """
(question, number, ...others) => {
  if (window.yinju) window.yinju.opener = null;
  return [question, window.yinju?.asking() ?? '', ...others];
}
"""
# The browser says which document a file is chosen for: a click that is told on its own may come after the file, or never.
REPLACING = "(file, _, ...others) => [file, window.yinju.replaced, ...others]"
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


def told(event: Any) -> dict[str, Any]:
    """What a button says; nothing where no button of ours does."""
    try:
        act = json.loads(str(event.act))
    except (ValueError, AttributeError):
        return {}
    return act if isinstance(act, dict) else {}
