"""Several configurations on one set: each is built, run, ranked, and compared with the first."""

import tempfile
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args, get_type_hints

from pydantic import TypeAdapter, ValidationError

from qa.assistant import Assistant
from qa.errors import QuestionSetError
from qa.evaluation.comparing import compare
from qa.evaluation.journal import Journal
from qa.evaluation.questions import Question
from qa.evaluation.results import head
from qa.evaluation.runner import run_questions
from qa.evaluation.set_checks import checked
from qa.evaluation.statistics import holm
from qa.indexing.build import build_index
from qa.indexing.passages import PASSAGE_CHARACTERS
from qa.settings import Settings
from qa.types import Progress

_SETTINGS = get_type_hints(Settings)
_BUILD = {"model": str, "passage_characters": int}
_RANKED_BY = ("quote@1", "ndcg@10")  # the second where a set has no answers


@dataclass(frozen=True, slots=True)
class Configuration:
    """What an index is built with and how it is asked.

    Attributes:
        name: What it is called in the tables; by default the file's name.
        model: The encoder; by default the built-in one that fits the size.
        passage_characters: About how long a passage is.
        settings: How questions are answered.
    """

    name: str
    model: str | None = None
    passage_characters: int = PASSAGE_CHARACTERS
    settings: Settings = field(default_factory=Settings)

    @classmethod
    def load(cls, path: Path) -> "Configuration":
        """Read a TOML file with any of `name model passage_characters threshold dense_weight reranker reader ...`.

        Args:
            path: The file.

        Returns:
            The configuration, with the defaults for what it does not name.

        Raises:
            QuestionSetError: It cannot be read, or a key or value is unknown.
        """
        try:
            values = tomllib.loads(path.read_text("utf-8"))
        except OSError as error:
            raise QuestionSetError(f"{path}: cannot be read ({error.strerror}); give a .toml file") from error
        except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise QuestionSetError(f"{path}: is not TOML ({error})") from error
        name = values.pop("name", path.stem)
        values = {key: _checked(path, key, value) for key, value in values.items()}
        settings = Settings(**{key: value for key, value in values.items() if key in _SETTINGS})
        return cls(str(name), settings=settings, **{key: value for key, value in values.items() if key in _BUILD})


def load_configurations(paths: Sequence[Path]) -> list[Configuration]:
    """Read several, each under a name of its own.

    Args:
        paths: TOML files.

    Returns:
        The configurations, in order.

    Raises:
        QuestionSetError: One cannot be read, or two have one name.
    """
    loaded = [Configuration.load(path) for path in paths]
    if len({configuration.name for configuration in loaded}) < len(loaded):
        raise QuestionSetError("two configurations have one name; give each its own")
    return loaded


def _checked(path: Path, key: str, value: object) -> Any:
    """A value of the kind that is declared for its key."""
    kind = (_BUILD | _SETTINGS).get(key)
    if kind is None:
        raise QuestionSetError(f"{path}: {key} is unknown; known are name {' '.join(_BUILD | _SETTINGS)}")
    try:
        return TypeAdapter(kind).validate_python(value, strict=True)
    except ValidationError as error:
        told = (get_args(kind) or (kind,))[0].__name__
        raise QuestionSetError(f"{path}: {key} must be of the kind {told}") from error


def run_configurations(
    configurations: Sequence[Configuration],
    docs: Path,
    questions: Sequence[Question],
    *,
    jobs: int | None = 1,
    progress: Callable[[Progress], None] | None = None,
) -> dict[str, Any]:
    """Build and run each configuration and rank them.

    Args:
        configurations: The first one is what the others are compared with.
        docs: The folder of documents.
        questions: The set.
        jobs: Processes; None: as many as cores, when that gains by it.
        progress: Is told how far it is.

    Returns:
        `ranked_by`, and `configurations`, best first: `name`, `metrics`, and (but for the first one given) its
        `comparison` with the first, p-values corrected over all metrics and configurations together (Holm).

    Raises:
        QuestionSetError, YinjuError: A configuration cannot be built or run.
    """
    tell = progress or (lambda _: None)
    with tempfile.TemporaryDirectory(prefix="yinju-") as folder:
        results, rows = [], list[Journal]()
        for number, configuration in enumerate(configurations):
            assistant = _assistant(configuration, docs, Path(folder), tell)
            asked, _ = checked(assistant, questions)
            step = f"{configuration.name}: asking"
            journal = run_questions(
                assistant,
                asked,
                Path(folder) / f"rows-{number}",
                jobs=jobs,
                progress=lambda done, step=step: tell(Progress(step, done, len(questions))),  # type: ignore[misc]
            )
            figures = head(assistant, journal)["metrics"]
            rows.append(journal)
            results.append({"name": configuration.name, "metrics": figures})
        for result, journal in list(zip(results, rows, strict=True))[1:]:
            result["comparison"] = compare(rows[0].rows(), journal.rows())
    _correct_together([result["comparison"] for result in results[1:]])
    ranked_by = next(name for name in _RANKED_BY if results[0]["metrics"][name] is not None)
    results.sort(key=lambda result: -(result["metrics"][ranked_by] or 0.0))
    return {"ranked_by": ranked_by, "baseline": configurations[0].name, "configurations": results}


def _assistant(configuration: Configuration, docs: Path, folder: Path, tell: Callable[[Progress], None]) -> Assistant:
    """An assistant over an index of this configuration; configurations that differ only in asking share an index."""
    key = f"{configuration.model or 'by size'}-{configuration.passage_characters}".replace("/", "_")
    build_index(
        docs,
        folder / key,
        model=configuration.model,
        passage_characters=configuration.passage_characters,
        progress=tell,
    )
    return Assistant.open(folder / key, settings=configuration.settings)


def _correct_together(comparisons: Sequence[dict[str, Any]]) -> None:
    """Holm's correction over the metrics of all comparisons at once."""
    metrics = [metric for comparison in comparisons for metric in comparison["metrics"].values()]
    for metric, corrected in zip(metrics, holm([metric["p"] for metric in metrics]), strict=True):
        metric["p_holm"] = round(corrected, 4)
