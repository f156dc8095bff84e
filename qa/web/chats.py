"""The list of conversations, which the browser keeps and fills in (`chats.js`)."""

import json
from html import escape

from qa.web.words import say

_WORDS = (
    "rename", "export", "delete", "delete_sure", "not_found", "unsure", "save", "asking", "grip", "unreachable", "not_noted",
    "ask", "lost", "problem", "went_wrong", "not_taken", "too_large", "drop", "uploading", "take_out", "close",
    "no_receipt", "no_original",
)  # fmt: skip


def chats_html(language: str) -> str:
    """The frame of the list, with the words that the browser needs."""
    words = escape(json.dumps({word: say(word, language, "{}") for word in _WORDS}, ensure_ascii=False))
    return f'<details class="chats" data-words="{words}"><summary>{say("chats", language)}</summary><ul></ul></details>'
