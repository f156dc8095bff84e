"""Mails and captions are read as the words that are said in them."""

from pathlib import Path

import pytest

from tests.builders.read_back import read, read_one
from tests.builders.small_files import mail

LONG = "The market on the old square is moved to the meadow behind the mill,\nbecause the square is paved anew until June.\n\nBring boots.\n"


FLOWED = "Der Markt wird \nauf die Wiese \nverlegt.\n> war es so?\n"


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (mail("text/plain", LONG), LONG.replace(",\nbecause", ", because").strip()),
        (mail("text/plain; format=flowed", FLOWED), "Der Markt wird auf die Wiese verlegt.\n\nwar es so?"),
        (
            mail(
                "multipart/alternative; boundary=q",
                "--q\nContent-Type: text/plain\n\nPlease open in your browser.\n--q\nContent-Type: text/html\n\n<p>The depot closes at 17:30.</p>\n--q--\n",
            ),
            "The depot closes at 17:30.",
        ),
        (
            mail(
                "multipart/mixed; boundary=q",
                "--q\nContent-Type: text/plain\n\nErstens.\n--q\nContent-Type: text/plain\n\nZweitens.\n--q--\n",
            ),
            "Erstens.\n\nZweitens.",
        ),
        (
            mail(
                "multipart/mixed; boundary=q",
                "--q\nContent-Type: message/rfc822\n\nSubject: 原件\nFrom: b@example.org\n\n闸门周五检修。\n--q--\n",
            ),
            "原件\n\nFrom: b@example.org\n\n闸门周五检修。",
        ),
    ],
)
def test_the_words_of_a_mail_are_read(tmp_path: Path, content: bytes, text: str) -> None:
    """Lines that were broken go on, the part that holds the words is read, all inline parts are, forwarded mails too."""
    assert read_one(tmp_path, "a.eml", content).text == f"Notice\n\nFrom: a@example.org\n\n{text}"


def test_what_hangs_on_a_mail_is_a_document_under_it(tmp_path: Path) -> None:
    attached = "--q\nContent-Type: text/plain\n\n见附件。\n--q\nContent-Type: text/csv; charset=utf-8\nContent-Disposition: attachment; filename=p.csv\n\n型号,价格\nK7,85\n--q--\n"
    (tmp_path / "m.eml").write_bytes(mail("multipart/mixed; boundary=q", attached))
    documents, _ = read(tmp_path)
    assert documents["m.eml/p.csv"].text == "型号\t价格\n\nK7\t85"
    assert documents["m.eml"].text.endswith("见附件。")


CUE = "00:00:0{0},000 --> 00:00:0{1},000\n{2}\n\n"


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (
            [
                "The ferry leaves",
                "The ferry leaves\nat noon from pier two.",
                "at noon from pier two.\nTickets on board.",
            ],
            "The ferry leaves at noon from pier two.\nTickets on board.",
        ),
        (["桥梁将于五月", "封闭施工。", "- 几天?", "- 十天。"], "桥梁将于五月封闭施工。\n- 几天?\n- 十天。"),
    ],
)
def test_captions_are_put_together_into_sentences(tmp_path: Path, lines: list[str], text: str) -> None:
    """Rolling ones are said once; each speaker has a line."""
    cues = "".join(CUE.format(at, at + 1, line) for at, line in enumerate(lines))
    assert read_one(tmp_path, "a.srt", cues.encode()).text == text
