"""What a line is by its wording: a field (“label: value”), a question or an answer of a FAQ, a caption."""

import re

_LABEL = r"[^\W\d_](?:[^\n:：。，,;；!?？！<>|\"“”]{0,38}[^\s:：。，,;；!?？！<>|\"“”])?"
_FIELD = re.compile(rf"[-*•·▪]?[ \t]*({_LABEL})[ \t　]*[:：][ \t　]*(\S.*)", re.DOTALL)
_LONGEST_VALUE_CHARACTERS = 120
_MOST_WORDS = 5  # of a label; more are a sentence that announces something
_MOST_CHARACTERS = 14  # of a label without blanks
_SENTENCE = re.compile(r"[。！？!?].|(?<!\b\d)(?<!\b\d\d)[.!?]\s+[^\W\d_]", re.DOTALL)  # not 3. Juni
_ASKED = re.compile(
    r"(?:\d{1,3}[.、．)）][ \t]*)?(?:(?:问|問|Q|Question|Frage|Pregunta|Вопрос|質問|質問)[ \t]?\d{0,3}[ \t]*[:：.、．)）])",
    re.IGNORECASE,
)
_REPLIED = re.compile(
    r"(?:(?:答|A|Answer|Antwort|Respuesta|Réponse|Ответ|回答|答案)[ \t]?\d{0,3}[ \t]*[:：.、．)）])", re.IGNORECASE
)
_QUESTION_MARKS = ("?", "？", "؟")
_CAPTION = re.compile(
    r"(?:图|圖|表|附图|附表|照片|図)[ \t]?[\d一二三四五六七八九十]+(?:[-.–]\d+)?(?:[ \t　:：.、]|$)|(?:Figure|Fig\.|Table|Photo|Chart|Abbildung|Tabelle|Tableau|Figura|Tabla)[ \t]\d+(?:[.-]\d+)?[.: ]",
    re.IGNORECASE,
)
_LONGEST_CAPTION_CHARACTERS = 120
_LONGEST_QUESTION_CHARACTERS = 200
_CHINESE = "一二三四五六七八九十百"
_ITEM = re.compile(
    rf"((?:\d{{1,3}}[.、．)）]|[(（](?:\d{{1,3}}|[a-zA-Z]|[ivx]{{1,5}}|[{_CHINESE}]{{1,4}})[)）]|[a-zA-Z]\)|[{_CHINESE}]{{1,4}}、|第[{_CHINESE}零〇\d]{{1,6}}[条條款项項]|[①-⑳])"
    r"(?=[^\d.])|[-–—*•·●○◦▪■□‣➢✓](?=\s))\s*\S"
)


def kind_of(text: str) -> str:
    """`question`, `answer`, `caption`, `field` or `paragraph`."""
    if _ASKED.match(text):
        return "question"
    if _REPLIED.match(text):
        return "answer"
    if _CAPTION.match(text) and len(text) <= _LONGEST_CAPTION_CHARACTERS and not text.endswith(("。", ".")):
        return "caption"
    return "field" if field_parts(text) else "paragraph"


def item_mark(text: str) -> str | None:
    """The printed number of an item of a list, empty for a bullet; None where a line is no item."""
    found = _ITEM.match(text)
    return None if not found else found[1] if any(c.isalnum() for c in found[1]) else ""


def is_question(text: str) -> bool:
    """Whether a line asks something and does nothing else: a heading of a FAQ, a line before its answer."""
    text = text.strip()
    return len(text) <= _LONGEST_QUESTION_CHARACTERS and text.endswith(_QUESTION_MARKS)


def field_parts(text: str) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """Where the label and the value of a field stand in its line; None where it is none."""
    found = _FIELD.fullmatch(text)
    if (
        not found
        or len(found[2]) > _LONGEST_VALUE_CHARACTERS
        or _SENTENCE.search(found[2])
        or found[2].startswith("//")
    ):
        return None
    if is_question(found[2]):  # somebody asked it
        return None
    label = found[1]
    longest = _MOST_WORDS if " " in label else 1
    if len(label.split()) > longest or (not label.isascii() and " " not in label and len(label) > _MOST_CHARACTERS):
        return None
    return found.span(1), found.span(2)
