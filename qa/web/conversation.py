"""What the chat does: answers questions, opens sources, takes votes.

The conversation lives in the browser, which sends with each call what it needs of it: nothing is kept here between two
calls, so none can be taken for another's, come too late, or be lost when the server is started again.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from uuid import uuid4

from qa.assistant import Assistant
from qa.errors import QuestionError, YinjuError
from qa.types import Answer
from qa.types.answers import ABSENT
from qa.web.answers import shown_quotes
from qa.web.feedback import note_feedback
from qa.web.opening import link_opened, quote_opened, source_told
from qa.web.suggestions import follow_ups
from qa.web.turns import ShownTurn, conversation_html, restored
from qa.web.words import LANGUAGES, say

TURNS_BEFORE = 5  # that a follow-up is understood from
FEEDBACK = Path("evals/feedback.jsonl")
Turns = Sequence[ShownTurn]
Told = Mapping[str, Any]


class Scope(NamedTuple):
    """Of what is asked: documents, a filter, the day that "last year" counts from."""

    chosen: Sequence[str] = ()
    within: str = ""
    today: str = ""


class Chat:
    """Answers what is asked and clicked. Safe to share between visitors.

    `answered`, `opened`, `restored` and `voted` are called by the browser (`chat.js`): each is told an object, gives one
    to show, and an empty one for what no button of the page says.
    """

    def __init__(self, assistant: Assistant, tell: Callable[[Answer], None]) -> None:
        self._assistant, self._tell = assistant, tell

    def ask(
        self, question: str, turns: Turns, scope: Scope, *, asked: Sequence[str] = (), as_typed: bool = False
    ) -> ShownTurn:
        """A question and its answer.

        Args:
            question: As it was typed.
            turns: Those before, the newest last.
            scope: Of what it is asked.
            asked: Questions that need not be suggested any more.
            as_typed: Whether it is to be taken word by word.

        Returns:
            The turn, or the same with the word that says why it could not be asked.
        """
        history = [turn.answer.turn for turn in turns if turn.answer][-TURNS_BEFORE:]
        key, (chosen, within, today) = uuid4().hex, scope
        try:
            self._assistant.refresh()
            assistant = self._assistant.still()
            answer = assistant.ask(
                question, history=history, within=within, sources=chosen, as_typed=as_typed, today=today
            )
            near = follow_ups(assistant, answer, [*asked, *(turn.question for turn in turns)])
        except QuestionError:  # the box takes no longer ones
            return ShownTurn(question, None, "no_such_scope" if question.strip() else "blank_question", key)
        except YinjuError:
            return ShownTurn(question, None, "index_unusable", key)
        self._tell(answer)
        return ShownTurn(question, answer, "", key, "", within, near)

    def answered(self, told: Any) -> dict[str, str]:
        """The turn that a question or a button asks for, and its source: `act`, `question`, `before`, `turn`, `scope`, `asked`."""
        return _given(self._answered, told)

    def opened(self, told: Any) -> dict[str, str]:
        """A source: of a quote of a `turn`, of what is looked for in a document, or of a link."""
        self._assistant.refresh()
        return _given(self._opened, told)

    def restored(self, told: Any) -> dict[str, str]:
        """A conversation that the browser kept, and the source of its last turn: `turns`."""
        self._assistant.refresh()
        return _given(self._restored, told)

    def voted(self, told: Any) -> dict[str, str]:
        """A vote on a `turn`: `good` or `bad`; `noted` where it is written down."""
        return _given(_voted, told)

    def _answered(self, told: Told, language: str) -> dict[str, str]:
        scope, asked = _scope(told), list(map(str, told.get("asked", ())))
        match told["act"]:
            case "ask":
                turn = self.ask(str(told["question"]), restored(told["before"]), scope, asked=asked)
            case "retry" | "as_typed" as act:
                [of] = restored([told["turn"]])
                before = restored(told["before"]) if act == "retry" else []
                scope = scope._replace(within=of.within)
                turn = self.ask(of.question, before, scope, asked=asked, as_typed=act == "as_typed")
            case "choose":
                [of] = restored([told["turn"]])
                question = _answer(of).choices[int(told["choice"])].question
                turn = self.ask(question, [], scope._replace(within=of.within), asked=asked)
            case "within":
                [of] = restored([told["turn"]])
                narrower = scope._replace(within=f"{of.within} {told['within']}".strip())
                turn = self.ask(_answer(of).understood, [], narrower, asked=asked)
            case _:
                return {}
        return {"turn": conversation_html([turn], language), "panel": self._beside(turn, language)}

    def _opened(self, told: Told, language: str) -> dict[str, str]:
        if told["act"] in ("find", "read_document"):
            return {"panel": source_told(self._assistant, told, language)}
        if told["act"] == "link":
            address = {str(name): str(value) for name, value in told["address"].items()}
            return {"panel": link_opened(self._assistant, address, language)}
        [of] = restored([told["turn"]])
        if told["act"] == "focus":
            return {"panel": self._beside(of, language)}
        return {"panel": self._quote(of, int(told["quote"]), language)}

    def _restored(self, told: Told, language: str) -> dict[str, str]:
        turns = restored(told["turns"])
        panel = self._beside(turns[-1], language) if turns else _hint(language)
        return {"turns": conversation_html(turns, language), "panel": panel}

    def _beside(self, turn: ShownTurn, language: str) -> str:
        """The first quote of a turn, or its first choice; nothing where the documents do not say, which would look like an answer."""
        answer = turn.answer
        if not answer or answer.outcome == ABSENT:
            return _hint(language)
        first = len(shown_quotes(answer)) - len(answer.choices) if answer.choices else 0
        return self._quote(turn, first, language)

    def _quote(self, turn: ShownTurn, at: int, language: str) -> str:
        quotes = shown_quotes(_answer(turn))
        return quote_opened(self._assistant, quotes, turn.key, at, language) or _hint(language)


def _given(does: Callable[[Told, str], dict[str, str]], told: Any) -> dict[str, str]:
    """What a call gives; nothing where what is told has not the form that the page sends."""
    try:
        language = str(told.get("language"))
        return does(told, language if language in LANGUAGES else next(iter(LANGUAGES)))
    except (ValueError, KeyError, TypeError, AttributeError, IndexError):
        return {}


def _voted(told: Told, language: str) -> dict[str, str]:
    [of] = restored([told["turn"]])
    if told["vote"] not in ("good", "bad"):
        return {}
    return {"noted": "yes"} if note_feedback(FEEDBACK, _answer(of), told["vote"], of.key) else {}


def _answer(turn: ShownTurn) -> Answer:
    if turn.answer is None:
        raise ValueError("a question that could not be asked has no answer")
    return turn.answer


def _scope(told: Told) -> Scope:
    chosen, within, today = told["scope"]
    return Scope(tuple(map(str, chosen or ())), str(within or ""), str(today or ""))


def _hint(language: str) -> str:
    """What stands beside the chat while no source is open."""
    return f'<p class="hint">{say("source_hint", language)}</p>'
