"""A build that is killed, or fails, at any step leaves the old index or the new one, whole; never a mix."""

import errno
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from qa.errors import IndexNotWritten, IndexProblem
from qa.storage import rollback, verify
from tests.builders.faults import (
    Calls,
    Disk,
    Stop,
    answers,
    build,
    lay_out,
    pointer_before_data,
    pointer_written_in_place,
    without_any_sync_of_the_pointer,
    without_data_sync,
)

ROOT = Path(__file__).parents[2]
ERRORS = (errno.ENOSPC, errno.EIO, errno.EMFILE, errno.EACCES)


def fresh(tmp_path: Path) -> Path:
    index = tmp_path / "index"
    shutil.rmtree(index, ignore_errors=True)
    build(index, "old")
    return index


def steps(tmp_path: Path) -> int:
    """How many calls that write a build makes."""
    index = fresh(tmp_path)
    with pytest.MonkeyPatch.context() as patch:
        calls = Calls(patch, -1, lambda: None)
        build(index, "new")
    return len(calls.made)


def outcomes_of_kills(tmp_path: Path, sabotage: Callable[[pytest.MonkeyPatch], None] | None = None) -> list[str]:
    """What answers after a build that died at its first, second, ... step."""

    def die() -> None:
        raise Stop

    outcomes = []
    for at in range(1, steps(tmp_path) + 1):
        index = fresh(tmp_path)
        with pytest.MonkeyPatch.context() as patch:
            # A killed process cleans nothing up.
            patch.setattr(shutil, "rmtree", lambda *args, **kwargs: None)
            Calls(patch, at, die)
            if sabotage:
                sabotage(patch)
            with pytest.raises(Stop):
                build(index, "new")
        outcomes.append(outcome(index))
        if sabotage is None:
            build(index, "next")
            assert answers(index) == "next"
            assert verify(index) == []
            assert len(list(index.iterdir())) <= 4  # two generations, CURRENT, LOCK
            # ... and the older one is the one that answered before, for readers that still have it open.
            kept = sorted(index.glob("gen-*"))[0]
            assert outcomes[-1] in (kept / "manifest.json").read_text("utf-8")
    return outcomes


def outcome(index: Path) -> str:
    try:
        return answers(index)
    except IndexProblem:
        return "mix"


def test_killed_at_every_step(tmp_path: Path) -> None:
    """Old before the one decisive step, new after it; both are seen."""
    outcomes = outcomes_of_kills(tmp_path)
    assert set(outcomes) == {"old", "new"}
    assert outcomes == sorted(outcomes, reverse=True)  # "old"..., then "new"...


@pytest.mark.parametrize("sabotage", [pointer_written_in_place, pointer_before_data])
def test_the_kill_test_catches_a_broken_protocol(tmp_path: Path, sabotage: Callable[..., None]) -> None:
    """Sabotaged, some kill leaves a mix."""
    assert "mix" in outcomes_of_kills(tmp_path, sabotage)


@pytest.mark.parametrize("sticky", [False, True])
@pytest.mark.parametrize("code", ERRORS)
def test_failing_at_every_step(tmp_path: Path, code: int, sticky: bool) -> None:
    """A full disk, a broken one, too many files, no permission: one line, and the next build works."""

    def fail() -> None:
        raise OSError(code, os.strerror(code))

    seen = set()
    for at in range(1, steps(tmp_path) + 1):
        index = fresh(tmp_path)
        with pytest.MonkeyPatch.context() as patch:
            Calls(patch, at, fail, sticky=sticky)
            try:
                build(index, "new")
            except IndexNotWritten as error:
                assert str(index) in str(error)
                assert ("the old index is untouched" in str(error)) == (answers(index) == "old")
        seen.add(answers(index))
        build(index, "next")
        assert answers(index) == "next"
        assert verify(index) == []
    assert seen == {"old", "new"}


def watched_build(tmp_path: Path, sabotage: Callable[[pytest.MonkeyPatch], None] | None) -> Disk:
    index = fresh(tmp_path)
    with pytest.MonkeyPatch.context() as patch:
        disk = Disk(patch, index)
        if sabotage:
            sabotage(patch)
        build(index, "new")
    return disk


def outcomes_of_power_cuts(tmp_path: Path, sabotage: Callable[[pytest.MonkeyPatch], None] | None) -> set[str]:
    disk = watched_build(tmp_path, sabotage)
    outcomes = set()
    for number, states in enumerate(disk.moments):
        for kind, state in zip(("least", "most"), states, strict=True):
            folder = tmp_path / f"{number}-{kind}"
            lay_out(state, folder)
            outcomes.add(outcome(folder))
    outcomes.add("acknowledged: " + outcome(tmp_path / f"{len(disk.moments) - 1}-least"))
    return outcomes


def test_power_cut_at_every_moment(tmp_path: Path) -> None:
    """Whatever unsynced data and names are lost: old or new, and new once the build said so."""
    assert outcomes_of_power_cuts(tmp_path, None) == {"old", "new", "acknowledged: new"}


@pytest.mark.parametrize("sabotage", [without_data_sync, without_any_sync_of_the_pointer, pointer_before_data])
def test_the_power_cut_test_catches_a_broken_protocol(tmp_path: Path, sabotage: Callable[..., None]) -> None:
    """Sabotaged, some power cut loses the index."""
    assert "mix" in outcomes_of_power_cuts(tmp_path, sabotage)


def outcomes_of_random_power_cuts(
    tmp_path: Path, states: int, sabotage: Callable[[pytest.MonkeyPatch], None] | None = None
) -> set[str]:
    disk, draw = watched_build(tmp_path, sabotage), random.Random(1)
    outcomes = set()
    for _ in range(states):
        number, files = disk.state(draw)
        shutil.rmtree(tmp_path / "cut", ignore_errors=True)
        lay_out(files, tmp_path / "cut")
        acknowledged = "acknowledged: " if number == len(disk.moments) - 1 else ""
        outcomes.add(acknowledged + outcome(tmp_path / "cut"))
    return outcomes


def test_power_cuts_drawn_at_random(tmp_path: Path) -> None:
    """Each name and each file lost or kept on its own, data cut in half or zeroed (100,000 of them in `make torture`)."""
    assert outcomes_of_random_power_cuts(tmp_path, 250) == {"old", "new", "acknowledged: new"}


@pytest.mark.parametrize("sabotage", [without_data_sync, without_any_sync_of_the_pointer, pointer_before_data])
def test_the_random_power_cuts_catch_a_broken_protocol(tmp_path: Path, sabotage: Callable[..., None]) -> None:
    """Sabotaged, some of them lose the index."""
    outcomes = outcomes_of_random_power_cuts(tmp_path, 250, sabotage)
    assert {"mix", "acknowledged: mix", "acknowledged: old"} & outcomes


def test_killed_while_generations_are_removed(tmp_path: Path) -> None:
    """After going back, the next build removes what it went back from: half removed, it is no damaged generation."""
    removed = 0
    for at in range(1, 40):
        index = fresh(tmp_path)
        build(index, "given up")
        rollback(index)
        with pytest.MonkeyPatch.context() as patch:

            def die() -> None:
                raise Stop  # at once, also out of rmtree

            calls = Calls(patch, at, die)
            try:
                build(index, "new")
            except Stop:
                removed += calls.made[-1] in ("unlink", "rmdir")
        assert outcome(index) in ("old", "new")
        assert verify(index) == []
    assert removed > 3


SCRIPT = (
    "import sys; from pathlib import Path; from tests.builders.faults import build; build(Path(sys.argv[1]), 'new')"
)
WRITES = "write,pwrite64,fsync,rename,mkdir,unlink,unlinkat,rmdir,ftruncate"


@pytest.mark.slow
def test_killed_at_system_calls(tmp_path: Path) -> None:
    """The same with SIGKILL from outside, at every call that writes, as the kernel counts them."""
    strace = shutil.which("strace")
    if not strace:
        assert os.environ.get("CI") != "true", "strace must be installed where CI runs"
        pytest.skip("strace is not installed")
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(ROOT)}
    outcomes = set()
    for call in WRITES.split(","):
        for number in range(1, 40):
            index = fresh(tmp_path)
            command = [strace, "-f", "-qq", "-o", os.devnull, "-e", f"trace={call}"]
            command += ["-e", f"inject={call}:signal=KILL:when={number}", sys.executable, "-c", SCRIPT, str(index)]
            done = subprocess.run(command, env=environment, cwd=ROOT, stderr=subprocess.PIPE, check=False)
            if done.returncode == 0:  # fewer calls than that
                break
            assert done.returncode in (-9, 137), done.stderr.decode()
            outcomes.add(answers(index))
    assert outcomes == {"old", "new"}
