"""Examines an index: everything that can be wrong with it, each with the command that mends it."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from embeddings import EncoderUnavailable
from qa.documents import file_sha256, find_files
from qa.errors import YinjuError
from qa.retrieval.engines import engine_of
from qa.retrieval.index import Index

_AT_ONCE = 4096  # vectors looked at together
_TOLERANCE = 1e-2  # of the length of a vector


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong (or worth knowing, when `mend` is empty), and the command that mends it."""

    problem: str
    mend: str = ""


def examine(index_path: Path) -> list[Finding]:
    """Checksums, counts, model and fingerprint, leftovers, vectors, documents that changed since."""
    rebuild = f"yinju index --full --index {index_path}"
    findings = [Finding(problem, rebuild) for problem in engine_of(index_path).verify()]
    findings += [
        Finding(f"{name} was left by a build that did not end", "yinju index")
        for name in engine_of(index_path).leftovers()
    ]
    try:
        index = Index.open(index_path)
    except (YinjuError, EncoderUnavailable) as error:
        known = {finding.problem for finding in findings}
        return findings if str(error) in known else [*findings, Finding(str(error), rebuild)]
    findings += [Finding(problem, rebuild) for problem in _vectors(index)]
    return findings + _documents(index)


def _vectors(index: Index) -> list[str]:
    wrong, rows = 0, index.catalogue.rows()
    for first in range(0, len(rows), _AT_ONCE):
        lengths = np.linalg.norm(index.vectors.vectors(rows[first : first + _AT_ONCE]), axis=1)
        wrong += int(np.sum(~((np.abs(lengths - 1) < _TOLERANCE) | (lengths < _TOLERANCE))))
    return [f"{wrong} vectors have neither length 1 nor 0"] if wrong else []


def _documents(index: Index) -> list[Finding]:
    """What changed in the folder since it was indexed."""
    docs = Path(index.docs) if index.docs else None
    if docs is None or not docs.exists():
        return [Finding(f"the folder of documents {docs} is gone; the index answers without it")]
    there = {file.source: file.sha256 or file_sha256(file.path) for file in find_files(docs, {})[0]}
    indexed = index.catalogue.fingerprints()
    refused = {verdict.source for verdict in index.catalogue.verdicts() if verdict.status != "indexed"}
    groups = (
        ("new", there.keys() - indexed.keys() - refused),
        ("changed", {name for name in there.keys() & indexed.keys() if there[name] != indexed[name]}),
        ("gone", indexed.keys() - there.keys()),
    )
    mend = f"yinju index {docs} --index {index.path}"
    return [Finding(f"{len(names)} documents are {word}: {_few(names)}", mend) for word, names in groups if names]


def _few(names: set[str]) -> str:
    shown = sorted(names)[:3]
    return ", ".join(shown) + (", ..." if len(names) > len(shown) else "")
