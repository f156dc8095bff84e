"""Who may come in: users with passwords, programs with a token, and how often from one address."""

import base64
import hashlib
import hmac
import os
import secrets
import threading
import time
from pathlib import Path

from qa.errors import AccessError

_LOG_N, _R, _P = 15, 8, 1  # cost of scrypt (RFC 7914): 32 MB and about 0.1 s
_LONGEST_PASSWORD = 1024  # bytes
_MOST_ADDRESSES = 10_000
_MINUTE = 60.0


def password_line(user: str, password: str) -> str:
    """A line of a password file: `user:scrypt:salt:hash`.

    Raises:
        AccessError: The name or password cannot be used.
    """
    if not user or ":" in user or not user.isprintable():
        raise AccessError(f"the user name {user!r} cannot be used; take one without colons")
    if not password or len(password.encode()) > _LONGEST_PASSWORD:
        raise AccessError("the password is blank or too long; take another")
    salt = secrets.token_bytes(16)
    return f"{user}:scrypt:{salt.hex()}:{_hash(password, salt).hex()}"


class Access:
    """Checks the `Authorization` header of requests: `Basic` for users, `Bearer` for programs."""

    def __init__(self, users: dict[str, tuple[bytes, bytes]], token: str | None = None) -> None:
        self._users, self._token = users, token
        self._key = os.urandom(32)
        self._known: set[bytes] = set()  # right headers, hashed: scrypt is slow by design

    @classmethod
    def load(cls, passwords: Path | None, token_file: Path | None) -> "Access | None":
        """Read a password file and a token file; None when neither is given.

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

    def allows(self, header: str) -> bool:
        """Whether an `Authorization` header is right."""
        digest = hmac.digest(self._key, header.encode("utf-8", "replace"), "sha256")
        if digest in self._known:
            return True
        kind, _, value = header.partition(" ")
        allowed = (
            self._is_token(value) if kind.lower() == "bearer" else kind.lower() == "basic" and self._is_user(value)
        )
        if allowed:
            self._known.add(digest)
        return allowed

    def _is_token(self, value: str) -> bool:
        return self._token is not None and hmac.compare_digest(value.strip().encode(), self._token.encode())

    def _is_user(self, value: str) -> bool:
        try:
            user, _, password = base64.b64decode(value, validate=True).decode("utf-8").partition(":")
        except ValueError:
            return False
        # An unknown user takes as long as a wrong password.
        salt, expected = self._users.get(user, (b"0" * 16, b""))
        if len(password.encode()) > _LONGEST_PASSWORD:
            return False
        return hmac.compare_digest(_hash(password, salt), expected)


class Rate:
    """A token bucket for each address: so many requests a minute, in bursts of at most as many."""

    def __init__(self, per_minute: int) -> None:
        self._most = float(per_minute)
        self._buckets: dict[str, tuple[float, float]] = {}
        self._lock = threading.Lock()

    def allows(self, address: str, now: float | None = None) -> bool:
        """Whether one more request from an address is allowed; counts it. `now` is in seconds."""
        now = time.monotonic() if now is None else now
        with self._lock:
            left, then = self._buckets.get(address, (self._most, now))
            left = min(self._most, left + (now - then) * self._most / _MINUTE)
            allowed = left >= 1
            if len(self._buckets) >= _MOST_ADDRESSES:
                self._buckets = {}
            self._buckets[address] = (left - allowed, now)
            return allowed


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
