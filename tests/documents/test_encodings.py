"""A text comes out as it went in, or the verdict says that this is uncertain; the user has the last word."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from qa.cli import app
from qa.documents import find_files, read_documents
from qa.documents.encoding import decode
from qa.documents.parsed import Unreadable
from qa.errors import DocumentError
from qa.indexing.build import build_index
from qa.retrieval.index import Index
from tests.conftest import LetterEncoder

TEXTS = {
    "zh": "工会驿站设在车站和街道旁边,工人可以在里面喝水、热饭、给手机充电。去年一年,全市建成了六十二个驿站,"
    "每天有三千多名快递员和环卫工人来这里休息。负责人说,今年还要再建二十个,并且在冬天延长开放的时间。",
    "zh-Hant": "圖書館設在車站旁邊,工人可以在裡面喝水、看書、給手機充電。去年一年,全市建成了六十二個圖書館,"
    "每天有三千多名學生和老人來這裡休息。負責人說,今年還要再建二十個,並且在冬天延長開放的時間。",
    "ja": "図書館は駅のそばにあり、だれでも中で本を読んだり、水を飲んだりすることができます。昨年は市内に六十二の"
    "施設が作られ、毎日三千人をこえる人が利用しています。今年はさらに二十を増やし、冬は開館の時間を延ばす予定です。",
    "ko": "도서관은 역 옆에 있으며 누구나 안에서 책을 읽고 물을 마실 수 있습니다. 지난해 시내에 예순두 곳이 세워졌고 "
    "날마다 삼천 명이 넘는 사람들이 이용하고 있습니다. 올해는 스무 곳을 더 짓고 겨울에는 여는 시간을 늘릴 계획입니다.",
    "ru": "Библиотека стоит рядом с вокзалом, и каждый может там почитать книгу или выпить воды. В прошлом году в городе "
    "открыли шестьдесят два таких дома, и каждый день туда приходит более трёх тысяч человек.",
    "fr": "La bibliothèque se trouve à côté de la gare, où chacun peut lire un livre ou boire de l'eau. L'année dernière, "
    "la ville en a ouvert soixante-deux; plus de trois mille personnes y viennent chaque journée d'été.",
    "de": "Die Bücherei steht neben dem Bahnhof, und jeder darf dort ein Buch lesen oder Wasser trinken. Im letzten Jahr "
    "eröffnete die Stadt zweiundsechzig solche Häuser; täglich kommen über dreitausend Gäste, größtenteils Schüler.",
    "el": "Η βιβλιοθήκη βρίσκεται δίπλα στον σταθμό και ο καθένας μπορεί να διαβάσει ένα βιβλίο ή να πιει νερό. Πέρυσι η "
    "πόλη άνοιξε εξήντα δύο τέτοια σπίτια και κάθε μέρα έρχονται πάνω από τρεις χιλιάδες άνθρωποι.",
    "ar": "تقع المكتبة بجانب المحطة، ويمكن لكل شخص أن يقرأ فيها كتابا أو يشرب الماء. في العام الماضي افتتحت المدينة اثنين "
    "وستين بيتا من هذا النوع، ويأتي إليها كل يوم أكثر من ثلاثة آلاف شخص للراحة والقراءة.",
    "hi": "पुस्तकालय स्टेशन के पास है और हर कोई वहाँ किताब पढ़ सकता है या पानी पी सकता है। पिछले साल शहर में ऐसे बासठ घर खोले गए।",
    "th": "ห้องสมุดอยู่ข้างสถานี ทุกคนสามารถอ่านหนังสือหรือดื่มน้ำข้างในได้ ปีที่แล้วเมืองนี้เปิดบ้านแบบนี้หกสิบสองหลัง",
}
LEGACY = [
    ("zh", "gb18030"),
    ("zh", "gb2312"),
    ("zh-Hant", "big5"),
    ("zh-Hant", "gbk"),
    ("ja", "shift_jis"),
    ("ja", "euc_jp"),
    ("ko", "euc_kr"),
    ("ru", "cp1251"),
    ("ru", "koi8_r"),
    ("fr", "cp1252"),
    ("de", "cp1252"),
    ("el", "cp1253"),
    ("ar", "cp1256"),
]


@pytest.mark.parametrize(("language", "encoding"), LEGACY)
def test_older_encodings_are_recognised(language: str, encoding: str) -> None:
    """From the look of the text alone, and without doubt."""
    decoded = decode(TEXTS[language].encode(encoding))
    assert decoded.text == TEXTS[language]
    assert decoded.note == ""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("language", TEXTS)
def test_unicode_is_recognised_with_and_without_a_mark(language: str, encoding: str) -> None:
    """Also where UTF-16 would pass as UTF-8 with many zero bytes in it."""
    assert decode(TEXTS[language].encode(encoding)).text == TEXTS[language]


@pytest.mark.parametrize(("language", "encoding"), [("zh", "gb18030"), ("zh-Hant", "big5"), ("ja", "euc_jp")])
def test_one_broken_byte_does_not_hide_an_encoding(language: str, encoding: str) -> None:
    """All other lines stay as they are; the note says where the damage is."""
    line = TEXTS[language] + "\n"
    decoded = decode(line.encode(encoding) * 3 + b"\xff\n" + line.encode(encoding))
    assert decoded.text == line * 3 + "�\n" + line
    assert decoded.note == "1 broken characters replaced, the first in line 4"


@pytest.mark.parametrize(
    ("text", "encoding"), [("工会", "gbk"), ("déjà", "cp1252"), ("это", "cp1251"), ("€", "cp1252")]
)
def test_a_few_bytes_are_uncertain(text: str, encoding: str) -> None:
    """They can be read in many ways."""
    assert decode(text.encode(encoding)).note.startswith("encoding uncertain: read as")


@given(st.binary(max_size=300))
def test_any_bytes_give_a_text(content: bytes) -> None:
    """Nothing that a file holds is an error here; what was replaced is said."""
    decoded = decode(content)
    assert "�" not in decoded.text or decoded.note or "�".encode() in content or "uncertain" in decoded.note


@pytest.mark.slow
@given(st.text(max_size=200))
def test_utf8_is_never_taken_for_anything_else(text: str) -> None:
    """Unless it is full of control characters, or begins with a mark."""
    if not text.startswith("\ufeff") and not any(c < " " for c in text):
        assert decode(text.encode()) == decode(text.encode(), "utf-8")


def test_the_user_has_the_last_word(tmp_path: Path) -> None:
    """By source or file name; the last pattern that fits holds; files that it does not fit are found out as ever."""
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "a.txt").write_bytes("工会".encode("gbk"))
    (tmp_path / "b.big5.md").write_bytes("工會".encode("big5"))
    (tmp_path / "c.txt").write_text("工会", encoding="utf-8")
    files, _ = find_files(tmp_path, {"*.md": "gbk", "*.big5.*": "big5", "old/*": "gbk"})
    read = {document.source: document for document, _ in read_documents(files) if document}
    assert {source: document.text for source, document in read.items()} == {
        "old/a.txt": "工会",
        "b.big5.md": "工會",
        "c.txt": "工会",
    }
    assert read["old/a.txt"].encoding == "gbk"


def test_a_wrong_encoding_names_the_first_byte_that_is_not_in_it(tmp_path: Path) -> None:
    """Better no document than a garbled one that somebody vouched for."""
    with pytest.raises(Unreadable, match=r"not in ascii as told \(byte 0xb9 at 3\); give another encoding, or none"):
        decode(b"abc" + "工会".encode("gbk"), "ascii")
    for name in ("no-such-thing", "hex", "a\0b"):
        with pytest.raises(DocumentError, match="no such encoding"):
            find_files(tmp_path, {"*": name})


def test_the_index_keeps_what_it_was_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A rebuild asks no second time; another answer reads the files again."""
    for module in ("indexing.build", "retrieval.index"):
        monkeypatch.setattr(f"qa.{module}.load_encoder", lambda _: LetterEncoder())
    docs, index = tmp_path / "docs", tmp_path / "index"
    docs.mkdir()
    (docs / "a.txt").write_bytes("工会有会员。".encode("gbk"))

    def build(*arguments: str) -> dict[str, object]:
        result = CliRunner().invoke(app, ["index", str(docs), "--index", str(index), "--json", *arguments])
        assert result.exit_code == 0, result.output
        return dict(json.loads(result.stdout))

    def text() -> str:
        document = Index.open(index).catalogue.document("a.txt")
        assert document
        return document.text

    assert build("--encoding", "*.txt=utf-16-le", "--encoding", "a.*=gbk")["changed"]
    assert text() == "工会有会员。"
    assert not build()["changed"]
    assert build("--encoding", "*.txt=cp1251")["changed"]
    assert text() == "工会有会员。".encode("gbk").decode("cp1251")
    assert build("--encoding", "")["changed"]
    assert build_index(docs, index, encodings={"*.txt": "gbk"}).changed
    assert text() == "工会有会员。"
