"""Checks a question set against an index: what can never be scored as meant is listed before anything runs."""

from collections.abc import Iterable, Iterator

from qa.assistant import Assistant
from qa.errors import DocumentError
from qa.evaluation.anchors import EXACT, anchored
from qa.evaluation.questions import Question
from qa.evaluation.relevance import bare


def text_of(assistant: Assistant, source: str) -> str | None:
    """The text of a document, None when the index holds none of that name."""
    try:
        return assistant.document(source).text
    except DocumentError:
        return None


def checked(assistant: Assistant, questions: Iterable[Question]) -> tuple[list[Question], list[str]]:
    """The questions, anchored anew where they have anchors, and what is odd about them, a line each."""
    findings: list[str] = []
    kept: list[Question] = []
    texts = _Texts(assistant)
    for question in questions:
        findings += (f"{question.id}: {finding}" for finding in _odd(question, texts))
        if question.anchors:
            ((question, states),) = anchored([question], texts.text)
            findings += (str(state) for state in states if state.state != EXACT)
        kept.append(question)
    return kept, findings


class _Texts:
    """Texts and passages of documents, read once each."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._sources = frozenset(assistant.sources)
        self._texts: dict[str, str | None] = {}
        self._bare: dict[str, tuple[str, list[str]]] = {}

    def __contains__(self, source: object) -> bool:
        return source in self._sources

    def text(self, source: str) -> str | None:
        if source not in self._texts:
            self._texts[source] = text_of(self._assistant, source)
        return self._texts[source]

    def bare(self, source: str) -> tuple[str, list[str]]:
        """A document and its passages without white space."""
        if source not in self._bare:
            passages = [bare(passage.text) for _, passage in self._assistant.passages_of(source)]
            self._bare[source] = (bare(self.text(source) or ""), passages)
        return self._bare[source]


def _odd(question: Question, texts: _Texts) -> Iterator[str]:
    if "evidence" in question.columns and not question.answerable:
        yield "has evidence and no answer, and counts as unanswerable; fill its answers in"
    named = (*question.sources, *question.relevant)
    unknown = [source for source in dict.fromkeys(named) if source not in texts]
    for source in unknown:
        yield f"the index holds no document {source!r}; `yinju status` lists them"
    known = [source for source in question.sources if source not in unknown]
    for answer in (question.answers or ()) if known else ():
        words = bare(answer)
        # Passages first: where the layout broke a sentence in two, they hold it whole and the text does not.
        if any(words in passage for source in known for passage in texts.bare(source)[1]):
            continue
        if any(words in texts.bare(source)[0] for source in known):
            yield f"the answer {answer[:40]!r} is in no single passage of {' or '.join(known)}; no quote can hold it"
        else:
            yield f"the answer {answer[:40]!r} is not in {' or '.join(known)}"
