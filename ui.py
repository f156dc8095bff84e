"""The page: handlers on top, layout below. Renders answers and starts jobs, decides nothing.

`python ui.py` is `yinju serve`. Every text of a document or a question is escaped; <mark> is the only tag around it.
"""

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # before Gradio is imported: it calls nobody

import gradio as gr

from qa.assistant import LONGEST_QUESTION_CHARACTERS, Assistant
from qa.server.observing import Observer, silent
from qa.web import scripts
from qa.web.chats import chats_html
from qa.web.conversation import FEEDBACK, Chat
from qa.web.evaluator import Evaluator
from qa.web.head import head_html
from qa.web.keeper import Keeper
from qa.web.library import View, library_html
from qa.web.question_sets import question_sets
from qa.web.scopes import scope_told, scopes
from qa.web.shelf import Shelf
from qa.web.suggestions import Examples
from qa.web.turns import chips_html
from qa.web.words import in_each_language, language_of, say

SETS = "evals/*.jsonl"

I18N = gr.I18n(**in_each_language())
Html = str | dict[str, Any]
QUIET: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
INSTANT = QUIET | {"queue": False}


class Page:
    """The handlers of one page."""

    def __init__(self, assistant: Assistant, docs: Path, observer: Observer, shelf: Shelf, *, read_only: bool) -> None:
        self.assistant, self.read_only = assistant, read_only
        self.chat = Chat(assistant, lambda answer: observer.tell(answer, "page"))
        self.examples = Examples(assistant)
        self.keeper = Keeper(assistant, docs, read_only=read_only)
        self.evaluator = Evaluator(assistant, shelf)
        self.worded: list[tuple[Any, str, str]] = []  # components, which of their texts, and the word it shows

    def say(self, component: Any, word: str, key: str = "label") -> Any:
        """Note that a component shows a word, so that it follows the language that is switched to."""
        self.worded.append((component, key, word))
        return component

    def button(self, word: str, **settings: Any) -> Any:
        """A button with a word on it; its id in the page is the word."""
        return self.say(gr.Button(I18N(word), **{"elem_id": word} | settings), word, "value")

    def field(self, kind: Any, word: str, *values: Any, **settings: Any) -> Any:
        """A field with a word above it; its id in the page is the word."""
        return self.say(kind(*values, label=I18N(word), **{"elem_id": word} | settings), word)

    def start(self, request: gr.Request) -> tuple[Any, ...]:
        """Set the language; the browser then asks for what it kept (`chat.js`)."""
        language = language_of(request.query_params.get("lang"), request.headers.get("accept-language", ""))
        labels = [{"__type__": "update", key: say(word, language)} for _, key, word in self.worded]
        return language, head_html(language), chats_html(language), *labels

    def listed(self, told: Any) -> dict[str, str]:
        """The library as the browser asks for it: of the newest generation, with what waits for the next (`anew`: looked for anew)."""
        told = told if isinstance(told, dict) else {}
        self.assistant.refresh()
        language = language_of(str(told.get("language")), "")
        waiting = self.keeper.waiting(anew=told.get("anew") is True)
        shown = library_html(self.assistant, language, View.told(told), waiting, kept=not self.read_only)
        return {"library": shown, "generation": self.assistant.info.generation}

    def scopes(self) -> Any:
        """What can be chosen to be asked, of the newest generation."""
        return gr.Dropdown(choices=scopes(self.assistant.sources))

    def keep(self, event: gr.EventData, model: str, ocr: bool, language: str) -> Iterator[Html]:
        """Remove a document, or read it again."""
        told = scripts.told(event)
        does = {"remove": self.keeper.remove, "again": self.keeper.again}.get(str(told.get("act")))
        yield from does(str(told.get("source")), model, ocr, language) if does else [gr.skip()]

    def add(self, files: list[str] | None, model: str, ocr: bool, language: str) -> Iterator[tuple[Html, Any]]:
        """Take files in; their field is free for the next ones at once, and not emptied again when those are in it."""
        for at, told in enumerate(self.keeper.add(files, model, ocr, language)):
            yield told, gr.skip() if at else None

    def sets(self, chosen: str, language: str) -> Any:
        """The question sets that lie there now, feedback by its own name."""
        found = question_sets(Path(), SETS)
        named = [(say("feedback_set", language) if Path(each) == FEEDBACK else each, each) for each in found]
        # What is chosen stays, also when another is being chosen right now.
        return (
            gr.Dropdown(choices=named) if chosen in found else gr.Dropdown(choices=named, value=next(iter(found), None))
        )

    def runs(self) -> tuple[Any, Any]:
        """The runs to show and to compare with; what is chosen stays."""
        choices = self.evaluator.runs.choices()
        return gr.Dropdown(choices=choices), gr.Dropdown(choices=[("", ""), *choices])

    def ran(self, newest: str | None) -> tuple[Any, Any]:
        """The same after one more, which is shown."""
        shown, earlier = self.runs()
        return gr.Dropdown(choices=self.evaluator.runs.choices(), value=newest) if newest else shown, earlier


def _called(does: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """A function that the browser can call: Gradio marks each with an attribute, which methods cannot have."""

    def called(told: Any) -> Any:
        return does(told)

    called.__name__ = does.__name__
    return called


def build_page(assistant: Assistant, docs: Path, observer: Observer | None = None, *, read_only: bool = False) -> Any:
    """The page: a chat with the source beside it, the library, evaluations."""
    shelf = Shelf()
    handlers = Page(assistant, docs, observer or silent(), shelf, read_only=read_only)
    with gr.Blocks(title="Yinju 引据", analytics_enabled=False, delete_cache=(3600, 3600), fill_width=True) as page:
        head = gr.HTML("<h1>Yinju 引据</h1>", js_on_load=scripts.HEAD_CLICKS)
        head.click(None, js=scripts.OTHER_LANGUAGE)
        language = gr.Textbox(
            "zh", visible=False
        )  # kept in the browser: a server that is started again need not know it
        with handlers.say(gr.Tab(I18N("ask"), id="ask"), "ask"), gr.Row():
            chats, chips, scope = _ask_tab(handlers, language)
        with handlers.say(gr.Tab(I18N("library"), id="library"), "library") as tab:
            _library_tab(handlers, language, tab, scope[0])
        with handlers.say(gr.Tab(I18N("evaluate"), id="evaluate"), "evaluate") as tab:
            _evaluate_tab(handlers, language, tab)
        labelled = [component for component, _, _ in handlers.worded]
        started = page.load(handlers.start, None, [language, head, chats, *labelled], **INSTANT)
        started.then(None, None, scope, js=scripts.SCOPE_KEPT)
        started.then(lambda now: chips_html(handlers.examples.of_now(), "examples", now), language, chips, **INSTANT)
    page.queue(max_size=64, default_concurrency_limit=8)
    page.shelf = shelf
    page.uploads = not read_only
    fonts = ["system-ui", "Noto Sans CJK SC", "sans-serif"]
    # How the server is to mount this page (see qa.server): looks, words, nothing from other hosts.
    theme = gr.themes.Base(font=fonts, font_mono=["monospace"])
    page.mounting = {"theme": theme, "css": scripts.CSS, "head": scripts.HEAD, "i18n": I18N}
    return page


def _ask_tab(handlers: Page, language: Any) -> tuple[Any, ...]:
    chat = handlers.chat
    functions = [_called(each) for each in (chat.answered, chat.opened, chat.restored, chat.voted)]
    with gr.Column(scale=3, min_width=320, elem_id="chat"):
        chats = gr.HTML(js_on_load=scripts.CLICKS + scripts.CHATS, elem_id="chats")
        gr.HTML(js_on_load=scripts.CLICKS + scripts.CHAT, elem_id="conversation", server_functions=functions)
        chips = gr.HTML(js_on_load=scripts.CLICKS, elem_id="examples")
        with gr.Column(elem_id="asking"):
            with gr.Row(elem_id="beside-question"):
                scope = _scope_fields(handlers, language)
                handlers.button("halt", size="sm")  # both are heard by the browser alone
                handlers.button("clear", size="sm")
            question = handlers.field(
                gr.Textbox, "question", placeholder=I18N("placeholder"), max_length=LONGEST_QUESTION_CHARACTERS, autofocus=True,
                submit_btn=True, interactive=True,
            )  # fmt: skip
            handlers.say(question, "placeholder", "placeholder")
    with gr.Column(scale=2, min_width=320, elem_id="source", elem_classes="side"):
        gr.HTML(js_on_load=scripts.CLICKS + scripts.GRIP + scripts.GRADIO_WORDS, elem_id="panel")
    return chats, chips, scope


def _scope_fields(handlers: Page, language: Any) -> list[Any]:
    with handlers.say(gr.Accordion(I18N("scope"), open=False), "scope") as scope:
        choices = scopes(handlers.assistant.sources)
        chosen = handlers.field(
            gr.Dropdown, "sources", choices, value=[], multiselect=True, allow_custom_value=True, elem_id="scope"
        )
        within = handlers.field(gr.Textbox, "within", max_length=LONGEST_QUESTION_CHARACTERS)
        today = handlers.field(gr.Textbox, "today", max_length=10)
    fields = [chosen, within, today]
    changed, told = [each.change for each in fields], [*fields, language]
    gr.on(changed, None, fields, js=scripts.SCOPED)
    # What is chosen is told by name also when the fields are folded away.
    gr.on(changed, lambda *now: gr.Accordion(label=scope_told(*now)), told, scope, **INSTANT)
    return fields


def _library_tab(handlers: Page, language: Any, tab: Any, chosen_in: Any) -> None:
    keeping = None if handlers.read_only else _keeping_fields(handlers)
    with gr.Row():
        with gr.Column(scale=3, min_width=320):
            find = handlers.field(gr.Textbox, "find_document")
            library = gr.HTML(
                js_on_load=scripts.CLICKS + scripts.LIBRARY,
                elem_id="documents",
                server_functions=[_called(handlers.listed)],
            )
        with gr.Column(scale=2, min_width=320, elem_id="shown", elem_classes="side"):
            gr.HTML(js_on_load=scripts.CLICKS, elem_id="shown-document")
    tab.select(None, js=scripts.LIST_ALL)
    find.change(None, find, js=scripts.SEARCH)
    for event in _keeping(handlers, language, library, *keeping) if keeping else ():
        event.then(None, js=scripts.LIST)
    library.change(handlers.scopes, None, chosen_in, trigger_mode="multiple", **INSTANT)


def _keeping_fields(handlers: Page) -> tuple[Any, ...]:
    """What changes the library, above it."""
    added = handlers.field(gr.File, "add", file_count="multiple", height=120)
    with gr.Row():
        folder = gr.UploadButton(say("add_folder", "zh"), file_count="directory", elem_id="add_folder", min_width=130)
        handlers.say(folder, "add_folder")
        rebuild = handlers.button("rebuild", variant="primary", min_width=130)
        cancel = handlers.button("cancel", min_width=130)
    with handlers.say(gr.Accordion(I18N("how_read"), open=False), "how_read"), gr.Row():
        model = handlers.field(gr.Textbox, "model", handlers.assistant.info.model)
        ocr = handlers.field(gr.Checkbox, "read_scans", handlers.assistant.ocr)
    report = gr.HTML(js_on_load=None, elem_id="report")
    return added, folder, rebuild, cancel, model, ocr, report, handlers.field(gr.File, "replace")


def _keeping(handlers: Page, language: Any, library: Any, *fields: Any) -> list[Any]:
    """Connects what changes the library; gives the events after which it is listed anew."""
    added, folder, rebuild, cancel, model, ocr, report, instead = fields
    replaced = gr.Textbox(visible=False)
    one: dict[str, Any] = {"concurrency_limit": 1, "concurrency_id": "build", "trigger_mode": "multiple"} | QUIET
    how, keeper = [model, ocr, language], handlers.keeper
    cancel.click(keeper.cancel, **INSTANT)
    return [
        rebuild.click(keeper.build, how, report, **one),
        added.upload(handlers.add, [added, *how], [report, added], **one),
        folder.upload(keeper.add, [folder, *how], report, **one),
        instead.upload(keeper.replace, [instead, replaced, *how], report, js=scripts.REPLACING, **one),
        library.click(handlers.keep, how, report, **one),
    ]


def _evaluate_tab(handlers: Page, language: Any, tab: Any) -> None:
    sets, runs = question_sets(Path(), SETS), handlers.evaluator.runs.choices()
    chosen = handlers.field(gr.Dropdown, "set", sets)
    types = [".jsonl", ".csv", ".json"]
    upload = handlers.field(gr.File, "own_set", file_types=types, height=120, visible=not handlers.read_only)
    with gr.Row():
        run, stop = handlers.button("run", variant="primary"), handlers.button("halt", elem_id="stop")
    with gr.Row():
        shown = handlers.field(gr.Dropdown, "shown_run", runs, value=None)
        earlier = handlers.field(gr.Dropdown, "earlier", [("", ""), *runs], value="")
    figures, newest = gr.HTML(js_on_load=None, elem_id="figures"), gr.State(None)
    tab.select(handlers.sets, [chosen, language], chosen, **INSTANT)
    tab.select(handlers.runs, None, [shown, earlier], **INSTANT)
    evaluated = run.click(
        handlers.evaluator.evaluate, [chosen, upload, earlier, language], [figures, newest],
        concurrency_limit=1, **QUIET,
    )  # fmt: skip
    evaluated.then(handlers.ran, newest, [shown, earlier], **INSTANT)
    compared = [shown, earlier, language], figures
    gr.on([shown.input, earlier.input], handlers.evaluator.compared, *compared, trigger_mode="always_last", **INSTANT)
    stop.click(handlers.evaluator.cancel, **INSTANT)


if __name__ == "__main__":
    from qa.cli import main

    sys.argv[1:1] = ["serve"]
    main()
