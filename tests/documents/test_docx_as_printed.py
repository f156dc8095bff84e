"""A text document is read as its printed page is seen: its final view, its automatic numbers, its margins."""

import io
from pathlib import Path

import pytest
from docx import Document as new_docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from tests.builders.read_back import read, read_one
from tests.builders.small_files import docx, look

UP, DOWN, OFF = "<w:vertAlign w:val='superscript'/>", "<w:vertAlign w:val='subscript'/>", "<w:strike w:val='0'/>"


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        # Tracked changes: inserted words are in, deleted ones are out, moved ones stand once.
        ("[甲方]<w:ins w:id='1'>[无权]</w:ins>[解除合同。]", "甲方无权解除合同。"),
        (
            "[Rent: ]<w:del w:id='1'><w:r><w:delText>900</w:delText></w:r></w:del><w:ins w:id='2'>[950]</w:ins>[ euros.]",
            "Rent: 950 euros.",
        ),
        ("<w:moveFrom w:id='1'>[旧处]</w:moveFrom>[其余]<w:moveTo w:id='2'>[新处]</w:moveTo>", "其余新处"),
        # Content controls, smart tags, fields: what they show; not the prompt of an empty one.
        ("[单价为]<w:sdt><w:sdtPr/><w:sdtContent>[65]</w:sdtContent></w:sdt>[元。]", "单价为65元。"),
        (
            "[Due ]<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>[Click here]</w:sdtContent></w:sdt>[soon.]",
            "Due soon.",
        ),
        (
            "[于]<w:smartTag w:element='d'><w:smartTag w:element='e'>[5月2日]</w:smartTag></w:smartTag>[开会。]",
            "于5月2日开会。",
        ),
        (
            "[Page ]<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>IF</w:instrText></w:r>"
            # A field in the instruction of another one has a result that is not shown.
            "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:fldChar w:fldCharType='separate'/></w:r>[3]"
            "<w:r><w:fldChar w:fldCharType='end'/></w:r>"
            "<w:r><w:fldChar w:fldCharType='separate'/></w:r>[seven]<w:r><w:fldChar w:fldCharType='end'/></w:r>[ follows.]",
            "Page seven follows.",
        ),
        # Struck-out and hidden words are out; a switch that is off changes nothing.
        (f"[价格]{look('95', '<w:strike/>')}[85元]", "价格85元"),
        (
            f"[Fee]{look('40', '<w:dstrike/>')}{look(' 30', OFF)}{look(' secret', '<w:vanish/>')}",
            "Fee 30",
        ),
        # Exponents keep their height, marks of notes are left out.
        (f"[容量为10]{look('9', UP)}[字节]", "容量为10⁹字节"),
        (f"[共有85]{look('2', UP)}[家企业]", "共有85家企业"),
        (
            f"[面积37km]{look('2', UP)}[。H]{look('2', DOWN)}[O]",
            "面积37km²。H2O",
        ),
        (
            "<w:r><w:ruby><w:rt><w:r><w:t>dong</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>东</w:t></w:r></w:rubyBase></w:ruby></w:r>[区]",
            "东区",
        ),
    ],
)
def test_a_paragraph_of_docx_is_read_in_its_final_view(tmp_path: Path, inner: str, text: str) -> None:
    assert read_one(tmp_path, "a.docx", docx("[标题一行文字]", inner)).text.split("\n\n")[1] == text


def test_pending_changes_are_told(tmp_path: Path) -> None:
    """The text is read as if they were accepted; the verdict says so."""
    (tmp_path / "a.docx").write_bytes(
        docx("[一]<w:ins w:id='1'>[二]</w:ins><w:del w:id='2'><w:r><w:delText>三</w:delText></w:r></w:del>")
    )
    assert "2 tracked changes pending" in read(tmp_path)[1]["a.docx"].note


def test_a_paragraph_whose_end_was_deleted_runs_on(tmp_path: Path) -> None:
    first = "<w:pPr><w:rPr><w:del w:id='1'/></w:rPr></w:pPr>[会费每月]"
    assert read_one(tmp_path, "a.docx", docx(first, "[十二元。]")).text == "会费每月十二元。"


NUMBERING = (
    "<w:abstractNum {ns} w:abstractNumId='90'>"
    "<w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='{first}'/><w:lvlText w:val='{text}'/></w:lvl>"
    "<w:lvl w:ilvl='1'><w:start w:val='1'/><w:numFmt w:val='lowerLetter'/><w:lvlText w:val='(%2)'/></w:lvl>"
    "</w:abstractNum>"
)


@pytest.mark.parametrize(
    ("kind", "text", "numbers"),
    [
        ("chineseCounting", "第%1条", ["第一条 甲", "第二条 乙", "(a) 丙", "(b) 丁", "第三条 戊", "(a) 己"]),
        ("upperRoman", "%1.", ["I. 甲", "II. 乙", "(a) 丙", "(b) 丁", "III. 戊", "(a) 己"]),
    ],
)
def test_automatic_numbers_are_in_the_text(tmp_path: Path, kind: str, text: str, numbers: list[str]) -> None:
    document = new_docx()
    root = document.part.numbering_part.element
    root.insert(0, parse_xml(NUMBERING.format(ns=nsdecls("w"), first=kind, text=text)))
    root.append(parse_xml(f"<w:num {nsdecls('w')} w:numId='91'><w:abstractNumId w:val='90'/></w:num>"))
    for words, level in zip("甲乙丙丁戊己", (0, 0, 1, 1, 0, 1), strict=True):
        properties = f"<w:pPr><w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='91'/></w:numPr></w:pPr>"
        document.element.body.insert(
            -1, parse_xml(f"<w:p {nsdecls('w')}>{properties}<w:r><w:t>{words}</w:t></w:r></w:p>")
        )
    buffer = io.BytesIO()
    document.save(buffer)
    made = read_one(tmp_path, "a.docx", buffer.getvalue())
    assert made.text.split("\n\n") == numbers
    assert [block.mark for block in made.blocks] == [number.split()[0] for number in numbers]


def test_tables_in_tables_and_margins_of_docx_are_read(tmp_path: Path) -> None:
    """A nested table follows its table; headers and footers stand once, at the end, page numbers nowhere."""
    document = new_docx()
    outer = document.add_table(rows=2, cols=2)
    outer.cell(0, 0).text, outer.cell(0, 1).text, outer.cell(1, 0).text = "车间", "二号车间", "设备"
    inner = outer.cell(1, 1).add_table(rows=1, cols=2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "铣床", "14台"
    document.sections[0].header.paragraphs[0].text = "编号: 青工发31号"
    document.sections[0].footer.paragraphs[0].text = "第 3 页"
    buffer = io.BytesIO()
    document.save(buffer)
    text = read_one(tmp_path, "a.docx", buffer.getvalue()).text
    assert text == "车间\t二号车间\n\n设备\n\n铣床\t14台\n\n编号: 青工发31号"
