"""The chat page: handlers on top, layout below. Renders answers and starts builds, decides nothing.

`python ui.py` is `yinju serve`. Every text of a document or a question is escaped; <mark> is the only tag around it.
"""

import json
import os
import sys
import threading
import time
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # before Gradio is imported: it calls nobody

import gradio as gr

from qa.assistant import LONGEST_QUESTION, Assistant
from qa.build import build_index
from qa.errors import YinjuError
from qa.types import Answer, BuildReport, Progress, Quote, Span

AROUND = 1500  # characters of the document shown on each side of a quote
EXAMPLES = 6

TEXTS = {
    "en": {
        "intro": "Ask in any language. The answer is the exact words of your documents, with the place they stand.",
        "question": "Question",
        "placeholder": "Type a question and press Enter",
        "examples": "Examples",
        "rebuild": "Rebuild the index",
        "choose": "Press the title under a quote to read it where it stands.",
    },
    "zh-CN": {
        "intro": "用任何语言提问。答案是文档的原话,并注明出处。",
        "question": "问题",
        "placeholder": "输入问题,按回车提问",
        "examples": "例子",
        "rebuild": "重建索引",
        "choose": "点引文下面的标题,在原文里查看。",
    },
}
I18N = gr.I18n(**TEXTS)

# Shown in both languages by style sheet: the server does not know the browser's language when it renders an answer.
NOT_FOUND = "文档里没有答案。 The documents do not say."
NEAREST = "最接近的段落 Nearest passages"
MORE = "更多引文 More quotes"

CSS = """
.gradio-container { max-width: 1280px !important; margin: auto; font-family: system-ui, "Noto Sans CJK SC", sans-serif }
.turn { margin: 0 0 1.6em }
.asked { font-weight: 600; margin: 0 0 .6em; overflow-wrap: anywhere }
.quote { border-inline-start: 3px solid var(--primary-500); padding: .1em 0 .1em .9em; margin: 0 0 1em }
.quote blockquote { margin: 0 !important; padding: 0 !important; border: 0 !important; font-size: 1.12em; line-height: 1.9; overflow-wrap: anywhere; white-space: pre-line }
.more blockquote, .nearest blockquote { font-size: 1em; line-height: 1.75 }
.place { opacity: .8; font-size: .88em; margin: .3em 0 0; overflow-wrap: anywhere }
.place button { color: var(--link-text-color); text-decoration: underline; text-align: start; cursor: pointer;
  background: none; border: 0; padding: .3em 0; font: inherit }
.missing { border: 1px dashed var(--border-color-primary); border-radius: 8px; padding: .8em 1em }
.missing > p { font-weight: 600; margin: 0 0 .4em }
.nearest .quote { border-color: var(--border-color-primary); opacity: .85 }
mark { background: #ffe58a; color: #222; padding: 0 .1em; border-radius: 2px }
.document { line-height: 1.9; margin-top: .6em; white-space: pre-wrap; overflow-wrap: anywhere; max-height: 70vh; overflow-y: auto }
.document .here { background: color-mix(in srgb, var(--primary-500) 22%, transparent) }
summary { cursor: pointer }
"""
# Clicks on a source button carry where the quote stands; new answers and opened quotes are scrolled into view.
CLICKS = """
element.addEventListener('click', event => {
  const button = event.target.closest('button[data-place]');
  if (button) trigger('click', {place: button.dataset.place});
});
"""
SCROLL_TO_QUOTE = """
() => setTimeout(() => {
  const box = document.querySelector('.document'), here = box?.querySelector('.here');
  if (!here) return;
  box.scrollTop = here.offsetTop - box.offsetTop - box.clientHeight / 3;
  box.scrollIntoView({block: 'nearest'});
}, 150)
"""


class Page:
    """The handlers of one page."""

    def __init__(self, assistant: Assistant, docs: Path) -> None:
        self._assistant = assistant
        self._docs = docs

    def ask(self, question: str, turns: list[str]) -> tuple[list[str], str, str]:
        """Add a question and its answer to the conversation; empties the question box."""
        try:
            self._assistant.refresh()
            turns = [*turns, answer_html(self._assistant.ask(question))]
        except YinjuError as error:
            turns = [*turns, f'<div class="turn missing" role="alert"><p>{escape(str(error))}</p></div>']
        return turns, "".join(reversed(turns)), ""

    def open(self, event: gr.EventData) -> str:
        """Show a quote in its document."""
        try:
            place = json.loads(str(event.place))
            spans = [Span(int(start), int(end)) for start, end in place["spans"]]
            return self._document_html(str(place["source"]), spans)
        except (ValueError, KeyError, TypeError, AttributeError):
            return ""
        except YinjuError as error:
            return f"<p>{escape(str(error))}</p>"

    def rebuild(self) -> Iterator[str]:
        """Build the index again while the old one answers; tells how far it is, then what became of each file."""
        state: dict[str, Any] = {"progress": Progress("starting", 0, 0)}

        def build() -> None:
            try:
                state["report"] = build_index(
                    self._docs, self._assistant.index_path, progress=lambda progress: state.update(progress=progress)
                )
                self._assistant.refresh()
            except Exception as error:  # shown below; a bug goes on to the terminal
                state["error"] = error

        worker = threading.Thread(target=build, daemon=True)
        worker.start()
        while worker.is_alive():
            yield progress_html(state["progress"])
            worker.join(0.2)
            time.sleep(0)
        if isinstance(state.get("error"), YinjuError):
            yield f'<p role="alert">{escape(str(state["error"]))}</p>'
        elif "error" in state:
            yield '<p role="alert">重建失败,见终端。 The build failed; see the terminal.</p>'
            raise state["error"]
        else:
            yield report_html(state["report"])

    def _document_html(self, source: str, spans: list[Span]) -> str:
        document = self._assistant.document(source)
        length = len(document.text)
        spans = [span for span in spans if 0 <= span.start < span.end <= length]
        if not spans:
            return ""
        start = max(0, min(span.start for span in spans) - AROUND)
        end = min(length, max(span.end for span in spans) + AROUND)
        shifted = [Span(span.start - start, span.end - start) for span in spans]
        text = marked(document.text[start:end], shifted, '<span class="here">', "</span>")
        before, after = "… " * (start > 0), " …" * (end < length)
        return (
            f'<p class="place"><strong>{escape(document.title)}</strong><br>{escape(document.source)}</p>'
            f'<div class="document" tabindex="0">{before}{text}{after}</div>'
        )


def answer_html(answer: Answer) -> str:
    """A question and its answer."""
    asked = f'<p class="asked">{escape(answer.question)}</p>'
    if not answer.found:
        nearest = "".join(map(quote_html, answer.nearest[:3]))
        more = f'<details class="nearest"><summary>{NEAREST}</summary>{nearest}</details>' if nearest else ""
        return f'<div class="turn">{asked}<div class="missing"><p>{NOT_FOUND}</p>{more}</div></div>'
    first, rest = answer.quotes[0], answer.quotes[1:]
    more = "".join(map(quote_html, rest))
    more = f'<details class="more"><summary>{MORE} ({len(rest)})</summary>{more}</details>' if rest else ""
    return f'<div class="turn found">{asked}{quote_html(first)}{more}</div>'


def quote_html(quote: Quote) -> str:
    """A quote with its marks, and a button that opens its source."""
    passage = quote.passage
    path = [passage.title, *passage.headings] + ([f"p. {passage.page}"] if passage.page else [])
    place = escape(json.dumps({"source": passage.source, "spans": quote.spans}), quote=True)
    words = escape(" › ".join(dict.fromkeys(filter(None, path))))
    return (
        f'<div class="quote"><blockquote>{marked(quote.text, quote.marks, "<mark>", "</mark>")}</blockquote>'
        f'<p class="place"><button type="button" data-place="{place}">{words}</button><br>{escape(passage.source)}</p></div>'
    )


def marked(text: str, spans: tuple[Span, ...] | list[Span], opening: str, closing: str) -> str:
    """Escaped text with tags around the spans (in order, not overlapping)."""
    parts: list[str] = []
    at = 0
    for start, end in spans:
        parts += [escape(text[at:start]), opening, escape(text[start:end]), closing]
        at = end
    return "".join((*parts, escape(text[at:])))


def progress_html(progress: Progress) -> str:
    """How far a build is."""
    done = (
        f' {progress.done} / {progress.total}<br><progress max="{progress.total}" value="{progress.done}"></progress>'
    )
    return f'<p role="status">{escape(progress.step)}{done if progress.total else " …"}</p>'


def report_html(report: BuildReport) -> str:
    """What a build did."""
    lines = "".join(
        f"<li>{escape(verdict.source)}: {escape(verdict.reason or verdict.note)}</li>"
        for verdict in report.verdicts
        if verdict.reason or verdict.note
    )
    done = "索引已更新 The index is new" if report.changed else "没有变化 Nothing changed"
    return (
        f'<p role="status">{done}: {report.documents} documents, {report.passages} passages, '
        f"{report.encoded} encoded</p><ul>{lines}</ul>"
    )


def example_questions(docs: Path, evals: Path = Path("evals/seeds.jsonl")) -> list[str]:
    """Questions spread over the question set of the shipped documents; none for other folders."""
    if docs.resolve() != Path("seeds").resolve() or not evals.is_file():
        return []
    rows = [json.loads(line) for line in evals.read_text("utf-8").splitlines()]
    by_language = {row["lang"]: row["question"] for row in reversed(rows) if row["answers"]}
    chinese = [row["question"] for row in rows if row["answers"] and row["lang"] == "zh" and row["kind"] == "number"]
    others = [question for language, question in sorted(by_language.items()) if language in ("en", "ja")]
    unanswerable = [row["question"] for row in rows if not row["answers"] and row["lang"] == "zh"][:1]
    spread = chinese[:: max(1, len(chinese) // 3)][:3]
    return [*spread, *others, *unanswerable][:EXAMPLES]


def build_page(assistant: Assistant, docs: Path) -> Any:
    """The page: a chat on the left, the source of a chosen quote on the right."""
    handlers = Page(assistant, docs)
    with gr.Blocks(title="Yinju 引据", analytics_enabled=False, delete_cache=(3600, 3600)) as page:
        gr.HTML("<h1>Yinju 引据</h1>", js_on_load=None)
        gr.Markdown(I18N("intro"))
        turns = gr.State(list[str])
        with gr.Row():
            with gr.Column(scale=3, min_width=320):
                question = gr.Textbox(
                    label=I18N("question"),
                    placeholder=I18N("placeholder"),
                    max_length=LONGEST_QUESTION,
                    autofocus=True,
                    submit_btn=True,
                    elem_id="question",
                )
                examples = example_questions(docs)
                if examples:
                    gr.Examples([[text] for text in examples], question, label=I18N("examples"))
                conversation = gr.HTML(js_on_load=CLICKS, elem_id="conversation")
            with gr.Column(scale=2, min_width=320):
                gr.Markdown(I18N("choose"))
                panel = gr.HTML(js_on_load=None, elem_id="panel")
                rebuild = gr.Button(I18N("rebuild"), variant="secondary", elem_id="rebuild")
                report = gr.HTML(js_on_load=None, elem_id="report")
        question.submit(
            handlers.ask, [question, turns], [turns, conversation, question], api_visibility="private", queue=False
        )
        conversation.click(handlers.open, None, panel, api_visibility="private", queue=False).then(
            None, None, None, js=SCROLL_TO_QUOTE
        )
        rebuild.click(handlers.rebuild, None, report, api_visibility="private", concurrency_limit=1)
    page.queue(max_size=64, default_concurrency_limit=8)
    fonts = ["system-ui", "Noto Sans CJK SC", "sans-serif"]
    # How the server is to mount this page (see qa.server): looks, words, nothing from other hosts.
    page.mounting = {"theme": gr.themes.Base(font=fonts, font_mono=["monospace"]), "css": CSS, "i18n": I18N}
    return page


if __name__ == "__main__":
    from qa.cli import main

    sys.argv[1:1] = ["serve"]
    main()
