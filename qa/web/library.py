"""The library as HTML: what is indexed, what was not read and why, and what a build does."""

import re
import time
from collections.abc import Iterable
from html import escape

from qa.assistant import Assistant
from qa.text.scripts import ARABIC, CYRILLIC, DEVANAGARI, GREEK, HAN, HANGUL, KANA, THAI
from qa.types import BuildReport, Progress
from qa.web.words import say

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
_MOST_ROWS = 500


def library_html(assistant: Assistant, language: str) -> str:
    """What the index holds, and what became of every file that it does not."""
    info = assistant.info
    rows = [
        (
            *(entry.title, entry.source, entry.format, _about(assistant, entry.source), _script(entry.opening)),
            *(f"{entry.characters:,}", str(entry.passages)),
        )
        for entry in assistant.entries()[:_MOST_ROWS]
    ]
    columns = ("title", "file", "kind", "about", "language", "characters", "passages")
    told = say(
        "documents",
        language,
        len(assistant.sources),
        info.passages,
        info.model,
        info.generation,
        assistant.created[:16].replace("T", " "),
    )
    remarks = [(v.source, v.reason or v.note) for v in assistant.verdicts() if v.reason or v.note]
    skipped = _table(("file", "remark"), remarks, language) if remarks else ""
    heading = f"<h2>{say('skipped', language)}</h2>" if remarks else ""
    if assistant.problem:
        told += f" {say('passed_over', language)}"
    return f'<p role="status">{escape(told)}</p>{_table(columns, rows, language)}{heading}{skipped}'


def progress_html(progress: Progress, started: float, language: str) -> str:
    """How far a build is, and how long it still takes; `started` is when its step began, by `time.monotonic`."""
    step = say(progress.step, language) if progress.step in _STEPS else escape(progress.step)
    words = f"{step} …"
    if progress.total:
        elapsed = time.monotonic() - started
        left = elapsed / progress.done * (progress.total - progress.done) if progress.done else 0
        estimate = f", {say('left', language, round(left))}" if left >= 1 else ""
        words = (
            f"{step} {progress.done} / {progress.total}{estimate}"
            f'<br><progress max="{progress.total}" value="{progress.done}" aria-label="{step}"></progress>'
        )
    return f'<p role="status">{words}<br>{say("old_answers", language)}</p>'


_STEPS = ("starting", "reading", "ocr", "encoding", "writing")


def report_html(report: BuildReport, before: dict[str, str], after: dict[str, str], language: str) -> str:
    """What a build did; `before` and `after` are the hashes of the files by their source."""
    done = say("updated" if report.changed else "unchanged", language)
    figures = say("built", language, report.documents, report.passages, report.encoded, report.seconds)
    groups = (
        ("added_files", sorted(after.keys() - before.keys())),
        ("changed_files", sorted(name for name in after.keys() & before.keys() if after[name] != before[name])),
        ("removed_files", sorted(before.keys() - after.keys())),
    )
    lines = "".join(f"<li>{say(word, language)}: {escape(', '.join(names))}</li>" for word, names in groups if names)
    refused = "".join(f"<li>{escape(v.source)}: {escape(v.reason)}</li>" for v in report.skipped)
    return f'<p role="status"><strong>{done}</strong>: {escape(figures)}</p><ul>{lines}{refused}</ul>'


def _table(columns: Iterable[str], rows: Iterable[Iterable[str]], language: str) -> str:
    head = "".join(f"<th scope='col'>{say(column, language)}</th>" for column in columns)
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return f'<div class="scroll" tabindex="0"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def _about(assistant: Assistant, source: str) -> str:
    """What a document is about, in a line."""
    facets = assistant.facets(source)
    return ", ".join([*facets.names, *map(str, facets.periods), *facets.kinds, *facets.numbers])


def _script(text: str) -> str:
    """The language that the script of a text tells, `latin` where it tells none."""
    letters = "".join(character for character in text[:_LOOKED_AT] if character.isalpha())
    told = (name for name, script in _SCRIPTS.items() if len(script.findall(letters)) > _ENOUGH * len(letters))
    return next(told, "latin" if letters else "")
