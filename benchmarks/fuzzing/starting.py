"""Small documents of every format to start from, made by code, and the words that each format is made of."""

import io
import re
from collections.abc import Callable
from functools import cache
from unittest.mock import patch

from pypdf import PdfReader, PdfWriter
from reportlab.pdfgen.canvas import Canvas

from benchmarks.fuzzing.mutating import spaced
from benchmarks.fuzzing.packaging import packed, unpacked
from tests.builders.files import MAIL, SRT, VTT, docx_bytes, epub_bytes, odt_bytes, pdf_bytes, pptx_bytes, xlsx_bytes
from tests.builders.hostile_texts import EVERY_FAMILY

SUFFIXES = {"srt": "subtitles", "vtt": "subtitles"}  # where a format has another name
_LOCKED = b"/Encrypt"  # in a PDF: made of random numbers ...
_SEEDED_LOCK = b"%locked"  # ... but in this one
_TIME = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_LARGEST = 20_000  # bytes of a hostile file that is taken to start from
_NEEDLESS = ("thumbnail", "theme", "printerSettings", "customXml", "slideLayout1.", "slideLayout3.")
_PROSE = "# 宁夏工会2023年报告\n\n会员有129万人，其中女会员50万。Members may borrow 12 books.\n\n## 組織\n\n第二段。\n"
_ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-32", "gb18030", "big5hkscs", "euc_jp", "cp1252")
_PAGE = (
    '<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8"><title>宁夏</title><style>p{}</style></head><body>'
    "<h1>宁夏报告</h1><p>会员<b>129</b>万人。<br>二</p><ul><li>其一<li>其二</ul><table><tr><td>新建<td>5524个</table>"
    "<dl><dt>甲<dd>乙</dl><pre> a\n b</pre><p hidden>x</p><!-- y --></body></html>"
)
_TABLE = '地区,会员,日期\n宁夏,"129万人,\n其中女""会员""50万",2023-12-31\n内蒙古;371.3|\t\n'
_ODT = (
    '<text:h text:outline-level="1">宁夏</text:h><text:p>会员<text:span>129</text:span><text:s text:c="2"/>万<text:tab/>'
    "<text:note><text:p>注</text:p></text:note>。</text:p><table:table><table:table-row><table:table-cell>"
    "<text:p>新建</text:p></table:table-cell></table:table-row></table:table>"
)
_RTF = (
    rb"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0\fcharset134 SimSun;}{\f1\fcharset128 M;}}{\*\generator x;}\f0 "
    rb"\u20250?\'bb\'e1\b 129\b0\par\pard{\field{\*\fldinst{HYPERLINK x}}{\fldrslt here}}\bin3 abc\uc2\u-10179??}"
)
_MAIL = (
    "From: =?utf-8?b?546L?= <a@b.c>\nTo: b <b@c.d>, c\nSubject: =?gb2312?Q?=BB=E1?=\nDate: Fri, 1 Dec 2023 10:00:00 +0800\n"
    "Content-Type: text/plain; charset*=utf-8''utf-8; format=flowed\nContent-Transfer-Encoding: quoted-printable\n\n=E4=BC=9A\n"
)


_ODD = ["\u202e", "\ufeff", "\u0301" * 20, "😀", "字", "\u2028", "\x85", "\u200d"]
_COMMON = [b"\0", b"\n", b"\r\n", b" " * 9, b"\xff\xfe", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", *map(str.encode, _ODD)]
_XML = spaced("<x> </x> <x/> &amp; &#0; &#xd800; &#x10ffff; &x; <!-- --> <![CDATA[ ]]> <?xml <!DOCTYPE xmlns= = \" '")
_CHARSETS = spaced(
    "utf-7 utf-16 utf_8_sig idna punycode hex zlib undefined unicode_escape raw_unicode_escape cp037 gbk"
)
WORDS: dict[str, list[bytes]] = {
    "txt": _COMMON,
    "md": [*_COMMON, *spaced("# ## ###### ``` ~~~ === --- title: ... > - * | [ ]( ![")],
    "html": [
        *_COMMON, *_XML, *_CHARSETS,
        *spaced("<div> </div> <p> <h1> <li> <td> <tr> <table> <script> </script> <svg> <math> <template> <br> <dd> hidden"),
        b'<meta charset="', b"<plaintext>", b"<frameset>", b"&notin;", b"<title>",
    ],
    "csv": [*_COMMON, *spaced('" "" , ; | =1+1'), b"\t", b"\r"],
    "subtitles": [*_COMMON, *spaced("--> WEBVTT NOTE STYLE <i> <v {\\an8} &lt; 00:00:01,000 1"), b" --> "],
    "pdf": [
        *spaced(
            "obj endobj stream endstream xref trailer startxref %%EOF << >> [ ] ( ) < > / R null true /Type /Page /Pages "
            "/Kids /Count /Parent /Contents /Resources /Font /Length /Filter /FlateDecode /LZWDecode /ASCII85Decode "
            "/ASCIIHexDecode /RunLengthDecode /DCTDecode /DecodeParms /Predictor /Columns /W /Index /ObjStm /N /First /XRef "
            "/Encrypt /ToUnicode /Encoding /Differences /Identity-H /Type0 /DescendantFonts /CIDFont /Widths /FirstChar "
            "/Subtype /Form /XObject Do BT ET Tj TJ Tf Td Tm cm q Q BI ID EI beginbfchar endbfchar beginbfrange endbfrange "
            "/Title /Info /Root /Prev /Size /Rotate /MediaBox /V /O /U /P /CF /AESV2 \\xfe\\xff 1 2 3 4 0 -1"
        ),
        b" 0 R", b"1 0 R", b"\xfe\xff\xd8\x00", b"<D800>", b"<0001> <D83D>",
    ],
    "docx": [*_XML, *spaced("<w:p> </w:p> <w:tbl> <w:tr> <w:tc> w:val= w:id= rId1 Heading1 Title word/document.xml docProps/core.xml <w:gridSpan")],
    "pptx": [*_XML, *spaced("<p:sp> <p:grpSp> <a:p> <a:t> <a:tbl> <a:tr> r:id= rId1 id= type= ppt/slides/slide1.xml <p:ph")],
    "xlsx": [*_XML, *spaced("<row> <c> <v> <f> <is> <t> r= s= t= XFD1048576 A0 inlineStr sharedStrings.xml date 1e999 <mergeCell <sheet")],
    "odt": [*_XML, *spaced("<text:p> <text:h> <text:s text:c= text:outline-level= <table:table-row> content.xml meta.xml <dc:title>")],
    "epub": [*_XML, *_CHARSETS, *spaced("<itemref idref= id= href= full-path= media-type= application/xhtml+xml ../ %00 # <CipherReference URI=")],
    "rtf": [*spaced(r"{ } \ \par \u \u-1 \'  \' \'ff \bin \uc \ansicpg \ansicpg65001 \fcharset \fonttbl \f \* \pict \field \ud \upr HYPERLINK"), b"\x80", b"\\\n"],
    "eml": [
        *_COMMON, *_CHARSETS,
        *spaced("Content-Type: multipart/mixed; multipart/alternative; message/rfc822 text/html boundary= charset= --x --x-- =?utf-8?b? =?utf-8?q? ?= base64 uuencode"),
        b"Subject: ", b"From: ", b"To: ", b"Date: ", b"\n\n", b"Content-Transfer-Encoding: ", b"filename*0*=", b"<a@[", b'"', b"(",
    ],
}  # fmt: skip


def starts(kind: str) -> tuple[list[bytes], list[bytes]]:
    """Files of a format that can be read, and hostile ones; the same bytes whenever they are made."""
    hostile = {_timeless(content) for of, content in _small_hostile_files() if of == kind}
    return list(map(_timeless, _MADE[kind]())), sorted(
        content for content in hostile if 0 < len(content) <= 5 * _LARGEST
    )


def _timeless(content: bytes) -> bytes:
    """A package without the times at which it and its parts were made; nothing for what holds some that stay."""
    if content.startswith(b"PK"):
        return packed({name: _TIME.sub(b"2023-12-01T10:00:00Z", part) for name, part in unpacked(content).items()})
    return b"" if _LOCKED in content and _SEEDED_LOCK not in content else content


@cache
def _small_hostile_files() -> list[tuple[str, bytes]]:
    cases = (
        case
        for family in EVERY_FAMILY
        for case in family()
        if len(case.content) <= _LARGEST and ".zip" not in case.name
    )
    return [(SUFFIXES.get(suffix := case.name.rpartition(".")[2], suffix), case.content) for case in cases]


def _in_encodings(text: str) -> list[bytes]:
    return [text.encode(encoding, "ignore") for encoding in _ENCODINGS]


def _pdfs() -> list[bytes]:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pageCompression=0, invariant=1)
    canvas.setTitle("标题")
    canvas.bookmarkPage("a")
    canvas.addOutlineEntry("a", "a")
    for words in ("Members 129", "may borrow twelve books"):
        canvas.drawString(72, 700, words)
        canvas.showPage()
    canvas.save()
    drawn = buffer.getvalue()
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf_bytes("locked"))))
    locked = io.BytesIO()
    with patch("pypdf._writer.secrets.token_bytes", bytes):
        writer.encrypt("", "owner", algorithm="RC4-128")
        writer.write(locked)
    return [pdf_bytes("hello"), pdf_bytes("packed", bomb=10), drawn, locked.getvalue() + _SEEDED_LOCK]


def _slim(package: bytes) -> bytes:
    """Without parts that no text stands in, so that most changes matter and many runs fit into a minute."""
    return packed({name: part for name, part in unpacked(package).items() if not any(n in name for n in _NEEDLESS)})


_BOOK = ("<html><body><h1>甲</h1><p>会员129万人。</p></body></html>", _PAGE)
_MAILS = [
    MAIL.format(kind=kind, charset=charset, text=_PAGE if kind == "html" else _PROSE).encode(real)
    for kind, charset, real in (("plain", "utf-8", "utf-8"), ("html", "gb2312", "gb18030"), ("plain", "x", "gb18030"))
]
_MADE: dict[str, Callable[[], list[bytes]]] = {
    "txt": lambda: _in_encodings(_PROSE),
    "md": lambda: [*_in_encodings(_PROSE), f"---\ntitle: 甲\n---\n乙\n==\n\n```\n# a\n```\n{_PROSE}".encode()],
    "html": lambda: [*_in_encodings(_PAGE), _PAGE.replace("utf-8", "gbk").encode("gbk")],
    "csv": lambda: _in_encodings(_TABLE),
    "subtitles": lambda: [*_in_encodings(SRT), VTT.encode()],
    "pdf": _pdfs,
    "docx": lambda: [docx_bytes(), _slim(docx_bytes())],
    "pptx": lambda: [pptx_bytes(), _slim(pptx_bytes())],
    "xlsx": lambda: [xlsx_bytes(("会员", [["地区", 129.5, True], [None, "=1+1"]]), ("二", []))],
    "odt": lambda: [odt_bytes(_ODT), odt_bytes(_ODT, {"meta.xml": b"<m><title>a</title></m>"})],
    "epub": lambda: [epub_bytes(*_BOOK), epub_bytes(_PAGE, extra={"META-INF/encryption.xml": b"<e/>"})],
    "rtf": lambda: [_RTF],
    "eml": lambda: [*_MAILS, _MAIL.encode()],
}
KINDS = tuple(_MADE)
