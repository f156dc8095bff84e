"""Files of learned numbers say what they are: of which kind and version, what they were learnt from.

    {"kind": "...", "version": 2, ...}

So that a file of another version of the code is refused in one line, instead of giving other answers. Each has a card beside it.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from qa.errors import LearnedFileError

_MEND = "get a whole copy of the project"


def read_learned(path: Path, kind: str, version: int) -> dict[str, Any]:
    """Read a file of learned numbers.

    Args:
        path: The file.
        kind: What it must say it is.
        version: Of the form that the code reads.

    Returns:
        The whole content.

    Raises:
        LearnedFileError: It is missing, broken, or of another kind or version.
    """
    try:
        content = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise LearnedFileError(f"{path}: cannot be read ({error.strerror}); {_MEND}") from error
    except (ValueError, RecursionError) as error:
        raise LearnedFileError(f"{path}: is not JSON; {_MEND}") from error
    found = (content.get("kind"), content.get("version")) if isinstance(content, dict) else (None, None)
    if found != (kind, version):
        raise LearnedFileError(f"{path}: is not {kind!r} of version {version} but {found[0]!r} of {found[1]}; {_MEND}")
    assert isinstance(content, dict)
    return content


def write_learned(
    path: Path, kind: str, version: int, recipe: str, learnt_from: Sequence[str], content: Mapping[str, Any]
) -> None:
    """Write a file that `read_learned` reads, a line for each key.

    Args:
        path: The file.
        kind: What it says it is.
        version: Of its form.
        recipe: The command that makes it.
        learnt_from: The sets, with their licences in the card.
        content: The numbers, and what they stand for.
    """
    label = {"kind": kind, "version": version, "recipe": recipe, "learnt_from": list(learnt_from)}
    lines = (f"{json.dumps(key)}: {_compact(value)}" for key, value in (label | dict(content)).items())
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def check_names(place: str, named: Sequence[str], ours: Sequence[str], mend: str = _MEND) -> None:
    """Whether numbers were learnt for the columns that the code has, in their order.

    Args:
        place: Which numbers these are, to say so.
        named: What the file names.
        ours: What the code computes.
        mend: What to do when they differ.

    Raises:
        LearnedFileError: They differ; the message names the first difference.
    """
    if list(named) == list(ours):
        return
    unknown, missing = [n for n in named if n not in ours], [n for n in ours if n not in named]
    what = (
        f"{unknown[0]!r}, which the code does not compute"
        if unknown
        else f"no {missing[0]!r}, which the code computes"
        if missing
        else "the same columns in another order"
    )
    raise LearnedFileError(f"{place}: was fitted on {what}; {mend}")
