"""What the browser does at events of the page, and how the page looks."""

import json
from pathlib import Path
from typing import Any

_HERE = Path(__file__).parent
CSS = (_HERE / "style.css").read_text("utf-8")
CLICKS, CHAT, CHATS, GRIP, LIBRARY, GRADIO_WORDS = (
    (_HERE / f"{name}.js").read_text("utf-8") for name in ("script", "chat", "chats", "grip", "library", "gradio_words")
)

# Around what Gradio lets CSS reach: a telephone has no room for its margins.
HEAD = "<style>@media (max-width: 480px) { .gradio-container .main.fillable { padding: .6em } }</style>"
SCOPED = "(...scope) => { window.yinju.scoped(scope); }"
SCOPE_KEPT = "() => window.yinju.scopeKept()"
LIST, LIST_ALL = "() => { window.yinju.list(true); }", "() => { window.yinju.listAll(); }"
SEARCH = "words => { window.yinju.list(false, { words, page: 0 }); }"
# The browser says which document a file was chosen for: a click that is told on its own may come after the file, or never.
REPLACING = """
(file, _, ...others) => {
  const told = Array.isArray(file) ? file[0] : file, all = window.yinju.replaced;
  const at = all.findIndex(each => each.name === told?.orig_name && each.size === told?.size);
  return [file, at < 0 ? '' : all.splice(at, 1)[0].source, ...others];
}
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


def told(event: Any) -> dict[str, Any]:
    """What a button says; nothing where no button of ours does."""
    try:
        act = json.loads(str(event.act))
    except (ValueError, AttributeError):
        return {}
    return act if isinstance(act, dict) else {}
