"""Builds or updates the index of a folder, and says what became of every file.

python examples/build.py DOCS INDEX
"""

import sys

from qa import Assistant, build_index


def main(docs: str, index: str) -> None:
    """Build; a second run does only what changed."""
    report = build_index(docs, index)
    print(f"{report.documents} documents, {report.passages} passages")
    for verdict in Assistant.open(index).verdicts():
        print(verdict.source, verdict.status, verdict.reason)


if __name__ == "__main__":
    main(*sys.argv[1:])
