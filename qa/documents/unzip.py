"""Inside the child process: lists a .zip with the hash of each member, and reads one member."""

import os
import stat
import zipfile
import zlib
from functools import lru_cache
from hashlib import sha256
from typing import IO

from qa.documents.encoding import decode
from qa.documents.package import CHUNK_BYTES, HIGHEST_RATIO, MOST_MEMBERS, SMALL_BYTES
from qa.documents.parsed import Unreadable

_IS_UTF8 = 0x800  # flag of a member's name
_last: dict[tuple[int, ...], zipfile.ZipFile] = {}  # the archive that was read from last
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError)


def list_members(file: IO[bytes], member_bytes: int, total_bytes: int) -> list[tuple[str, str, str, str]]:
    """Name, reason why it is not read, key and hash of every file in an archive, whatever it says of its sizes.

    Args:
        file: The archive, open for reading.
        member_bytes: What one member may unpack to.
        total_bytes: What all may unpack to together.

    Returns:
        Four texts each.

    Raises:
        Unreadable: It is no archive, or unpacks to far more than it should.
    """
    archive = _open(file)
    found = []
    seen: set[str] = set()
    room = total_bytes
    for member in archive.infolist():
        if member.is_dir():
            continue
        name = _name(member)
        reason, digest = _refused(member, name), ""
        if not reason:
            reason = "a second file of this name in the archive; rename it" if member.filename in seen else ""
        if not reason:
            reason, digest, size = _hashed(archive, member, min(member_bytes, room))
            room -= size
            if room <= 0:
                raise Unreadable(f"unpacks to more than {total_bytes // 1_000_000} MB; refused as a bomb")
        seen.add(member.filename)
        found.append((name, reason, member.filename, digest))
    return found


def read_member(file: IO[bytes], key: str, digest: str, largest: int) -> bytes:
    """The bytes of one member, which must be the ones that were listed.

    Args:
        file: The archive, open for reading.
        key: As `list_members` gave it.
        digest: The hash that `list_members` gave.
        largest: Bytes that it may unpack to.

    Returns:
        The unpacked bytes.

    Raises:
        Unreadable: The archive has changed.
    """
    try:
        with _kept(file).open(key) as member:
            content = member.read(largest + 1)
    except (KeyError, *_BROKEN) as error:
        raise Unreadable("changed while it was read; build again") from error
    if sha256(content).hexdigest() != digest:
        raise Unreadable("changed while it was read; build again")
    return content


def _kept(file: IO[bytes]) -> zipfile.ZipFile:
    """The archive, its directory read only once for all of its members: it may be long."""
    status = os.fstat(file.fileno())
    same = status.st_dev, status.st_ino, status.st_mtime_ns, status.st_size
    if same not in _last:
        for archive in _last.values():
            archive.close()
        _last.clear()
        _last[same] = _open(os.fdopen(os.dup(file.fileno()), "rb"))
    return _last[same]


def _open(file: IO[bytes]) -> zipfile.ZipFile:
    try:
        archive = zipfile.ZipFile(file)
    except _BROKEN as error:
        raise Unreadable(f"broken ZIP ({type(error).__name__}); pack it anew") from error
    if len(archive.infolist()) > MOST_MEMBERS:
        raise Unreadable(f"{len(archive.infolist()):,} members in one archive; unpack it")
    return archive


@lru_cache(maxsize=MOST_MEMBERS)
def _from_old_program(raw: bytes) -> str:
    return decode(raw).text


def _name(member: zipfile.ZipInfo) -> str:
    """The name as it was meant: programs that do not say UTF-8 wrote the encoding of their own system."""
    name = member.filename
    if not member.flag_bits & _IS_UTF8 and not name.isascii():
        name = _from_old_program(name.encode("cp437"))
    return name.replace("\\", "/")


def _refused(member: zipfile.ZipInfo, name: str) -> str:
    parts = name.split("/")
    if name.startswith("/") or ".." in parts or (len(name) > 1 and name[1] == ":"):
        return "a name that leads out of the archive; rename it"
    mode = member.external_attr >> 16
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        return "not a regular file"
    return "encrypted; save a copy without a password" if member.flag_bits & 1 else ""


def _hashed(archive: zipfile.ZipFile, member: zipfile.ZipInfo, most: int) -> tuple[str, str, int]:
    """Reason why a member is not read, its hash, and the bytes that came out of it."""
    digest = sha256()
    size = 0
    try:
        with archive.open(member) as file:
            while chunk := file.read(CHUNK_BYTES):
                size += len(chunk)
                digest.update(chunk)
                if size > SMALL_BYTES and size > HIGHEST_RATIO * max(member.compress_size, 1):
                    return "unpacks to over 100 times its size; refused as a bomb", "", size
                if size > most:
                    return f"larger than {most // 1_000_000} MB; split it", "", size
    except _BROKEN as error:
        return f"broken in the archive ({type(error).__name__}); pack it anew", "", size
    return "", digest.hexdigest(), size
