"""The page: handlers on top, layout below. Renders answers and starts jobs, decides nothing.

`python ui.py` is `yinju serve`. Every text of a document or a question is escaped; <mark> is the only tag around it.
"""

import json
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # before Gradio is imported: it calls nobody

import gradio as gr

import qa.web
from qa.assistant import LONGEST_QUESTION, Assistant
from qa.errors import DocumentError, YinjuError
from qa.server.observing import Observer, silent
from qa.types import Answer, Span
from qa.web.answers import problem_html, shown_quotes, turn_html
from qa.web.documents import document_html
from qa.web.evaluator import Evaluator
from qa.web.examples import example_questions, question_sets
from qa.web.feedback import note_feedback
from qa.web.keeper import Keeper
from qa.web.library import library_html
from qa.web.notices import alert
from qa.web.scripts import HEAD_CLICKS, OTHER_LANGUAGE, SCROLL_TO_QUOTE
from qa.web.shelf import Shelf
from qa.web.words import in_each_language, language_of, say

TURNS_KEPT = 30  # of a conversation
TURNS_BEFORE = 5  # that a follow-up is understood from
FEEDBACK = Path("evals/feedback.jsonl")
RUNS = ("runs/*.json", "evals/baseline.json")
SETS = "evals/*.jsonl"
NOTHING = ""

I18N = gr.I18n(**in_each_language())
WEB = Path(qa.web.__file__).parent
CSS = (WEB / "style.css").read_text("utf-8")
CLICKS = (WEB / "script.js").read_text("utf-8")
Html = str | dict[str, Any]


@dataclass(frozen=True, slots=True)
class Turn:
    """A question that was asked here: its answer, or why it could not be asked."""

    question: str
    answer: Answer | None
    problem: str = ""
    within: str = ""


class Page:
    """The handlers of one page."""

    def __init__(self, assistant: Assistant, docs: Path, observer: Observer, shelf: Shelf, *, read_only: bool) -> None:
        self._assistant, self._observer = assistant, observer
        self.keeper = Keeper(assistant, docs, read_only=read_only)
        self.evaluator = Evaluator(assistant, shelf)
        self.worded: list[tuple[Any, str, str]] = []  # components, which of their texts, and the word it shows

    def say(self, component: Any, word: str, key: str = "label") -> Any:
        """Note that a component shows a word, so that it follows the language that is switched to."""
        self.worded.append((component, key, word))
        return component

    def ask(
        self, question: str, turns: list[Turn], language: str, within: str = "", today: str = ""
    ) -> tuple[list[Turn], str, str]:
        """Add a question and its answer to the conversation; empties the question box."""
        history = [turn.answer.turn for turn in turns if turn.answer][-TURNS_BEFORE:]
        turns = [*turns, self._turn(question, history, within, today)][-TURNS_KEPT:]
        return turns, conversation_html(turns, language), ""

    def act(
        self, event: gr.EventData, turns: list[Turn], language: str, today: str = ""
    ) -> tuple[list[Turn], Html, Html]:
        """Do what a button in the conversation or beside the document says: open a quote, vote, ask as typed or of some documents."""
        try:
            told = json.loads(str(event.act))
            turn = turns[int(told["turn"])]
            act = told["act"]
        except (ValueError, KeyError, TypeError, AttributeError, IndexError):
            return turns, gr.skip(), gr.skip()
        if act == "open":
            return turns, gr.skip(), self._opened(turn, int(told["turn"]), int(told.get("quote", 0)), language)
        if act == "as_typed":
            turns = [*turns, self._turn(turn.question, [], turn.within, today, as_typed=True)][-TURNS_KEPT:]
            return turns, conversation_html(turns, language), gr.skip()
        if act == "choose" and turn.answer and 0 <= int(told.get("choice", -1)) < len(turn.answer.choices):
            chosen = turn.answer.choices[int(told["choice"])].question
            turns = [*turns, self._turn(chosen, [], turn.within, today)][-TURNS_KEPT:]
            return turns, conversation_html(turns, language), gr.skip()
        if act == "within" and turn.answer:
            within = f"{turn.within} {told.get('within', '')}".strip()
            turns = [*turns, self._turn(turn.answer.understood, [], within, today)][-TURNS_KEPT:]
            return turns, conversation_html(turns, language), gr.skip()
        known = act == "vote" and turn.answer and told.get("vote") in ("good", "bad")
        if known and turn.answer and note_feedback(FEEDBACK, turn.answer, told["vote"]):
            gr.Info(say("thanks", language), duration=3)
        return turns, gr.skip(), gr.skip()

    def start(self, request: gr.Request) -> tuple[Any, ...]:
        """Set the language, and open the quote that a shared link names."""
        language = language_of(request.query_params.get("lang"), request.headers.get("accept-language", ""))
        panel = f'<p class="hint">{say("source_hint", language)}</p>'
        source, spans = request.query_params.get("source"), request.query_params.get("spans", "")
        if source:
            try:
                places = [Span(int(a), int(b)) for a, b in (part.split("-") for part in spans.split(",") if part)]
                panel = document_html(self._assistant.document(source), places, language)
            except (YinjuError, ValueError) as error:
                panel = f'<p role="alert">{escape(str(error))}</p>'
        labels = [{"__type__": "update", key: say(word, language)} for _, key, word in self.worded]
        return language, head_html(language), panel, library_html(self._assistant, language), *labels

    def build(self, model: str, language: str) -> Iterator[tuple[Html, Html]]:
        """Build the index: what is told of it, and the library anew at its end."""
        yield from map(_or_skip, self.keeper.build(model, language))

    def add(self, files: list[str] | None, model: str, language: str) -> Iterator[tuple[Html, Html]]:
        """Take files into the folder of documents, and build."""
        yield from map(_or_skip, self.keeper.add(files or [], model, language))

    def sources(self) -> Any:
        """The documents to choose from."""
        return gr.Dropdown(choices=list(self._assistant.sources), value=None)

    def _turn(
        self, question: str, history: list[Any], within: str = "", today: str = "", *, as_typed: bool = False
    ) -> Turn:
        try:
            self._assistant.refresh()
            answer = self._assistant.ask(question, history=history, within=within, as_typed=as_typed, today=today)
        except YinjuError as error:
            return Turn(question, None, str(error), within)
        self._observer.tell(answer, "page")
        return Turn(question, answer, within=within)

    def _opened(self, turn: Turn, number: int, at: int, language: str) -> Html:
        quotes = shown_quotes(turn.answer) if turn.answer else ()
        if not 0 <= at < len(quotes):
            return ""
        quote = quotes[at]
        acts = [
            {"act": "open", "turn": number, "quote": to} if 0 <= to < len(quotes) else None for to in (at - 1, at + 1)
        ]
        try:
            document = self._assistant.document(quote.passage.source)
        except DocumentError as error:
            return alert(str(error))
        place = f"{at + 1} / {len(quotes)}"
        return document_html(document, quote.spans, language, neighbours=(acts[0], acts[1]), place=place)


def _or_skip(told: tuple[str, str | None]) -> tuple[Html, Html]:
    report, library = told
    return report, gr.skip() if library is None else library


def conversation_html(turns: list[Turn], language: str) -> str:
    """The conversation, the newest turn first."""
    shown = [
        turn_html(turn.answer, number, language, turn.within)
        if turn.answer
        else problem_html(turn.question, turn.problem)
        for number, turn in enumerate(turns)
    ]
    return "".join(reversed(shown))


def head_html(language: str) -> str:
    """The name of the page and what it is for."""
    other = "en" if language == "zh" else "zh"
    switch = (
        f'<button type="button" id="language" data-other="{other}" lang="{other}">{say("switch", language)}</button>'
    )
    return f'<div id="head"><h1>Yinju 引据</h1>{switch}</div><p>{say("intro", language)}</p>'


def build_page(assistant: Assistant, docs: Path, observer: Observer | None = None, *, read_only: bool = False) -> Any:
    """The page: a chat with the source beside it, the library, evaluations."""
    shelf = Shelf()
    handlers = Page(assistant, docs, observer or silent(), shelf, read_only=read_only)
    worded = handlers.say
    quiet: dict[str, Any] = {"api_visibility": "private"}
    with gr.Blocks(title="Yinju 引据", analytics_enabled=False, delete_cache=(3600, 3600)) as page:
        head = gr.HTML("<h1>Yinju 引据</h1>", js_on_load=HEAD_CLICKS)
        turns, language = gr.State(list[Turn]), gr.State("zh")
        with worded(gr.Tab(I18N("ask"), id="ask"), "ask"), gr.Row():
            with gr.Column(scale=3, min_width=320):
                question = worded(
                    gr.Textbox(
                        label=I18N("question"), placeholder=I18N("placeholder"), max_length=LONGEST_QUESTION,
                        autofocus=True, submit_btn=True, elem_id="question",
                    ),
                    "question",
                )  # fmt: skip
                worded(question, "placeholder", "placeholder")
                with worded(gr.Accordion(I18N("scope"), open=False), "scope"):
                    within = gr.Textbox(label=I18N("within"), max_length=LONGEST_QUESTION, elem_id="within")
                    today = gr.Textbox(label=I18N("today"), max_length=10, elem_id="today")
                    worded(within, "within")
                    worded(today, "today")
                examples = example_questions(docs)
                if examples:
                    shown = gr.Examples([[text] for text in examples], question, label=I18N("examples"))
                    worded(shown.dataset, "examples")
                conversation = gr.HTML(js_on_load=CLICKS, elem_id="conversation")
                clear = worded(gr.Button(I18N("clear"), size="sm", elem_id="clear"), "clear", "value")
            with gr.Column(scale=2, min_width=320):
                panel = gr.HTML(js_on_load=CLICKS, elem_id="panel")
        with worded(gr.Tab(I18N("library"), id="library"), "library"):
            library = gr.HTML(js_on_load=None, elem_id="documents")
            report = gr.HTML(js_on_load=None, elem_id="report")
            if not read_only:
                with gr.Row():
                    rebuild = worded(
                        gr.Button(I18N("rebuild"), variant="primary", elem_id="rebuild"), "rebuild", "value"
                    )
                    cancel = worded(gr.Button(I18N("cancel"), elem_id="cancel"), "cancel", "value")
                model = worded(gr.Textbox(assistant.info.model, label=I18N("model"), elem_id="model"), "model")
                added = worded(gr.File(label=I18N("add"), file_count="multiple", elem_id="add"), "add")
                with gr.Row():
                    choices = list(assistant.sources)
                    unwanted = gr.Dropdown(choices, value=None, label=I18N("remove_which"), elem_id="unwanted")
                    worded(unwanted, "remove_which")
                    remove = worded(gr.Button(I18N("remove"), elem_id="remove"), "remove", "value")
        with worded(gr.Tab(I18N("evaluate"), id="evaluate"), "evaluate"):
            sets = question_sets(Path(), SETS)
            chosen = worded(gr.Dropdown(sets, label=I18N("set"), elem_id="set"), "set")
            types = [".jsonl", ".csv", ".json"]
            upload = gr.File(
                label=I18N("own_set"), file_types=types, elem_id="own-set", height=120, visible=not read_only
            )
            worded(upload, "own_set")
            runs = sorted(str(path) for pattern in RUNS for path in Path().glob(pattern))
            earlier = gr.Dropdown([NOTHING, *runs], value=NOTHING, label=I18N("earlier"), elem_id="earlier")
            worded(earlier, "earlier")
            with gr.Row():
                run = worded(gr.Button(I18N("run"), variant="primary", elem_id="run"), "run", "value")
                stop = worded(gr.Button(I18N("cancel"), elem_id="stop"), "cancel", "value")
            figures = gr.HTML(js_on_load=None, elem_id="figures")

        labelled = [component for component, _, _ in handlers.worded]
        started = page.load(handlers.start, None, [language, head, panel, library, *labelled], **quiet)
        started.then(None, js=SCROLL_TO_QUOTE)
        head.click(None, js=OTHER_LANGUAGE)
        asked = [turns, conversation, question]
        question.submit(handlers.ask, [question, turns, language, within, today], asked, queue=False, **quiet)
        clear.click(lambda: ([], ""), None, [turns, conversation], queue=False, **quiet)
        for html in (conversation, panel):
            acted = html.click(
                handlers.act, [turns, language, today], [turns, conversation, panel], queue=False, **quiet
            )
            acted.then(None, js=SCROLL_TO_QUOTE)
        if not read_only:
            one: dict[str, Any] = {"concurrency_limit": 1, "concurrency_id": "build"} | quiet
            built = rebuild.click(handlers.build, [model, language], [report, library], **one)
            taken = added.upload(handlers.add, [added, model, language], [report, library], **one)
            gone = remove.click(handlers.keeper.remove, [unwanted, language], report, **one)
            for changed in (built, taken, gone):
                changed.then(handlers.sources, None, unwanted, **quiet)
            cancel.click(handlers.keeper.cancel, queue=False, **quiet)
        run.click(
            handlers.evaluator.evaluate, [chosen, upload, earlier, language], figures, concurrency_limit=1, **quiet
        )
        stop.click(handlers.evaluator.cancel, queue=False, **quiet)
    page.queue(max_size=64, default_concurrency_limit=8)
    page.shelf = shelf
    page.uploads = not read_only
    fonts = ["system-ui", "Noto Sans CJK SC", "sans-serif"]
    # How the server is to mount this page (see qa.server): looks, words, nothing from other hosts.
    theme = gr.themes.Base(font=fonts, font_mono=["monospace"])
    page.mounting = {"theme": theme, "css": CSS, "i18n": I18N}
    return page


if __name__ == "__main__":
    from qa.cli import main

    sys.argv[1:1] = ["serve"]
    main()
