"""The head of a document: what stands above its running text and says whose and which it is. And its front matter."""

import re
from pathlib import PurePosixPath

_LONGEST_LINE_CHARACTERS = 60  # a longer one is running text
_LONGEST_TITLE_CHARACTERS = 120  # the same of the very first, with a blank line below it
_MOST_LINES = 15
_LOOKED_AT = 3000  # characters; front matter may be long
_SENTENCE_END = re.compile(r"[。！？；!?;]\s*$|[.,，、]\s*$|[。！？].")
_MARKUP = re.compile(r"^[\s#>*_+|─-]+|[\s*_|]+$|<!--.*?-->")
_FIELD = re.compile(r"(?P<key>[\w -]{1,20}?)[ \t]*[:：][ \t]*(?P<value>.+?)[ \t]*")


def front_matter(text: str) -> tuple[dict[str, str], str]:
    """The fields of a YAML head that stand on a line each, keys in small letters, and the text behind it."""
    lines = text[:_LOOKED_AT].split("\n")
    if lines[0].strip() != "---":
        return {}, text
    for at, line in enumerate(lines[1:], start=1):
        if line.strip() in ("---", "..."):
            found = filter(None, map(_FIELD.fullmatch, lines[1:at]))
            fields = {match["key"].strip().lower(): match["value"].strip("\"' ") for match in found}
            return fields, text[sum(len(each) + 1 for each in lines[: at + 1]) :]
    return {}, text


def head(text: str) -> list[str]:
    """The lines above the running text: title, dateline, who speaks, sender and subject, parties; without markup."""
    _, body = front_matter(text)
    found: list[str] = []
    lines = [_MARKUP.sub("", line).strip() for line in body[:_LOOKED_AT].split("\n")]
    for line, below in zip(lines, [*lines[1:], ""], strict=True):
        if not line:
            continue
        longest = _LONGEST_LINE_CHARACTERS if found or below else _LONGEST_TITLE_CHARACTERS
        if len(line) > longest or _SENTENCE_END.search(line) or len(found) == _MOST_LINES:
            break
        found.append(line)
    return found


def path_parts(source: str) -> list[str]:
    """The folders of a source and its name without the ending; of a member of an archive, all of them."""
    path = PurePosixPath(source.replace("!", "/"))
    return [*path.parts[:-1], path.stem]
