"""Hostile and odd texts, pages, tables, mails and archives: each with the verdict that it must get."""

import io
import stat
import warnings
import zipfile
from collections.abc import Callable

from tests.builders.files import epub_bytes, odt_bytes, pdf_bytes, xlsx_bytes, zip_bytes
from tests.builders.hostile import FAMILIES, MAIL, PACKAGES, Case, Cases

KEPT = "会员129万人。"
N = 100_000


def texts() -> Cases:
    """Whatever stands in a text stays as it stands, unless it is no text at all."""
    empty = {
        "nothing": b"",
        "blanks": b" \t\r\n" * 99,
        "mark": b"\xef\xbb\xbf",
        "mark16": b"\xff\xfe",
        "mark32": b"\xff\xfe\0\0",
        "ideographic": "\u3000\u00a0".encode(),
        "zero-width": "\u200b\u200d\u2060\ufeff".encode(),
        "tags": "".join(chr(0xE0000 + n) for n in range(32, 127)).encode(),
        "bidi": "\u202e\u2066\u2069".encode(),
    }
    for name, content in empty.items():
        for kind in ("txt", "md", "csv"):
            yield Case(f"{name}.{kind}", content, "no text")
        yield Case(f"{name}.html", content, "n")
        yield Case(f"{name}.srt", content, "no ")
    yield Case("nuls.txt", b"\0" * 500, "content is not text")
    odd = {
        "a-nul": ("甲乙丙丁" * 9 + "\0" + KEPT, "甲乙丙丁�会员"),
        "bidi-inside": ("会员\u202e129\u202c万人。", "会员\u202e129\u202c万人。"),
        "tags-inside": ("会员\U000e0041\U000e0042。", "会员\U000e0041\U000e0042。"),
        "controls": (KEPT * 9 + "\x1b[31m", "\x1b[31m"),
        "line-ends": ("a\r\nb\rc\n\u2028d\x85e", "a\nb\nc\n\u2028d\x85e"),
        "emoji": ("👩‍👩‍👧‍👦 e\u0301 🇨🇳", "👩‍👩‍👧‍👦 e\u0301 🇨🇳"),
        "noncharacters": (KEPT * 99 + "\ufffe\uffff", "\ufffe\uffff"),
        "astral": ("𠮷野家𪚥", "𠮷野家𪚥"),
        "long-word": ("字" * 1_000_000, "字" * 99),
        "combining": ("a" + "\u0301" * 300_000, "a\u0301"),
        "blanks-inside": (KEPT + " " * 300_000 + KEPT, KEPT),
        "lines": (KEPT + "\n" * 300_000 + KEPT, KEPT),
        "formula": ("=cmd|' /C calc'!A0", "=cmd|' /C calc'!A0"),
        "script": ("<script>alert(1)</script>", "<script>alert(1)</script>"),
    }
    for name, (text, kept) in odd.items():
        yield Case(f"{name}.txt", text.encode(), f"={kept}")
        yield Case(f"{name}.md", text.encode(), f"={kept}")
    yield Case("surrogates.txt", KEPT.encode() * 99 + b"\xed\xa0\x80", f"={KEPT}���")
    yield Case("overlong.txt", KEPT.encode() * 99 + b"\xc0\xaf", f"={KEPT}��")
    yield Case("cut16.txt", KEPT.encode("utf-16") + b"\x00", f"={KEPT}")
    yield Case("odd16.txt", b"\xff\xfe" + b"\x00\xd8" + KEPT.encode("utf-16-le"), f"={KEPT}")


def pages() -> Cases:
    """Nesting without end, quadratic markup, and words that nobody sees."""
    shown = f"<p>{KEPT}</p>"
    hidden = "<script>{0}</script><style>{0}</style><!--{0}--><template>{0}</template><p hidden>{0}</p><p style='display: none'>{0}</p>"
    yield Case("hidden.html", hidden.format("secret").encode(), "no text")
    for name, text in {
        "beside-hidden": hidden.format("secret") + shown,
        "attributes": "<p " + " ".join(f"a{n}=b" for n in range(N // 10)) + f">x</p>{shown}",
        "unclosed": "<b><i><u>" * 50 + shown,
        "declarations": "<![" * 1_000 + ">" + shown,
        "refresh": f'<meta http-equiv="refresh" content="0;url=http://127.0.0.1/">{shown}',
        "picture": f'<img src="http://127.0.0.1/x.png" onerror="alert(1)">{shown}',
        "xinclude": f'<xi:include href="file:///etc/passwd"/>{shown}',
        "doctype": f'<!DOCTYPE html [<!ENTITY a SYSTEM "file:///etc/passwd">]><p>&a;</p>{shown}',
        "entities": "&amp;" * N + shown,
        "bad-entity": "&#x110000;&#0;&#xd800;" + shown,
        "conflict": f'<meta charset="no-such-thing">{shown}',
        "undefined": f'<meta charset="undefined">{shown}',
        "no-codec": f'<meta charset="hex">{shown}',
        "cells": "<table>" + "<tr><td>1</td><td>2</td></tr>" * 2_000 + f"</table>{shown}",
    }.items():
        yield Case(f"{name}.html", text.encode(), f"={KEPT}")
    yield Case("gbk-undefined.html", f'<meta charset="undefined">{shown * 9}'.encode("gbk"), f"={KEPT}")
    for name, text in {"div": "<div>", "list": "<ul><li>", "quote": "<blockquote>"}.items():
        yield Case(f"deep-{name}.html", (text * N + KEPT).encode(), "nested too deeply")
        yield Case(f"rather-deep-{name}.html", (text * 900 + KEPT).encode(), f"={KEPT}")
    for name, text in {"brackets": "<", "quotes": '<a href="'}.items():
        yield Case(f"many-{name}.html", (KEPT + text * N).encode(), f"={KEPT}")
    for mark in ("[", "> ", "#", "`", "*", "- ", "![", "|", "~~~\n", "---\n", "=\n", "\t"):
        yield Case(f"mark-{ord(mark[0])}-{len(mark)}.md", (mark * N + "\n\n" + KEPT).encode(), f"={KEPT}")


def tables() -> Cases:
    """Rows without end, quotes without end."""
    yield Case("quote.csv", f'a,"{KEPT}\n'.encode() * 999, f"={KEPT}")
    yield Case("cell.csv", b'"' + b"x" * 10_000_001 + b'"', "broken CSV (Error)")
    yield Case("commas.csv", b"," * N, "no text")
    yield Case("columns.csv", (",".join(map(str, range(N)))).encode(), "=0\t1\t2\t3")
    yield Case("nul.csv", (KEPT * 20 + ",\0,b").encode(), f"={KEPT}")
    yield Case("formula.csv", b"=1+1,@SUM(A1)", "==1+1\t@SUM(A1)")
    far = xlsx_bytes(("S", [[KEPT]]))
    yield Case("names.xlsx", xlsx_bytes(*((f"{n}", [[KEPT]]) for n in range(200))), f"={KEPT}")
    yield Case("formula.xlsx", xlsx_bytes(("S", [["=1+1", KEPT]])), f"={KEPT}")
    yield Case("far.xlsx", _replaced(far, "xl/worksheets/sheet1.xml", b'ref="A1"', b'ref="A1:XFD1048576"'), f"={KEPT}")
    last = _replaced(far, "xl/worksheets/sheet1.xml", b'r="A1"', b'r="XFD1048576"')
    yield Case("last.xlsx", _replaced(last, "xl/worksheets/sheet1.xml", b'<row r="1"', b'<row r="1048576"'), f"={KEPT}")
    yield Case(
        "missing.xlsx", _replaced(far, "xl/worksheets/sheet1.xml", b"<sheetData>", b"<sheetDat>"), "broken XLSX ("
    )


def spoken() -> Cases:
    """Subtitles without times or with impossible ones; mails and rich text that go round in circles."""
    cue = f"00:00:01,000 --> 00:00:02,000\n{KEPT}\n\n"
    yield Case("words.srt", KEPT.encode(), "no cues with times")
    yield Case("backwards.srt", cue.replace("00:00:02", "00:00:00").encode(), f"={KEPT}")
    yield Case("hours.srt", cue.replace("00:00:0", "9999:99:9").encode(), f"={KEPT}")
    yield Case("many.srt", cue.encode() * 5_000, f"={KEPT}")
    yield Case("tags.srt", (cue + "00:00:03,000 --> 00:00:04,000\n" + "<" * N + "{\\" * N).encode(), f"={KEPT}")
    yield Case("arrow.vtt", ("WEBVTT\n\n" + "-->" * N).encode(), "no cues with times")
    head = b"From: a@b.c\nSubject: x\nMIME-Version: 1.0\n"
    nest = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(3_000))
    yield Case("deep.eml", head + nest, "nested too deeply")
    yield Case("head.eml", b"From: " + b"a@b.c, " * N + b"\n\nx", "a line of its head is longer")
    yield Case("fold.eml", b"Subject: " + b"x\n " * 9_000 + b"\n\n" + KEPT.encode(), f"={KEPT}")
    yield Case("boundary.eml", head + b"Content-Type: multipart/mixed\n\n" + KEPT.encode(), "=x")
    yield Case("base64.eml", head + b"Content-Transfer-Encoding: base64\n\n!!!", "=x")
    parts = "--x\nContent-Disposition: attachment; filename=a\n\nx\n" * 5_000
    mail = MAIL.format(kind="plain", charset="utf-8", text=KEPT).replace("--x--", parts + "--x--")
    yield Case("parts.eml", mail.encode(), f"={KEPT}")
    yield Case("codec.eml", MAIL.format(kind="plain", charset="hex", text=KEPT).encode(), f"={KEPT}")
    yield Case(
        "page.eml", MAIL.format(kind="html", charset="utf-8", text="<div>" * 9_000 + KEPT).encode(), "nested too deeply"
    )
    for name, body in {
        "deep": b"{" * N + b"x",
        "shut": b"x" + b"}" * N,
        "number": b"x\\u99999999999?",
        "charset": b"\\ansicpg99999 x",
        "binary": b"x{\\pict\\bin99999999999 }",
        "links": b"x" + b"{\\field{\\*\\fldinst{ HYPERLINK " * 2_000,
        "fonts": b"{\\fonttbl" + b"{\\f1\\fcharset9999 " * 2_000 + b"}x",
    }.items():
        yield Case(f"{name}.rtf", b"{\\rtf1 " + body, RTF.get(name, "=x"))


RTF = {"deep": "=x", "number": "broken RTF (", "binary": "=x", "fonts": "no text"}


def books() -> Cases:
    """Documents that name themselves, or what is not there."""
    page = f"<html><body><p>{KEPT}</p></body></html>"
    yield Case("often.epub", epub_bytes(page, spine='<itemref idref="c0"/>' * 5_000), f"={KEPT}")
    yield Case("absent.epub", epub_bytes(page, spine='<itemref idref="c9"/>'), "broken EPUB (KeyError)")
    yield Case("deep.epub", epub_bytes(f"<html><body>{KEPT}{'<div>' * 3_000}</body></html>"), "nested too deeply")
    scrambled = b'<e><CipherReference URI="OEBPS/0%20.xhtml"/></e>'
    locked = epub_bytes(page, extra={"META-INF/encryption.xml": scrambled})
    yield Case("protected.epub", locked, "encrypted; get a copy without copy protection")
    fonts = epub_bytes(page, extra={"META-INF/encryption.xml": scrambled.replace(b"0%20.xhtml", b"a.otf")})
    yield Case("fonts.epub", fonts, f"={KEPT}")
    blanks = odt_bytes(f'<text:p>{KEPT}<text:s text:c="999999999"/></text:p>')
    yield Case("blanks.odt", blanks, f"={KEPT}")
    yield Case("level.odt", odt_bytes('<text:h text:outline-level="x">x</text:h>'), "broken ODT (ValueError)")
    secret = {"META-INF/manifest.xml": b"<m><encryption-data/></m>"}
    yield Case("locked.odt", odt_bytes("<text:p>x</text:p>", secret), "encrypted; save a copy without a password")
    pdf = pdf_bytes("hello")
    for name, old, new in (
        ("kids", b"/Kids [3 0 R]", b"/Kids [2 0 R]"),
        ("count", b"/Count 1 ", b"/Count 1000000 "),
        ("parent", b"/Parent 2 0 R", b"/Parent 3 0 R"),
        ("start", b"startxref\n", b"startxref\n9"),
    ):
        yield Case(f"{name}.pdf", pdf.replace(old, new), PDF[name])
    yield Case("head.pdf", b"%PDF-1.7\n", "broken PDF")
    yield Case("previous.pdf", pdf.replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev %d" % pdf.index(b"xref\n0")), "=hello")
    yield Case("locked.pdf", pdf_bytes("hello", password="x"), "encrypted; save a copy without a password")
    yield Case("scanned.pdf", pdf_bytes(), "page 1 has no text; to read scans: pip install")


PDF = {"kids": "", "count": "=hello", "parent": "=hello", "start": "=hello"}


def archives() -> Cases:
    """One reason for the whole archive, or one for each member; the source of a member begins with its archive's."""
    yield Case("words.zip", b"only words", "broken ZIP (BadZipFile)")
    yield Case("none.zip", zip_bytes({}), "an empty archive")
    yield Case("many.zip", zip_bytes({f"{n}": b"" for n in range(5001)}), "5,001 members in one archive")
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name, content, _ in MEMBERS:
            archive.writestr(name, content)
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    for name, _, says in MEMBERS:
        yield Case(f"odd.zip/{name}", buffer.getvalue(), says)
    yield Case("odd.zip/link.txt", buffer.getvalue(), "not a regular file")


MEMBERS = (
    ("good.txt", KEPT.encode(), f"={KEPT}"),
    ("bomb.txt", b" " * 12_000_000, "unpacks to over 100 times its size"),
    ("../up.txt", b"x", "a name that leads out of the archive"),
    ("/root.txt", b"x", "a name that leads out of the archive"),
    ("C:/drive.txt", b"x", "a name that leads out of the archive"),
    ("inner.zip", zip_bytes({"a.txt": b"x"}), "an archive in an archive"),
    ("tool.exe", b"MZ", "unknown type .exe"),
    ("README", b"x", "no file type"),
    ("empty.txt", b"", "no text"),
    ("wrong.pdf", b"x", "content is not PDF"),
    ("torn.docx", PACKAGES["docx"][:900], "broken DOCX (BadZipFile)"),
)


def _replaced(package: bytes, name: str, old: bytes, new: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        parts = {member: archive.read(member) for member in archive.namelist()}
    assert old in parts[name], parts[name]
    return zip_bytes({**parts, name: parts[name].replace(old, new)})


EVERY_FAMILY: tuple[Callable[[], Cases], ...] = (*FAMILIES, texts, pages, tables, spoken, books, archives)
