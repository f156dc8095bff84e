"""A build as HTML: how far it is, and what it did."""

import time
from html import escape

from qa.types import BuildReport, Progress
from qa.web.reasons import reason_in
from qa.web.words import say

_STEPS = ("starting", "reading", "ocr", "encoding", "writing")


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


def report_html(report: BuildReport, before: dict[str, str], after: dict[str, str], language: str) -> str:
    """What a build did.

    Args:
        report: Its report.
        before: The hashes of the files by their source, before it.
        after: The same behind it.
        language: Of the page: zh or en.

    Returns:
        HTML.
    """
    done = say("updated" if report.changed else "unchanged", language)
    figures = say("built", language, report.documents, report.passages, report.encoded, report.seconds)
    groups = (
        ("added_files", sorted(after.keys() - before.keys())),
        ("changed_files", sorted(name for name in after.keys() & before.keys() if after[name] != before[name])),
        ("removed_files", sorted(before.keys() - after.keys())),
    )
    lines = "".join(f"<li>{say(word, language)}: {escape(', '.join(names))}</li>" for word, names in groups if names)
    refused = "".join(f"<li>{escape(v.source)}: {escape(reason_in(v.reason, language))}</li>" for v in report.skipped)
    return f'<p role="status"><strong>{done}</strong>: {escape(figures)}</p><ul>{lines}{refused}</ul>'
