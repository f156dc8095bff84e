"""The child process: reads one file after another under limits, and answers over pipes.

Run as `python -m qa.documents.worker`. A request and an answer is one JSON line each (no pickle). The parent ends the
process when a file takes too long; the operating system ends it when one takes too much memory or processor time.
"""

import json
import math
import resource
import sys
from collections.abc import Callable
from hashlib import sha256
from importlib import import_module
from os import fstat
from pathlib import Path
from typing import Any, BinaryIO

from qa.documents.limits import Limits
from qa.documents.mail import attachment, attachments
from qa.documents.parsed import MAIL, PAGE, Parsed, Unreadable, has_text
from qa.documents.safe_open import NotRegular, opened
from qa.documents.unzip import list_members, read_member

_READERS = {
    "txt": ("plain", "read_text"),
    "md": ("markdown", "read_markdown"),
    "html": ("html", "read_html"),
    "csv": ("delimited", "read_csv"),
    "subtitles": ("subtitles", "read_subtitles"),
    "pdf": ("pdf", "read_pdf"),
    "docx": ("docx", "read_docx"),
    "pptx": ("pptx", "read_pptx"),
    "xlsx": ("xlsx", "read_xlsx"),
    "odt": ("odt", "read_odt"),
    "rtf": ("rtf", "read_rtf"),
    "epub": ("epub", "read_epub"),
    "eml": ("mail", "read_eml"),
}
_LONGEST_TITLE_CHARACTERS = 300  # it stands above every passage in the index
_TEXT_FORMATS = ("txt", "md", "html", "csv", "subtitles")  # an encoding can be given for these


def main() -> None:
    """Serve requests until the input ends."""
    # What a library prints must not land between the answers.
    answers, sys.stdout = sys.stdout, sys.stderr
    for line in sys.stdin:
        answers.write(json.dumps(_answer(json.loads(line)), ensure_ascii=False) + "\n")
        answers.flush()


def _answer(request: dict[str, Any]) -> dict[str, object]:
    try:
        limits = Limits(**request["limits"])
        _limit(limits.memory_bytes, limits.seconds)
        with _opened(Path(request["path"]), limits.file_bytes) as file:
            if request["format"] == "zip":
                return {"members": list_members(file, limits.file_bytes, limits.archive_bytes)}
            content = _content(file, request, limits.file_bytes)
        if request["format"] == MAIL:
            return {"members": attachments(content)}
        if request["format"] == PAGE:
            return {"text": _page(content, request)}
        return _parsed(content, request["format"], request["encoding"], limits.characters)
    except Unreadable as error:
        return {"error": str(error)}
    except MemoryError:
        return {"error": "takes too much memory; split it", "restart": True}
    except RecursionError:
        return {"error": "nested too deeply"}
    except OSError as error:
        return {"error": f"cannot be read ({error.strerror})"}
    except Exception as error:  # whatever a parser comes up with is this file's verdict, not the build's end
        return {"error": f"cannot be parsed ({type(error).__name__})", "restart": True}


def _limit(memory: int, seconds: float) -> None:
    used = resource.getrusage(resource.RUSAGE_SELF)
    cpu = math.ceil(used.ru_utime + used.ru_stime + seconds)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (cpu, hard))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _opened(path: Path, largest: int) -> BinaryIO:
    try:
        file = opened(path)
    except NotRegular as error:
        raise Unreadable("not a regular file") from error
    if fstat(file.fileno()).st_size <= largest:
        return file
    file.close()
    raise Unreadable(f"larger than {largest // 1_000_000} MB; split it")


def _content(file: BinaryIO, request: dict[str, Any], largest: int) -> bytes:
    """The bytes of a file, of a member of an archive or of an attachment."""
    if not request.get("member"):
        return _whole(file, largest)
    if request["path"].lower().endswith(MAIL):
        return attachment(_whole(file, largest), request["member"], request["sha256"])
    return read_member(file, request["member"], request["sha256"], largest)


def _whole(file: BinaryIO, largest: int) -> bytes:
    content = file.read(largest + 1)
    if len(content) != fstat(file.fileno()).st_size:
        raise Unreadable("changed while it was read; build again")
    return content


def _parsed(content: bytes, kind: str, encoding: str, longest: int) -> dict[str, object]:
    module, function = _READERS[kind]
    reader: Callable[..., Parsed] = getattr(import_module(f"qa.documents.{module}"), function)
    parsed = reader(content, encoding) if kind in _TEXT_FORMATS else reader(content)
    text = _clean(parsed.text)
    if not has_text(text) and not parsed.without_text:
        raise Unreadable("no text")
    if len(text) > longest:
        raise Unreadable(f"longer than {longest:,} characters; split it")
    return {
        "text": text,
        "title": " ".join(_clean(parsed.title).split())[:_LONGEST_TITLE_CHARACTERS],
        "headings": [(h.level, _clean(h.text), h.start, h.end) for h in parsed.headings],
        "pages": parsed.pages,
        "blocks": [(b.kind, b.spans, b.level, _clean(b.mark), b.header, b.layout) for b in parsed.blocks],
        "encoding": parsed.encoding,
        "note": parsed.note,
        "without_text": parsed.without_text,
        "sha256": sha256(content).hexdigest(),
    }


def _page(content: bytes, request: dict[str, Any]) -> str:
    if sha256(content).hexdigest() != request["sha256"]:
        raise Unreadable("changed while it was read; build again")
    scanned = import_module("qa.documents.scanned")
    return _clean(scanned.read_scanned_page(content, request["page"], request["engine"]))


def _clean(text: str) -> str:
    """What can stand in a quote: NULs end texts in some databases, lone surrogates are no text. As long as before."""
    return text.replace("\0", "�").encode("utf-8", "replace").decode("utf-8")


if __name__ == "__main__":
    main()
