"""The page: handlers on top, layout below. Renders answers and starts jobs, decides nothing.

`python ui.py` is `yinju serve`. Every text of a document or a question is escaped; <mark> is the only tag around it.
"""

import json
import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # before Gradio is imported: it calls nobody

import gradio as gr

import qa.web
from qa.assistant import LONGEST_QUESTION, Assistant
from qa.errors import QuestionError, YinjuError
from qa.server.observing import Observer, silent
from qa.types.answers import ABSENT
from qa.web.answers import shown_quotes
from qa.web.chats import chats_html
from qa.web.evaluator import Evaluator
from qa.web.examples import example_questions, question_sets
from qa.web.feedback import note_feedback
from qa.web.head import head_html
from qa.web.keeper import Keeper
from qa.web.library import library_html
from qa.web.opening import link_opened, quote_opened
from qa.web.scopes import scopes
from qa.web.scripts import HEAD_CLICKS, NOTHING_OPENED, OTHER_LANGUAGE, SCROLL_TO_QUOTE, SHOW_ANSWER
from qa.web.shelf import Shelf
from qa.web.turns import KEPT, ShownTurn, conversation_html, restored
from qa.web.words import in_each_language, language_of, say

TURNS_BEFORE = 5  # that a follow-up is understood from
FEEDBACK = Path("evals/feedback.jsonl")
RUNS = ("runs/*.json", "evals/baseline.json")
SETS = "evals/*.jsonl"
NOTHING = ""

I18N = gr.I18n(**in_each_language())
WEB = Path(qa.web.__file__).parent
CSS = (WEB / "style.css").read_text("utf-8")
CLICKS = (WEB / "script.js").read_text("utf-8")
CHATS = (WEB / "chats.js").read_text("utf-8")
Html = str | dict[str, Any]
Scope = tuple[list[str], str, str]  # documents, a filter, the day that "last year" counts from


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
        self, question: str, turns: list[ShownTurn], edited: int | None, language: str, *scope: Any
    ) -> tuple[Any, ...]:
        """Add a question and its answer to the conversation, in place of the turns from an edited one on; empties the box."""
        turns = turns if edited is None else turns[:edited]
        turns = [*turns, self._turn(question, turns, scope)][-KEPT:]
        return turns, conversation_html(turns, language), self._beside(turns, language), "", None

    def act(
        self, event: gr.EventData, turns: list[ShownTurn], edited: int | None, language: str, *scope: Any
    ) -> tuple[Any, ...]:
        """Do what a button says: open a quote, vote, ask as typed or one of the choices, edit, restore a conversation."""
        try:
            told = json.loads(str(event.act))
            act, number = told["act"], int(told.get("turn", 0))
            turn = turns[number] if act != "restore" else None
        except (ValueError, KeyError, TypeError, AttributeError, IndexError):
            return turns, gr.skip(), gr.skip(), edited
        if turn is None:
            turns = restored(told.get("turns"))
            beside = gr.skip() if told.get("linked") else self._beside(turns, language)
            return turns, conversation_html(turns, language), beside, None
        if act == "open":
            return turns, gr.skip(), self._opened(turns, number, int(told.get("quote", 0)), language), edited
        if act == "edit":
            return turns, gr.skip(), gr.skip(), number
        if act == "vote" and turn.answer and told.get("vote") in ("good", "bad"):
            noted = note_feedback(FEEDBACK, turn.answer, told["vote"], turn.key)
            if not noted:
                gr.Warning(say("not_noted", language))
            turns = [*turns[:number], replace(turn, vote=told["vote"]), *turns[number + 1 :]]
            return turns, gr.skip(), gr.skip(), edited
        asked = self._asked_by(told, turn, scope)
        if not asked:
            return turns, gr.skip(), gr.skip(), edited
        turns = [*turns, asked][-KEPT:]
        return turns, conversation_html(turns, language), self._beside(turns, language), None

    def start(self, request: gr.Request) -> tuple[Any, ...]:
        """Set the language, and open the quote that a shared link names."""
        language = language_of(request.query_params.get("lang"), request.headers.get("accept-language", ""))
        address = dict(request.query_params)
        panel = link_opened(self._assistant, address, language) if address.get("source") else self._hint(language)
        labels = [{"__type__": "update", key: say(word, language)} for _, key, word in self.worded]
        library = library_html(self._assistant, language)
        return language, head_html(language), chats_html(language), panel, library, *labels

    def build(self, model: str, language: str) -> Iterator[tuple[Html, Html]]:
        """Build the index: what is told of it, and the library anew at its end."""
        yield from map(_or_skip, self.keeper.build(model, language))

    def add(self, files: list[str] | None, model: str, language: str) -> Iterator[tuple[Html, Html]]:
        """Take files into the folder of documents, and build."""
        yield from map(_or_skip, self.keeper.add(files or [], model, language))

    def sources(self) -> tuple[Any, Any]:
        """The documents to remove one of, and the folders and documents to ask in."""
        sources = self._assistant.sources
        return gr.Dropdown(choices=list(sources), value=None), gr.Dropdown(choices=scopes(sources))

    def _asked_by(self, told: dict[str, Any], turn: ShownTurn, scope: Scope) -> ShownTurn | None:
        chosen, _, today = scope
        kept = chosen, turn.within, today
        if told["act"] == "as_typed":
            return self._turn(turn.question, [], kept, as_typed=True)
        if told["act"] == "choose" and turn.answer and 0 <= int(told.get("choice", -1)) < len(turn.answer.choices):
            return self._turn(turn.answer.choices[int(told["choice"])].question, [], kept)
        if told["act"] == "within" and turn.answer:
            narrower = f"{turn.within} {told.get('within', '')}".strip()
            return self._turn(turn.answer.understood, [], (chosen, narrower, today))
        return None

    def _turn(self, question: str, turns: list[ShownTurn], scope: Scope, *, as_typed: bool = False) -> ShownTurn:
        history = [turn.answer.turn for turn in turns if turn.answer][-TURNS_BEFORE:]
        key, (chosen, within, today) = uuid4().hex, scope
        try:
            self._assistant.refresh()
            answer = self._assistant.ask(
                question,
                history=history,
                within=within or "",
                sources=chosen or (),
                as_typed=as_typed,
                today=today or "",
            )
        except QuestionError:  # the box takes no longer ones
            return ShownTurn(question, None, "no_such_scope" if question.strip() else "blank_question", key)
        except YinjuError:
            return ShownTurn(question, None, "index_unusable", key)
        self._observer.tell(answer, "page")
        return ShownTurn(question, answer, "", key, "", within or "")

    def _beside(self, turns: list[ShownTurn], language: str) -> str:
        """The first quote of the newest turn; nothing where the documents do not say, which would look like an answer."""
        answer = turns[-1].answer if turns else None
        if not answer or answer.outcome == ABSENT:
            return self._hint(language)
        return self._opened(turns, len(turns) - 1, 0, language)

    def _opened(self, turns: list[ShownTurn], number: int, at: int, language: str) -> str:
        answer = turns[number].answer
        quotes = shown_quotes(answer) if answer else ()
        return quote_opened(self._assistant, quotes, number, at, language) or self._hint(language)

    def _hint(self, language: str) -> str:
        return f'<p class="hint">{say("source_hint", language)}</p>'


def _or_skip(told: tuple[str, str | None]) -> tuple[Html, Html]:
    report, library = told
    return report, gr.skip() if library is None else library


def build_page(assistant: Assistant, docs: Path, observer: Observer | None = None, *, read_only: bool = False) -> Any:
    """The page: a chat with the source beside it, the library, evaluations."""
    shelf = Shelf()
    handlers = Page(assistant, docs, observer or silent(), shelf, read_only=read_only)
    worded = handlers.say
    quiet: dict[str, Any] = {"api_visibility": "private"}
    with gr.Blocks(title="Yinju 引据", analytics_enabled=False, delete_cache=(3600, 3600)) as page:
        head = gr.HTML("<h1>Yinju 引据</h1>", js_on_load=HEAD_CLICKS)
        turns, edited, language = gr.State(list[ShownTurn]), gr.State(None), gr.State("zh")
        with worded(gr.Tab(I18N("ask"), id="ask"), "ask"), gr.Row():
            with gr.Column(scale=3, min_width=320):
                chats = gr.HTML(js_on_load=CHATS, elem_id="chats")
                conversation = gr.HTML(js_on_load=CLICKS, elem_id="conversation")
                with gr.Column(elem_id="asking"):
                    with worded(gr.Accordion(I18N("scope"), open=False), "scope"):
                        chosen_in = gr.Dropdown(
                            scopes(assistant.sources), value=[], multiselect=True, allow_custom_value=True,
                            label=I18N("sources"), elem_id="scope",
                        )  # fmt: skip
                        within = gr.Textbox(label=I18N("within"), max_length=LONGEST_QUESTION, elem_id="within")
                        today = gr.Textbox(label=I18N("today"), max_length=10, elem_id="today")
                        for each, word in ((chosen_in, "sources"), (within, "within"), (today, "today")):
                            worded(each, word)
                    scope = [chosen_in, within, today]
                    question = worded(
                        gr.Textbox(
                            label=I18N("question"), placeholder=I18N("placeholder"), max_length=LONGEST_QUESTION,
                            autofocus=True, submit_btn=True, elem_id="question",
                        ),
                        "question",
                    )  # fmt: skip
                    worded(question, "placeholder", "placeholder")
                    clear = worded(gr.Button(I18N("clear"), size="sm", elem_id="clear"), "clear", "value")
                examples = example_questions(docs)
                if examples:
                    shown = gr.Examples([[text] for text in examples], question, label=I18N("examples"))
                    worded(shown.dataset, "examples")
            with gr.Column(scale=2, min_width=320, elem_id="source"):
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
        started = page.load(handlers.start, None, [language, head, chats, panel, library, *labelled], **quiet)
        started.then(None, js=SCROLL_TO_QUOTE)
        head.click(None, js=OTHER_LANGUAGE)
        question.submit(None, js=NOTHING_OPENED)
        asked = question.submit(
            handlers.ask, [question, turns, edited, language, *scope], [turns, conversation, panel, question, edited],
            queue=False, **quiet,
        )  # fmt: skip
        asked.then(None, js=SHOW_ANSWER)
        clear.click(lambda: ([], "", None), None, [turns, conversation, edited], queue=False, **quiet)
        for html in (conversation, panel, chats):
            acted = html.click(
                handlers.act,
                [turns, edited, language, *scope],
                [turns, conversation, panel, edited],
                queue=False,
                **quiet,
            )
            acted.then(None, js=SCROLL_TO_QUOTE)
        if not read_only:
            one: dict[str, Any] = {"concurrency_limit": 1, "concurrency_id": "build"} | quiet
            built = rebuild.click(handlers.build, [model, language], [report, library], **one)
            taken = added.upload(handlers.add, [added, model, language], [report, library], **one)
            gone = remove.click(handlers.keeper.remove, [unwanted, language], report, **one)
            for changed in (built, taken, gone):
                changed.then(handlers.sources, None, [unwanted, chosen_in], **quiet)
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
