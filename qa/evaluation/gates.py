"""Gates for continuous integration: what must hold of a run, and the JUnit file that says whether it does."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree  # written, never parsed

from qa.errors import QuestionSetError
from qa.evaluation.scoring import is_correct

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Gate:
    """A condition on one metric: at least `limit`, or (`drop`) at most `limit` below the baseline."""

    metric: str
    limit: float
    drop: bool = False

    @classmethod
    def parse(cls, text: str, option: str) -> "Gate":
        """Read `METRIC=X`.

        Args:
            text: Like `quote@1=0.8`.
            option: The option that it was given with, to say so.

        Returns:
            The gate.

        Raises:
            QuestionSetError: It isn't that.
        """
        name, _, limit = text.partition("=")
        try:
            return cls(name, float(limit), drop=option == "--max-drop")
        except ValueError as error:
            raise QuestionSetError(f"{option} {text}: give METRIC=X, such as quote@1=0.85") from error

    def failure(self, result: Mapping[str, Any]) -> str | None:
        """Why a result does not pass; None when it does.

        Args:
            result: The result object, or its head.

        Returns:
            A line, or None.

        Raises:
            QuestionSetError: The result has no such metric.
        """
        option = "--max-drop" if self.drop else "--fail-under"
        figures = result["comparison"]["metrics"] if self.drop else result["metrics"]
        value = figures.get(self.metric)
        if self.drop and value:
            fell = value["old"] - value["new"]
            told = f"{self.metric} fell from {value['old']} to {value['new']}, by more than {self.limit}"
            return told if fell > self.limit + 1e-9 else None
        if not isinstance(value, int | float):
            known = " ".join(key for key, value in figures.items() if isinstance(value, int | float | dict))
            raise QuestionSetError(f"{option} {self.metric}: this set gives no such metric; known are {known}")
        return f"{self.metric} is {value}, below {self.limit}" if value < self.limit else None

    def __str__(self) -> str:
        return f"{self.metric} falls by at most {self.limit}" if self.drop else f"{self.metric} >= {self.limit}"


def failures(gates: Sequence[Gate], result: Mapping[str, Any]) -> list[tuple[Gate, str]]:
    """The gates that a result does not pass, each with the reason."""
    return [(gate, reason) for gate in gates if (reason := gate.failure(result))]


def write_junit(
    path: Path, name: str, gates: Sequence[Gate], result: Mapping[str, Any], rows: Iterable[Mapping[str, Any]]
) -> None:
    """Write a JUnit file: a case for each gate, and one for each question.

    A question fails when the baseline had it right and this run has not; a miss without that is skipped, so that a
    build breaks by what got worse.

    Args:
        path: The file.
        name: Of the suite.
        gates: What the result must pass.
        result: The result object, or its head.
        rows: A row for each question.

    Raises:
        QuestionSetError: The file cannot be written.
    """
    failed = dict(failures(gates, result))
    lost = set(result.get("comparison", {}).get("lost", ()))
    root = ElementTree.Element("testsuites", name="yinju evaluate")
    suite = ElementTree.SubElement(root, "testsuite", name="gates", tests=str(len(gates)), failures=str(len(failed)))
    for gate in gates:
        case = ElementTree.SubElement(suite, "testcase", classname="gates", name=_xml(str(gate)))
        if gate in failed:
            ElementTree.SubElement(case, "failure", message=_xml(failed[gate]))
    questions = ElementTree.SubElement(root, "testsuite", name=_xml(name))
    for row in rows:
        case = ElementTree.SubElement(
            questions, "testcase", classname=_xml(name), name=_xml(f"{row['id']}: {row['question']}")
        )
        case.set("time", str(row["seconds"]))
        if row["id"] in lost:
            ElementTree.SubElement(case, "failure", message=f"right in the baseline, now lost in {row['lost']}")
        elif row["answers"] is not None and not is_correct(row):
            ElementTree.SubElement(case, "skipped", message=f"missed: lost in {row['lost']}")
    questions.set("tests", str(len(questions)))
    questions.set("failures", str(len(questions.findall("testcase/failure"))))
    questions.set("skipped", str(len(questions.findall("testcase/skipped"))))
    try:
        ElementTree.ElementTree(root).write(path, encoding="utf-8", xml_declaration=True)
    except OSError as error:
        raise QuestionSetError(
            f"{path} cannot be written ({error.strerror}); give another file with --junit"
        ) from error


def _xml(text: str) -> str:
    """Text without the characters that XML cannot hold."""
    return _NOT_XML.sub("\ufffd", text)
