"""Reader of EML: subject, sender, date and every part of a mail that is read; forwarded mails in their place.

Attachments are documents of their own, under the name of the mail (`attachments` lists them); what has no reader is
counted in the verdict.
"""

from email import message_from_bytes, policy
from email.message import EmailMessage, MIMEPart
from hashlib import sha256
from itertools import pairwise
from typing import Any

from qa.documents.encoding import Decoded, decode
from qa.documents.html import add_page
from qa.documents.mail_lines import unwrapped
from qa.documents.notes import counted
from qa.documents.parsed import Parsed, TextBuilder, Unreadable, reading

_SHOWN = ("From", "To", "Cc", "Date")
_LONGEST_HEADER_CHARACTERS = 2_000  # the parser of addresses takes quadratic time
_DEEPEST = 6  # mails forwarded in mails
_MOST_PARTS = 20_000
_MOST_ATTACHED = 100
_PLACEHOLDER_CHARACTERS = 400  # a plain part that is shorter may only say that there is another one
_IN_COMMON = 0.4
_POINTS_AWAY = ("html", "browser", "webmail", "浏览器", "瀏覽器", "网页", "does not support", "unable to display")


def read_eml(content: bytes) -> Parsed:
    """Read a mail.

    Args:
        content: The bytes of the file.

    Returns:
        What a reader of it sees.

    Raises:
        Unreadable: It has no head of a mail, or nothing to read in it.
    """
    with reading("EML"):
        message = _opened(content)
        reader = _Reader()
        reader.read(message, 1)
        subject = _subject(message)
        left = reader.left_out
    notes = list(dict.fromkeys(reader.notes))
    notes += [f"{counted(reader.invitations, 'invitation')} not read"] if reader.invitations else []
    notes += [f"{counted(left, 'attachment')} not read; save them as files"] if left else []
    builder = reader.builder
    return Parsed(
        builder.text, subject, builder.headings, encoding=reader.encoding, note="; ".join(notes), blocks=builder.blocks
    )


def attachments(content: bytes) -> list[tuple[str, str, str, str]]:
    """Name, reason why it is not read (none), key and hash of each attachment that has a name.

    Args:
        content: The bytes of the file.

    Returns:
        Four texts each.

    Raises:
        Unreadable: It is no mail.
    """
    with reading("EML"):
        reader = _Reader()
        reader.read(_opened(content), 1)
        return [(name, "", str(at), sha256(payload).hexdigest()) for at, (name, payload) in enumerate(reader.attached)]


def attachment(content: bytes, key: str, digest: str) -> bytes:
    """The bytes of an attachment, which must be the ones that were listed.

    Args:
        content: The bytes of the mail.
        key: As `attachments` gave it.
        digest: The hash that `attachments` gave.

    Returns:
        The decoded bytes.

    Raises:
        Unreadable: The mail has changed.
    """
    with reading("EML"):
        reader = _Reader()
        reader.read(_opened(content), 1)
    found = reader.attached[int(key)][1] if key.isdigit() and int(key) < len(reader.attached) else b""
    if sha256(found).hexdigest() != digest:
        raise Unreadable("changed while it was read; build again")
    return found


def _opened(content: bytes) -> EmailMessage:
    message = message_from_bytes(content, policy=policy.default)
    assert isinstance(message, EmailMessage)
    heads = {name.lower(): value for name, value in message.raw_items()}
    if not heads.keys() & {"from", "subject", "date", "message-id"}:
        raise Unreadable("content is not a mail, whatever its name says; give it its right type")
    return message


def _subject(message: Any) -> str:
    return " ".join(str(message.get("Subject", ""))[:_LONGEST_HEADER_CHARACTERS].split())


class _Reader:
    """Puts the text of a mail together; `attached` are names and bytes of its attachments."""

    def __init__(self) -> None:
        self.builder = TextBuilder()
        self.encoding: str | None = None
        self.notes: list[str] = []
        self.attached: list[tuple[str, bytes]] = []
        self.left_out = 0  # attachments without a name, or too many of them
        self.invitations = 0
        self._parts = 0

    def read(self, message: MIMEPart, level: int) -> None:
        """Add a mail, its subject as a heading of a level."""
        for name, value in message.raw_items():
            if name.title() in _SHOWN and len(str(value)) > _LONGEST_HEADER_CHARACTERS:
                raise Unreadable(
                    f"a line of its head is longer than {_LONGEST_HEADER_CHARACTERS:,} characters; shorten it"
                )
        self.builder.add(_subject(message), level)
        for name in _SHOWN:
            if message[name]:
                self.builder.add(f"{name}: {message[name]}")
        self._part(message, level)

    def _part(self, part: MIMEPart, level: int) -> None:
        self._parts += 1
        if self._parts > _MOST_PARTS:
            raise Unreadable(f"more than {_MOST_PARTS} parts; refused as a bomb")
        kind = part.get_content_type()
        if kind == "message/rfc822":
            inner = part.get_payload(0)
            if level < _DEEPEST and isinstance(inner, MIMEPart):
                self.read(inner, level + 1)
            else:
                self.left_out += 1
        elif kind == "multipart/alternative":
            self._alternative(part, level)
        elif part.is_multipart():
            for inner in part.iter_parts():
                self._part(inner, level)
        elif kind in ("text/plain", "text/html") and not part.is_attachment():
            self._add(self._decoded(part), kind)
        else:
            payload = part.get_payload(decode=True)
            name = (part.get_filename() or "").replace("\\", "/").rpartition("/")[2]
            inline = not part.is_attachment() and part.get_content_maintype() == "image"  # a logo in the text
            if inline:
                self.notes.append("pictures in it not read")
            elif name and len(self.attached) < _MOST_ATTACHED:
                self.attached.append((name, payload if isinstance(payload, bytes) else b""))
            else:
                self.left_out += 1

    def _alternative(self, part: MIMEPart, level: int) -> None:
        """Of several forms of one text the plain one, unless that only says that there is another."""
        forms = list(part.iter_parts())
        plain = next((form for form in forms if form.get_content_type() == "text/plain"), None)
        others = [form for form in forms if form is not plain]
        # An invitation for a calendar often comes last: it holds the date, not the words.
        self.invitations += sum(form.get_content_type() == "text/calendar" for form in forms)
        worded = [form for form in others if form.is_multipart() or form.get_content_type() == "text/html"]
        if plain is not None:
            decoded = self._decoded(plain)
            told = _is_placeholder(decoded.text)
            if not worded or not (told or self._says_something_else(decoded.text, worded[-1])):
                self._add(decoded, "text/plain")
                return
            if not told:  # it may be one in other words: both are read
                self._add(decoded, "text/plain")
        for form in (worded or others)[-1:]:
            self._part(form, level)

    def _says_something_else(self, plain: str, form: MIMEPart) -> bool:
        """Whether a short plain part has next to nothing in common with the page that it should say again."""
        pairs = _pairs(plain)
        if form.get_content_type() != "text/html" or len(plain) > _PLACEHOLDER_CHARACTERS or not pairs:
            return False
        builder = TextBuilder()
        add_page(builder, self._decoded(form).text)
        return len(pairs & _pairs(builder.text)) < _IN_COMMON * len(pairs)

    def _decoded(self, part: MIMEPart) -> Decoded:
        """The text as its head says, or as it looks when that is wrong, as it often is."""
        payload = part.get_payload(decode=True)
        content = payload if isinstance(payload, bytes) else b""
        try:
            decoded = decode(content, part.get_content_charset() or "")
        except Unreadable:
            decoded = decode(content)
        self.encoding = self.encoding or decoded.encoding
        self.notes += [decoded.note] if decoded.note else []
        flowed = part.get_param("format", header="content-type") == "flowed"
        if part.get_content_type() == "text/plain":
            joins = part.get_param("delsp", header="content-type") == "yes"
            return Decoded("\n\n".join(unwrapped(decoded.text, flowed=flowed, joins=joins)), decoded.encoding)
        return decoded

    def _add(self, decoded: Decoded, kind: str) -> None:
        if not decoded.text.strip():
            return
        if kind == "text/html":
            self.notes += filter(None, [add_page(self.builder, decoded.text)[1].note])
        else:
            for paragraph in decoded.text.split("\n\n"):
                self.builder.add(paragraph)


def _pairs(text: str) -> set[str]:
    """The pairs of neighbouring characters, blanks left out."""
    plain = "".join(text.casefold().split())
    return set(map("".join, pairwise(plain)))


def _is_placeholder(text: str) -> bool:
    words = text.strip().casefold()
    return not words or (len(words) <= _PLACEHOLDER_CHARACTERS and any(mark in words for mark in _POINTS_AWAY))
