"""What the chat does: asks, asks again, opens sources, takes votes. Turns in, turns out; it keeps nothing itself."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple
from uuid import uuid4

from qa.assistant import Assistant
from qa.errors import QuestionError, YinjuError
from qa.types import Answer
from qa.types.answers import ABSENT
from qa.web.answers import shown_quotes
from qa.web.feedback import note_feedback
from qa.web.opening import quote_opened, source_told
from qa.web.suggestions import follow_ups
from qa.web.turns import KEPT, ShownTurn, conversation_html, restored
from qa.web.words import say

TURNS_BEFORE = 5  # that a follow-up is understood from
_MOST_STOPPED = 1000  # questions that are remembered; they are answered within seconds
_LONGEST_NUMBER_CHARACTERS = 40
FEEDBACK = Path("evals/feedback.jsonl")
Turns = list[ShownTurn]


class Scope(NamedTuple):
    """Of what is asked: documents, a filter, the day that "last year" counts from."""

    chosen: Sequence[str]
    within: str
    today: str


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page shows next; None where it stays as it is.

    Attributes:
        turns: The conversation.
        conversation: The same as HTML.
        panel: The source beside it.
        edited: Which turn the next question takes the place of, it and those behind it.
        warning: A word to warn of.
    """

    turns: Turns
    conversation: str | None = None
    panel: str | None = None
    edited: int | None = None
    warning: str = ""


class Chat:
    """Answers what is asked and clicked. Safe to share between visitors."""

    def __init__(self, assistant: Assistant, tell: Callable[[Answer], None]) -> None:
        self._assistant, self._tell = assistant, tell
        self._stopped: deque[str] = deque(maxlen=_MOST_STOPPED)

    def stop(self, number: str) -> None:
        """Nobody waits any more for the answer to a question."""
        self._stopped.append(number[:_LONGEST_NUMBER_CHARACTERS])

    def ask(
        self, question: str, number: str, turns: Turns, edited: int | None, language: str, scope: Scope
    ) -> Shown | None:
        """A question and its answer.

        Args:
            question: As it was typed.
            number: By which it can be stopped.
            turns: The conversation so far.
            edited: The turn, from 0, in whose place it is asked; those behind it go. None: it is asked behind all.
            language: Of the page: zh or en.
            scope: Which documents are asked, and on which day.

        Returns:
            The conversation with it; None if it was stopped.
        """
        if number[:_LONGEST_NUMBER_CHARACTERS] in self._stopped:
            return None
        turns = turns if edited is None else turns[:edited]
        asked = self._turn(question, turns, scope)
        return None if number[:_LONGEST_NUMBER_CHARACTERS] in self._stopped else self._said([*turns, asked], language)

    def act(self, told: Any, turns: Turns, edited: int | None, language: str, scope: Scope) -> Shown:
        """Do what a button says; what is no button's leaves everything as it is.

        Args:
            told: What the button sent.
            turns: The conversation so far.
            edited: The turn, from 0, that is being edited, if one is.
            language: Of the page: zh or en.
            scope: Which documents are asked, and on which day.

        Returns:
            The conversation as it is then.
        """
        try:
            if told["act"] == "restore":
                turns = restored(told["turns"])
                beside = None if told.get("linked") else self._beside(turns, len(turns) - 1, language)
                return Shown(turns, conversation_html(turns, language), beside)
            if told["act"] in _PANEL:
                return Shown(turns, None, self._panel(told, turns, language), edited)
            return self._of_turn(told, turns, int(told["turn"]), edited, language, scope)
        except (ValueError, KeyError, TypeError, AttributeError, IndexError):
            return Shown(turns, edited=edited)

    def hint(self, language: str) -> str:
        """What stands beside the chat while no source is open."""
        return f'<p class="hint">{say("source_hint", language)}</p>'

    def _of_turn(
        self, told: dict[str, Any], turns: Turns, number: int, edited: int | None, language: str, scope: Scope
    ) -> Shown:
        turn, act = turns[number], told["act"]
        if act == "edit":
            return Shown(turns, edited=number)
        if act == "vote" and turn.answer and told["vote"] in ("good", "bad"):
            noted = note_feedback(FEEDBACK, turn.answer, told["vote"], turn.key)
            turns = [*turns[:number], replace(turn, vote=told["vote"]), *turns[number + 1 :]]
            return Shown(turns, edited=edited, warning="" if noted else "not_noted")
        same = scope._replace(within=turn.within)
        if act == "retry":  # in its place: what was asked since stays
            again = self._turn(turn.question, turns[:number], same)
            return self._said([*turns[:number], again, *turns[number + 1 :]], language, number)
        if act == "as_typed":
            asked = self._turn(turn.question, [], same, as_typed=True)
        elif act == "choose" and turn.answer:
            asked = self._turn(turn.answer.choices[int(told["choice"])].question, [], same)
        elif act == "within" and turn.answer:
            narrower = f"{turn.within} {told['within']}".strip()
            asked = self._turn(turn.answer.understood, [], scope._replace(within=narrower))
        else:
            return Shown(turns, edited=edited)
        return self._said([*turns, asked], language)

    def _said(self, turns: Turns, language: str, number: int = -1) -> Shown:
        turns = turns[-KEPT:]
        return Shown(turns, conversation_html(turns, language), self._beside(turns, number, language))

    def _turn(self, question: str, turns: Turns, scope: Scope, *, as_typed: bool = False) -> ShownTurn:
        history = [turn.answer.turn for turn in turns if turn.answer][-TURNS_BEFORE:]
        key, (chosen, within, today) = uuid4().hex, scope
        try:
            self._assistant.refresh()
            assistant = self._assistant.still()
            answer = assistant.ask(
                question,
                history=history,
                within=within or "",
                sources=chosen or (),
                as_typed=as_typed,
                today=today or "",
            )
            near = follow_ups(assistant, answer, [turn.question for turn in turns])
        except QuestionError:  # the box takes no longer ones
            return ShownTurn(question, None, "no_such_scope" if question.strip() else "blank_question", key)
        except YinjuError:
            return ShownTurn(question, None, "index_unusable", key)
        self._tell(answer)
        return ShownTurn(question, answer, "", key, "", within or "", near)

    def _panel(self, told: dict[str, Any], turns: Turns, language: str) -> str:
        if told["act"] == "find":
            return source_told(self._assistant, told, language)
        if told["act"] == "focus":
            return self._beside(turns, int(told["turn"]), language)
        answer, number = turns[int(told["turn"])].answer, int(told["turn"])
        quotes = shown_quotes(answer) if answer else ()
        return quote_opened(self._assistant, quotes, number, int(told["quote"]), language) or self.hint(language)

    def _beside(self, turns: Turns, number: int, language: str) -> str:
        """The first quote of a turn, or its first choice; nothing where the documents do not say, which would look like an answer."""
        answer = turns[number].answer if turns else None
        if not answer or answer.outcome == ABSENT:
            return self.hint(language)
        quotes = shown_quotes(answer)
        first = len(quotes) - len(answer.choices) if answer.choices else 0
        return quote_opened(self._assistant, quotes, number % len(turns), first, language) or self.hint(language)


_PANEL = ("open", "focus", "find")
