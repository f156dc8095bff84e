"""Who may come in: users with passwords, programs with a token, and how often from one address."""

import base64
import hashlib
import hmac
import ipaddress
import os
import secrets
import threading
import time
from pathlib import Path

from qa.errors import AccessError

_LOG_N, _R, _P = 15, 8, 1  # cost of scrypt (RFC 7914): 32 MB and about 0.1 s
_LONGEST_PASSWORD_BYTES = 1024
_MOST_HEADERS = 1000  # right ones that are remembered
_MOST_ADDRESSES = 10_000
_FORGOTTEN = 0.1  # share of them that makes room for new ones
_MINUTE = 60.0
_TRIES = 10  # wrong passwords in a row from one address; then one every six seconds
_NETWORK = 64  # bits of an IPv6 address that name its network: whoever has one has all of it


def password_line(user: str, password: str) -> str:
    """A line of a password file: `user:scrypt:salt:hash`.

    Args:
        user: The name.
        password: In plain words; only its hash is kept.

    Returns:
        The line, without a line end.

    Raises:
        AccessError: The name or password cannot be used.
    """
    if not user or ":" in user or not user.isprintable():
        raise AccessError(f"the user name {user!r} cannot be used; take one without colons")
    if not password or len(password.encode()) > _LONGEST_PASSWORD_BYTES:
        raise AccessError("the password is blank or too long; take another")
    salt = secrets.token_bytes(16)
    return f"{user}:scrypt:{salt.hex()}:{_hash(password, salt).hex()}"


class Access:
    """Checks the `Authorization` header of requests: `Basic` for users, `Bearer` for programs."""

    def __init__(self, users: dict[str, tuple[bytes, bytes]], token: str | None = None) -> None:
        self._users, self._token = users, token
        self._key = os.urandom(32)
        self._known: set[bytes] = set()  # right headers, hashed: scrypt is slow by design
        self.tries = Rate(_TRIES)  # of headers that are not known yet; who asks counts them, before the slow part

    @classmethod
    def load(cls, passwords: Path | None, token_file: Path | None) -> "Access | None":
        """Read a password file and a token file; None when neither is given.

        Args:
            passwords: A file of lines that `password_line` gave, or None.
            token_file: A file with the token of programs, or None.

        Returns:
            Who may come in, or None.

        Raises:
            AccessError: A file cannot be read or is broken.
        """
        if not passwords and not token_file:
            return None
        token = _read(token_file).strip() if token_file else None
        if token is not None and len(token) < 16:
            raise AccessError(f"{token_file}: the token is shorter than 16 characters; take a longer one")
        lines = _read(passwords).splitlines() if passwords else []
        return cls(dict(_user(f"{passwords}:{n}", line) for n, line in enumerate(lines, 1) if line.strip()), token)

    def knows(self, header: str) -> bool:
        """Whether an `Authorization` header was right before; takes no time."""
        return self._digest(header) in self._known

    def allows(self, header: str) -> bool:
        """Whether an `Authorization` header is right; a password takes a tenth of a second."""
        if self.knows(header):
            return True
        kind, _, value = header.partition(" ")
        allowed = (
            self._is_token(value) if kind.lower() == "bearer" else kind.lower() == "basic" and self._is_user(value)
        )
        if allowed:
            if len(self._known) >= _MOST_HEADERS:
                self._known = set()
            self._known.add(self._digest(header))
        return allowed

    def _digest(self, header: str) -> bytes:
        return hmac.digest(self._key, header.encode("utf-8", "replace"), "sha256")

    def _is_token(self, value: str) -> bool:
        return self._token is not None and hmac.compare_digest(value.strip().encode(), self._token.encode())

    def _is_user(self, value: str) -> bool:
        try:
            user, _, password = base64.b64decode(value, validate=True).decode("utf-8").partition(":")
        except ValueError:
            return False
        # An unknown user takes as long as a wrong password.
        salt, expected = self._users.get(user, (b"0" * 16, b""))
        if len(password.encode()) > _LONGEST_PASSWORD_BYTES:
            return False
        return hmac.compare_digest(_hash(password, salt), expected)


class Rate:
    """A token bucket for each address: so many requests a minute, in bursts of at most as many.

    Memory is bounded: when there are too many addresses, those are forgotten that have most requests left, so that one
    that was refused is not let in again because others came.
    """

    def __init__(self, per_minute: int, most_addresses: int = _MOST_ADDRESSES) -> None:
        self._most = float(per_minute)
        self._most_addresses = most_addresses
        self._buckets: dict[str, tuple[float, float]] = {}  # requests left, and when
        self._lock = threading.Lock()

    def allows(self, address: str, now: float | None = None) -> bool:
        """Whether one more request from an address is allowed; counts it. `now` is in seconds."""
        now, name = time.monotonic() if now is None else now, _network(address)
        with self._lock:
            left = self._left(name, now)
            allowed = left >= 1
            if name not in self._buckets and len(self._buckets) >= self._most_addresses:
                self._forget(now)
            self._buckets[name] = (left - allowed, now)
            return allowed

    def give_back(self, address: str) -> None:
        """Undo the count of a request that was allowed."""
        name = _network(address)
        with self._lock:
            if name in self._buckets:
                left, then = self._buckets[name]
                self._buckets[name] = (min(self._most, left + 1), then)

    def _left(self, name: str, now: float) -> float:
        left, then = self._buckets.get(name, (self._most, now))
        return min(self._most, left + (now - then) * self._most / _MINUTE)

    def _forget(self, now: float) -> None:
        left = {name: self._left(name, now) for name in self._buckets}
        full = sum(each >= self._most for each in left.values())
        several = max(full, int(_FORGOTTEN * len(left)), 1)
        for name in sorted(left, key=left.__getitem__, reverse=True)[:several]:
            del self._buckets[name]


def _network(address: str) -> str:
    """What an address is counted as: itself, or the network of an IPv6 address."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv6Address):
        mapped = found.ipv4_mapped
        return str(mapped or ipaddress.ip_network((int(found), _NETWORK), strict=False))
    return str(found)


def _hash(password: str, salt: bytes) -> bytes:
    return hashlib.scrypt(password.encode(), salt=salt, n=2**_LOG_N, r=_R, p=_P, maxmem=2**27)


def _user(place: str, line: str) -> tuple[str, tuple[bytes, bytes]]:
    try:
        user, kind, salt, digest = line.strip().split(":")
        if kind != "scrypt" or not user:
            raise ValueError(kind)
        return user, (bytes.fromhex(salt), bytes.fromhex(digest))
    except ValueError as error:
        raise AccessError(f"{place}: is not a line that `yinju password USER` printed") from error


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise AccessError(f"{path}: cannot be read ({error}); give a text file") from error
