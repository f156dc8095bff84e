"""The library as HTML: what is indexed, what waits for the next build, what was not read and why."""

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from posixpath import splitext
from typing import Any

from qa.assistant import Assistant
from qa.text.scripts import ARABIC, CYRILLIC, DEVANAGARI, GREEK, HAN, HANGUL, KANA, THAI
from qa.types import Entry, Verdict
from qa.web.reasons import reason_in
from qa.web.waiting import Waiting
from qa.web.words import kind_told, say

_SCRIPTS = {
    language: re.compile(f"[{letters}]")
    for language, letters in {
        "ja": KANA,
        "ko": HANGUL,
        "zh": HAN,
        "ru": CYRILLIC,
        "ar": ARABIC,
        "hi": DEVANAGARI,
        "th": THAI,
        "el": GREEK,
    }.items()
}
_LOOKED_AT = 3000  # characters
_ENOUGH = 0.15  # of the letters, in a script that tells the language
ROWS = 50  # documents on a page of the table
_MOST_NAMED = 100  # files that wait, or that were not read
_SHOWN_AT_ONCE = 10  # of those that wait; more would push the documents out of sight
SORTED = ("title", "file", "kind", "characters", "passages")
_UNSORTED = ("about", "language")


@dataclass(frozen=True, slots=True)
class View:
    """What is shown of the table: documents that hold some words in title or name, in the order of a column, one page of them."""

    words: str = ""
    order: str = "file"
    down: bool = False
    page: int = 0

    @classmethod
    def told(cls, told: Mapping[str, Any]) -> "View":
        """The view that the browser asks for; the plain one where that is none."""
        order, page = told.get("order"), told.get("page")
        return cls(
            str(told.get("words", "")),
            str(order) if order in SORTED else "file",
            told.get("down") is True,
            max(0, page) if isinstance(page, int) else 0,
        )


def library_html(
    assistant: Assistant, language: str, view: View = View(), waiting: Sequence[Waiting] = (), *, kept: bool = False
) -> str:
    """What the index holds, and what became of every file that it does not.

    Args:
        assistant: Who reads the index.
        language: Of the page: zh or en.
        view: Which documents are listed, in which order, from which on.
        waiting: Files that the next build will take in.
        kept: With buttons to change it.

    Returns:
        HTML.
    """
    assistant = assistant.still()
    info = assistant.info
    made = f'<time datetime="{assistant.created}">{escape(assistant.created[:16].replace("T", " "))} UTC</time>'
    told = escape(say("documents", language, len(assistant.sources), info.passages, info.model, info.generation))
    problem = f" {say('passed_over', language)}" if assistant.problem else ""
    verdicts = assistant.verdicts(remarked=True)
    return (
        f'<div data-generation="{escape(info.generation)}"><p role="status">{told}{made}{problem}</p>'
        f"{_waiting(waiting, language)}{_documents(assistant, view, language, kept=kept)}"
        f"{_remarks(verdicts, language, kept=kept)}</div>"
    )


def _documents(assistant: Assistant, view: View, language: str, *, kept: bool) -> str:
    sources = _ordered(assistant, view)
    pages = max(1, -(-len(sources) // ROWS))
    page = min(view.page, pages - 1)
    some = sources[page * ROWS : (page + 1) * ROWS]
    entries = {entry.source: entry for entry in assistant.entries(some)}
    rows = "".join(_row(assistant, entries[source], language, kept=kept) for source in some)
    head = "".join(_column(column, view, language) for column in ("title", "file", "kind"))
    head += "".join(f"<th scope='col'>{say(column, language)}</th>" for column in _UNSORTED)
    head += "".join(_column(column, view, language) for column in ("characters", "passages"))
    head += f"<th scope='col'>{say('actions', language)}</th>"
    turning = ""
    if pages > 1:
        steps = (("previous", "‹", page - 1), ("next_page", "›", page + 1))
        before, behind = (
            _button(sign, say(word, language), act="page", page=to) if 0 <= to < pages else ""
            for word, sign, to in steps
        )
        turning = f'<p class="tools">{before}<span>{say("page_of", language, page + 1, pages, len(sources))}</span>{behind}</p>'
    none = "" if some else f'<p class="hint">{say("none_found", language)}</p>'
    return f"{_scroll(head, rows)}{none}{turning}"


def _ordered(assistant: Assistant, view: View) -> list[str]:
    """The sources of the documents that hold the words in title or name, in order."""
    words = view.words.casefold().split()
    found = [
        source
        for source, title in (assistant.titles.items() if words else ())
        if all(word in f"{source}\n{title}".casefold() for word in words)
    ]
    return sorted(found if words else assistant.sources, key=_key(assistant, view.order), reverse=view.down)


def _key(assistant: Assistant, order: str) -> Callable[[str], Any]:
    if order in ("characters", "passages"):
        sizes, at = assistant.sizes(), ("characters", "passages").index(order)
        return lambda source: sizes[source][at]
    if order == "title":
        return assistant.titles.__getitem__
    return str if order == "file" else lambda source: splitext(source)[1]


def _row(assistant: Assistant, entry: Entry, language: str, *, kept: bool) -> str:
    cells = (
        escape(entry.title),
        escape(entry.source),
        escape(entry.format),
        escape(_about(assistant, entry.source, language)),
        say(f"lang_{_script(entry.opening)}", language),
        f"{entry.characters:,}",
        str(entry.passages),
    )
    acts = ("read_document", "again", "replace", "remove") if kept else ("read_document",)
    buttons = "".join(
        _button(say(act, language), f"{say(act, language)}: {entry.source}", act=act, source=entry.source)
        for act in acts
    )
    return f'<tr>{"".join(f"<td>{cell}</td>" for cell in cells)}<td><p class="tools">{buttons}</p></td></tr>'


def _waiting(waiting: Sequence[Waiting], language: str) -> str:
    """Files that the next build reads or leaves out."""
    if not waiting:
        return ""
    rows = "".join(
        f"<li>{escape(each.source)}: {say(f'waits_{each.state}', language)}</li>" for each in waiting[:_MOST_NAMED]
    )
    title = say("waiting", language, len(waiting))
    shown = " open" if len(waiting) <= _SHOWN_AT_ONCE else ""
    return f'<details class="waiting"{shown}><summary>{title}</summary><ul>{rows}</ul></details>'


def _remarks(verdicts: Sequence[Verdict], language: str, *, kept: bool) -> str:
    """Files that were not read, and what is uncertain about those that were."""
    if not verdicts:
        return ""
    rows = ""
    for verdict in verdicts[:_MOST_NAMED]:
        label = f"{say('remove', language)}: {verdict.source}"
        remove = (
            _button(say("remove", language), label, act="remove", source=verdict.source)
            if kept and verdict.reason
            else ""
        )
        told = escape(reason_in(verdict.reason or verdict.note, language))
        state = say("not_read" if verdict.reason else "was_read", language)
        rows += f'<tr><td>{escape(verdict.source)}</td><td>{state}</td><td>{told}</td><td><p class="tools">{remove}</p></td></tr>'
    columns = ("file", "state", "remark", "actions")
    head = "".join(f"<th scope='col'>{say(column, language)}</th>" for column in columns)
    return f"<h2>{say('skipped', language, len(verdicts))}</h2>{_scroll(head, rows)}"


def _column(column: str, view: View, language: str) -> str:
    order = (' aria-sort="descending"' if view.down else ' aria-sort="ascending"') if column == view.order else ""
    sign = ("▾" if view.down else "▴") if order else ""
    label = say("sort_by", language, say(column, language))
    return f"<th scope='col'{order}>{_button(f'{say(column, language)} {sign}', label, act='sort', column=column)}</th>"


def _button(text: str, label: str, **act: object) -> str:
    told, label = escape(json.dumps(act)), escape(label)
    return f'<button type="button" data-act="{told}" aria-label="{label}" title="{label}">{escape(text)}</button>'


def _scroll(head: str, rows: str) -> str:
    return f'<div class="scroll" tabindex="0"><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'


def _about(assistant: Assistant, source: str, language: str) -> str:
    """What a document is about, in a line."""
    facets = assistant.facets(source)
    kinds = (kind_told(kind, language) for kind in facets.kinds)
    told: Iterable[str] = (*facets.names, *map(str, facets.periods), *kinds, *facets.numbers)
    return ", ".join(told)


def _script(text: str) -> str:
    """The language that the script of a text tells, `latin` where it tells none."""
    letters = "".join(character for character in text[:_LOOKED_AT] if character.isalpha())
    told = (name for name, script in _SCRIPTS.items() if len(script.findall(letters)) > _ENOUGH * len(letters))
    return next(told, "latin" if letters else "none")
