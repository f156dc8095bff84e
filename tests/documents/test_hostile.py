"""Hostile and odd files: every one gets its expected verdict, and the program and the other files live on."""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from qa.documents import File, Limits, file_sha256, find_files, read_documents
from tests.builders.files import zip_bytes
from tests.builders.hostile import Case
from tests.builders.hostile_texts import EVERY_FAMILY

CASES = [(f"{family.__name__}/{case.name}", case) for family in EVERY_FAMILY for case in family()]
# In a program of its own, so that its memory can be measured apart from what made the files.
READ_ALL = """
import json, resource, sys
from pathlib import Path
from qa.documents import Limits, find_files, read_documents
files, verdicts = find_files(Path(sys.argv[1]))
found = {verdict.source: [verdict.reason, verdict.note, None] for verdict in verdicts}
for document, verdict in read_documents(files, Limits(memory_bytes=1_000_000_000, seconds=60.0)):
    assert verdict.source not in found
    found[verdict.source] = [verdict.reason, verdict.note, document and document.text]
# Linux hands the memory of the program that started this one on to getrusage; the status file has this one's own.
status = Path("/proc/self/status")
lines = status.read_text().splitlines() if status.exists() else []
own = next((int(line.split()[1]) for line in lines if line.startswith("VmHWM")), None)
own = own or resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
print(json.dumps({"found": found, "bytes": (own + largest) * 1024}))
"""


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Everything in one folder, read in one go."""
    folder = tmp_path_factory.mktemp("hostile")
    for source, case in CASES:
        path = folder / source.partition(".zip/")[0] if ".zip/" in source else folder / source
        path = path.with_suffix(".zip") if ".zip/" in source else path
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(case.content)
    command = [sys.executable, "-c", READ_ALL, os.fspath(folder)]
    environment = {**os.environ, "PYTHONPATH": os.fspath(Path(__file__).parents[2])}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


@pytest.mark.slow
@pytest.mark.parametrize(("source", "case"), CASES, ids=[ascii(source) for source, _ in CASES])
def test_each_gets_its_verdict(outcome: dict[str, Any], source: str, case: Case) -> None:
    """Skipped with the reason in one line, or read as it should be."""
    reason, _, text = outcome["found"][source]
    assert "\n" not in reason
    if case.says.startswith("="):
        assert text is not None, reason
        assert case.says[1:] in text
    else:
        assert text is None
        assert reason.startswith(case.says)


@pytest.mark.slow
def test_there_are_enough(outcome: dict[str, Any]) -> None:
    """At least 250 of them, and none has hidden another; what hangs on mails has verdicts too, up to a hundred each."""
    attached = [source for source in outcome["found"] if ".eml/" in source]
    assert len(outcome["found"]) - len(attached) == len(CASES) >= 250
    assert 0 < len(attached) < 150


@pytest.mark.slow
def test_the_program_stays_small(outcome: dict[str, Any]) -> None:
    """It and its largest child process together stay under 1.5 GB."""
    assert outcome["bytes"] < 1_500_000_000


NAMES = (
    "new\nline.txt",
    "\x1b[31mred.txt",
    "left\u202etxt.exe.txt",
    "字" * 80 + ".txt",
    "-rf.txt",
    " blank .txt",
    "caf\u00e9.txt",
    "cafe\u0301.txt",
    "CASE.txt",
    "case.txt",
    "back\\slash.txt",
    "quote'\".txt",
    "%2e%2e%2f.txt",
    "<img src=x>.txt",
    "tag\U000e0041.txt",
    "tag\U000e0042.txt",
    "a.b.c..txt",
    "UPPER.TXT",
)


def test_no_name_hides_a_file(tmp_path: Path) -> None:
    """Each is shown in characters that can be printed, on one line, and no two share a source."""
    raw = [name.encode() for name in NAMES] + [b"wrong\xff.txt", b"wrong\xfe.txt"]
    for number, name in enumerate(raw):
        (tmp_path / os.fsdecode(name)).write_text(f"文件{number}。", encoding="utf-8")
    files, verdicts = find_files(tmp_path)
    read = {document.source: document.text for document, _ in read_documents(files) if document}
    assert not verdicts
    assert sorted(read.values()) == sorted(f"文件{number}。" for number in range(len(raw)))
    assert all(source.isprintable() for source in read)
    assert {"wrong�.txt", "wrong� (2).txt"} <= read.keys()


def test_what_is_no_file_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sockets, devices, links in circles; none of them is waited for."""
    docs = tmp_path / "docs"
    docs.mkdir()
    os.mkfifo(docs / "pipe.txt")
    (docs / "folder.txt").mkdir()
    (docs / "zero.txt").symlink_to("/dev/zero")
    (docs / "process.txt").symlink_to("/proc/self/environ")
    (docs / "self.txt").symlink_to(docs / "self.txt")
    (docs / "circle.zip").symlink_to(docs)
    with socket.socket(socket.AF_UNIX) as server:
        monkeypatch.chdir(docs)  # the path of a socket must be short
        server.bind("socket.txt")
        files, verdicts = find_files(docs)
    assert files == []
    reasons = {verdict.source: verdict.reason for verdict in verdicts}
    assert reasons.keys() == {"pipe.txt", "zero.txt", "process.txt", "self.txt", "circle.zip", "socket.txt"}
    assert all(
        reason.startswith(("not a regular file", "a link out of the folder", "a link that leads", "a link to a folder"))
        for reason in reasons.values()
    )


def test_what_changes_between_finding_and_reading_is_said(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Gone, swapped for a link or a pipe, grown without end, another archive: nothing is read that was not checked."""
    for name in ("gone.txt", "link.txt", "pipe.txt", "z.txt", "folder/hosts.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("会员129万人。", encoding="utf-8")
    (tmp_path / "a.zip").write_bytes(zip_bytes({"a.txt": b"first"}))
    files, _ = find_files(tmp_path)
    assert file_sha256(tmp_path / "folder/hosts.txt")
    outside = tmp_path_factory.mktemp("outside")
    for name in ("gone.txt", "link.txt", "pipe.txt"):
        (tmp_path / name).unlink()
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "folder").rename(outside / "folder")
    (tmp_path / "folder").symlink_to(outside / "folder")
    (tmp_path / "link.txt").symlink_to("/etc/hostname")
    grows = File(Path(f"/proc/{os.getpid()}/status"), "grows.txt")  # has more to read than its size says
    (tmp_path / "a.zip").write_bytes(zip_bytes({"a.txt": b"other"}))
    reasons = {verdict.source: verdict.reason for _, verdict in read_documents([*files, grows])}
    assert not any(file_sha256(tmp_path / name) for name in ("folder/hosts.txt", "gone.txt", "link.txt", "pipe.txt"))
    assert reasons == {
        "a.zip/a.txt": "changed while it was read; build again",
        "folder/hosts.txt": "cannot be read (Not a directory)",
        "gone.txt": "cannot be read (No such file or directory)",
        "grows.txt": "changed while it was read; build again",
        "link.txt": "cannot be read (Too many levels of symbolic links)",
        "pipe.txt": "not a regular file",
        "z.txt": "",
    }


def test_a_gigabyte_is_not_read(tmp_path: Path) -> None:
    """Neither as a text nor as an archive; the file after it is."""
    for name in ("a.txt", "b.zip"):
        with (tmp_path / name).open("wb") as file:
            file.truncate(1_000_000_000)
    (tmp_path / "c.txt").write_text("会员129万人。", encoding="utf-8")
    files, verdicts = find_files(tmp_path)
    verdicts += [verdict for _, verdict in read_documents(files)]
    assert [(verdict.source, verdict.reason) for verdict in verdicts] == [
        ("b.zip", "larger than 200 MB; split it"),
        ("a.txt", "larger than 200 MB; split it"),
        ("c.txt", ""),
    ]


@pytest.mark.slow
def test_a_file_takes_only_its_own_time_and_memory(tmp_path: Path) -> None:
    """A reader that is ended for one file has a successor for the next."""
    for number in range(3):
        (tmp_path / f"{number}.txt").write_text("字" * 3_000_000, encoding="utf-8")
    (tmp_path / "z.txt").write_text("会员129万人。", encoding="utf-8")
    files, _ = find_files(tmp_path)
    reasons = [verdict.reason for _, verdict in read_documents(files, Limits(memory_bytes=60_000_000))]
    assert reasons[:3] == ["takes too much memory; split it"] * 3
    found = read_documents(files, Limits(file_bytes=100))
    assert [document.source for document, _ in found if document] == ["z.txt"]
