"""Documents as they are read, and what is answered from them."""

from pathlib import Path

from qa import Assistant, build_index
from qa.documents import find_files, read_documents
from qa.layout import blocks
from qa.text.spans import join
from qa.types import Answer, Document, Verdict


def read(folder: Path) -> tuple[dict[str, Document], dict[str, Verdict]]:
    files, verdicts = find_files(folder)
    documents = {}
    for document, verdict in read_documents(files):
        verdicts.append(verdict)
        if document:
            documents[document.source] = document
    return documents, {verdict.source: verdict for verdict in verdicts}


def read_one(folder: Path, name: str, content: bytes) -> Document:
    (folder / name).write_bytes(content)
    documents, verdicts = read(folder)
    assert verdicts[name].status == "indexed", verdicts[name].reason
    document = documents[name]
    assert all(document.text[h.start : h.end] == h.text for h in document.headings)
    return document


def note_of(folder: Path, name: str, content: bytes) -> str:
    (folder / name).write_bytes(content)
    return read(folder)[1][name].note


def lines(document: Document) -> list[tuple[str, str]]:
    """Kind and words of each block."""
    return [(block.kind, join(document.text, block.spans)) for block in blocks(document)]


def asked(folder: Path, question: str, **files: str) -> Answer:
    docs = folder / "docs"
    docs.mkdir()
    for name, text in files.items():
        stem, _, kind = name.rpartition("_")
        (docs / f"{stem}.{kind}").write_text(text, "utf-8")
    build_index(docs, folder / "index")
    return Assistant.open(folder / "index", threshold=0.0).ask(question)
