"""Turns of a conversation: as the page shows them, and as the browser keeps them."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Any

from pydantic import TypeAdapter, ValidationError

from qa.types import Answer, Quote
from qa.web.answers import button, problem_html, turn_html, votes_html
from qa.web.words import PROBLEMS, say

KEPT = 50  # turns of a conversation
_MOST_NEXT = 5
_ANSWER: TypeAdapter[Answer] = TypeAdapter(Answer)


@dataclass(frozen=True, slots=True)
class ShownTurn:
    """A question that was asked here.

    Attributes:
        question: As it was typed.
        answer: Its answer, if it could be asked.
        problem: Else the word of the page that says why not.
        key: Names the turn, also in the file of votes.
        vote: `good`, `bad` or nothing yet.
        within: The filter it was asked with.
        next: Questions to ask next.
    """

    question: str
    answer: Answer | None
    problem: str = ""
    key: str = ""
    vote: str = ""
    within: str = ""
    next: tuple[str, ...] = ()


def conversation_html(turns: Iterable[ShownTurn], language: str) -> str:
    """Turns, the oldest first, each with what the browser keeps of it."""
    return "".join(_said(turn, language) for turn in turns)


def chips_html(questions: Sequence[str], word: str, language: str) -> str:
    """Questions as buttons that ask them, under a word that says which these are."""
    if not questions:
        return ""
    buttons = (
        f'<button type="button" data-ask="{escape(question)}">{escape(question)}</button>' for question in questions
    )
    label = say(word, language)
    return f'<div class="chips" role="group" aria-label="{label}"><span>{label}</span>{"".join(buttons)}</div>'


def record(turn: ShownTurn) -> dict[str, Any]:
    """A turn as JSON, without the passages around its quotes: their documents have them."""
    answer = turn.answer
    if answer:
        answer = replace(
            answer,
            quotes=tuple(map(_alone, answer.quotes)),
            nearest=tuple(map(_alone, answer.nearest)),
            choices=tuple(replace(choice, quote=_alone(choice.quote)) for choice in answer.choices),
            parts=tuple(replace(part, quote=part.quote and _alone(part.quote)) for part in answer.parts),
        )
    told = {
        "question": turn.question,
        "problem": turn.problem,
        "key": turn.key,
        "vote": turn.vote,
        "within": turn.within,
        "next": turn.next,
    }
    return {**told, "answer": answer and _ANSWER.dump_python(answer, mode="json")}


def restored(records: object) -> list[ShownTurn]:
    """Turns from what a browser kept; what is broken, or of another version, is left out."""
    turns = [_turn(each) for each in records[-KEPT:]] if isinstance(records, list) else []
    return [turn for turn in turns if turn]


def _turn(told: Any) -> ShownTurn | None:
    try:
        answer = _ANSWER.validate_python(told["answer"], strict=False) if told["answer"] else None
        question, key = str(told["question"]), str(told["key"])
        if not key.isascii() or not key.isalnum():
            return None
        problem = told["problem"] if told["problem"] in PROBLEMS else ""
        vote = told["vote"] if told["vote"] in ("good", "bad") else ""
    except (KeyError, TypeError, ValidationError):
        return None
    within, near = str(told.get("within", "")), told.get("next")
    near = tuple(str(each) for each in near[:_MOST_NEXT]) if isinstance(near, list) else ()
    return ShownTurn(question, answer, problem, key, vote, within, near) if answer or problem else None


def _alone(quote: Quote) -> Quote:
    return replace(quote, passage=replace(quote.passage, text="", sentences=()))


def _said(turn: ShownTurn, language: str) -> str:
    html = (
        turn_html(turn.answer, language, turn.within)
        if turn.answer
        else problem_html(turn.question, say(turn.problem, language))
    )
    kept = escape(json.dumps(record(turn), ensure_ascii=False, separators=(",", ":")))
    near = chips_html(turn.next, "next", language)
    tools = votes_html(language, turn.vote) if turn.answer else ""
    tools += button("edit", language, act="edit") + button("retry", language, act="retry")
    return (
        f'<div class="said" data-turn="{turn.key}" data-record="{kept}">{html}<p class="tools">{tools}</p>{near}</div>'
    )
