"""Files of many formats, made in memory: web archives, PDF, Word, OpenDocument, RTF."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import zipfile
from collections.abc import Iterable
from xml.sax.saxutils import escape

STORY = (
    "The Ruritanian army shelled the port of Hentzau on Monday, the mayor said. Nobody was hurt, because the docks had "
    "been cleared in time."
)
PAGE = (
    "<!DOCTYPE html><html lang='en'><head><title>Port shelled</title>"
    "<meta property='article:published_time' content='2031-05-12T09:30:00Z'></head>"
    f"<body><article><h1>Port shelled</h1><p>{STORY}</p></article></body></html>"
).encode()
ADDRESS = "https://courier.example/port"


def http(body: bytes = PAGE, media: str = "text/html; charset=utf-8", status: str = "200 OK", more: str = "") -> bytes:
    """An answer on the wire."""
    return f"HTTP/1.1 {status}\r\nContent-Type: {media}\r\n{more}\r\n".encode() + body


def chunked(body: bytes, size: int = 50) -> bytes:
    pieces = [body[at : at + size] for at in range(0, len(body), size)]
    return b"".join(f"{len(p):x};x=1\r\n".encode() + p + b"\r\n" for p in pieces) + b"0\r\n\r\n"


def warc(
    block: bytes,
    kind: str = "response",
    uri: str = ADDRESS,
    media: str = "application/http; msgtype=response",
    **more: str,
) -> bytes:
    """One record of WARC; `more` are further fields, `_` for `-`, and `length` a length that is not its own."""
    fields = {
        "WARC-Type": kind,
        "WARC-Target-URI": uri,
        "WARC-Date": "2031-05-13T04:02:06Z",
        "Content-Type": media,
        "Content-Length": more.pop("length", str(len(block))),
    }
    fields.update({name.replace("_", "-"): value for name, value in more.items()})
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return f"WARC/1.1\r\n{head}\r\n".encode() + block + b"\r\n\r\n"


def digest(content: bytes) -> str:
    return "sha1:" + base64.b32encode(hashlib.sha1(content, usedforsecurity=False).digest()).decode()


def packed(records: Iterable[bytes]) -> bytes:
    """Each record a gzip member of its own."""
    return b"".join(gzip.compress(record, mtime=0) for record in records)


def pdf(pages: Iterable[Iterable[tuple[float, float, float, str]]], title: str | None = None) -> bytes:
    """A PDF whose pages hold pieces of text: x, y, size, text."""
    objects: list[bytes] = [
        b"",
        b"",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    kids = []
    for pieces in pages:
        content = b"".join(
            f"BT /F1 {size} Tf 1 0 0 1 {x} {y} Tm (".encode()
            + text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
            + b") Tj ET\n"
            for x, y, size, text in pieces
        )
        objects.append(b"<< /Length %d >>\nstream\n" % len(content) + content + b"endstream")
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >> "
            b"/Contents %d 0 R >>" % len(objects)
        )
        kids.append(len(objects))
    objects[0] = b"<< /Type /Catalog /Pages 2 0 R >>"
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(b"%d 0 R" % kid for kid in kids), len(kids))
    objects.append(b"<< /Title (%s) /CreationDate (D:20310601120000Z) >>" % (title or "").encode())
    out = io.BytesIO(b"%PDF-1.4\n")
    out.seek(0, io.SEEK_END)
    places = []
    for number, content in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n" % number + content + b"\nendobj\n")
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    out.write(b"trailer\n<< /Size %d /Root 1 0 R /Info %d 0 R >>\n" % (len(objects) + 1, len(objects)))
    out.write(b"startxref\n%d\n%%%%EOF\n" % start)
    return out.getvalue()


def zipped(parts: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2031, 5, 12, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def word_paragraph(text: str, style: str = "") -> str:
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f'<w:p>{properties}<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def docx(body: str, **parts: str) -> bytes:
    """A Word file of the paragraphs in `body`; `parts` are further parts below `word/`."""
    found: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": f"<w:document {_W}><w:body>{body}</w:body></w:document>",
    }
    for name, content in parts.items():
        found[f"word/{name}.xml"] = f"<w:{name} {_W}>{content}</w:{name}>"
    return zipped(found)


def odt(body: str) -> bytes:
    content = (
        '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0">'
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    return zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content})


def rtf(lines: Iterable[str]) -> bytes:
    """An RTF file with a paragraph for each line; letters beyond ASCII as Word writes them."""

    def written(text: str) -> str:
        text = text.replace("\\", "\\\\").replace("{", "\\{").replace("}", "\\}")
        return "".join(sign if sign < "\x80" else f"\\u{ord(sign)}?" for sign in text)

    body = "".join(f"{written(line)}\\par\n" for line in lines)
    return ("{\\rtf1\\ansi\\ansicpg1252\\uc1{\\fonttbl{\\f0 Times;}}{\\info{\\title A}}\n" + body + "}").encode()
