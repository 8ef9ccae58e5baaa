"""Text out of pdf, docx and eml; of these the text taken out is what places refer to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from detente.case import CaseError

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LARGEST_PART = 40 * 1024 * 1024
LARGEST_RATIO = 200
MOST_PAGES = 3000
HYPHENATED = re.compile(r"(?<=[a-z])-\n(?=[a-z])")


def text_of_pdf(content: bytes) -> str:
    """Take the text out of a pdf, page by page; raises CaseError when it is encrypted, damaged or holds no text."""
    try:
        reader = PdfReader(BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise CaseError("the pdf is encrypted.\nSave a copy without a password.")
        if len(reader.pages) > MOST_PAGES:
            raise CaseError(f"the pdf has more than {MOST_PAGES:,} pages.\nSplit it.")
        text = "\n\n".join(page.extract_text() for page in reader.pages)
    except CaseError:
        raise
    except (
        PyPdfError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
        RecursionError,
        ImportError,
    ) as error:
        raise CaseError(f"the pdf cannot be read: {error}.\nOpen it and save a new copy.") from error
    if not text.strip():
        raise CaseError("the pdf holds pictures and no text.\nRun text recognition over it first.")
    return HYPHENATED.sub("", text)


def text_of_docx(content: bytes) -> str:
    """Take the paragraphs out of a docx; raises CaseError when it is none, encrypted, or far larger than its file."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            part = archive.getinfo("word/document.xml")
            if part.flag_bits & 1:
                raise CaseError("the docx is encrypted.\nSave a copy without a password.")
            if part.file_size > LARGEST_PART or part.file_size > LARGEST_RATIO * max(part.compress_size, 4096):
                raise CaseError("the docx unpacks to far more than it seems to hold.\nSave its text as a .txt file.")
            with archive.open(part) as stream:
                markup = stream.read(LARGEST_PART + 1)
        root = fromstring(markup, forbid_dtd=True)
    except (BadZipFile, KeyError, ParseError, DefusedXmlException, RuntimeError, EOFError, OSError) as error:
        raise CaseError("this is no readable docx.\nOpen it and save a new copy.") from error
    return "\n\n".join(text for text in map(_paragraph, root.iter(f"{WORD}p")) if text.strip())


def _paragraph(paragraph: Any) -> str:
    pieces = []
    for node in paragraph.iter():
        if node.tag == f"{WORD}t":
            pieces.append(node.text or "")
        elif node.tag in (f"{WORD}tab", f"{WORD}br"):
            pieces.append(" ")
    return "".join(pieces)


def text_of_mail(content: bytes) -> tuple[str, str, dict[str, str]]:
    """Take the body out of a mail: its text, ``plain`` or ``html``, and what the head says of date and sender."""
    message = message_from_bytes(content, policy=policy.default)
    head = dict(_head(message))
    body = message.get_body(preferencelist=("plain", "html"))
    if body is None:
        raise CaseError("the mail has no text.\nSave the attachment that holds it and give that.")
    try:
        text = body.get_content()
    except (LookupError, ValueError, KeyError) as error:
        raise CaseError(f"the mail's text cannot be read: {error}.\nSave it as a .txt file.") from error
    return str(text), body.get_content_subtype(), head


def _head(message: EmailMessage) -> Iterator[tuple[str, str]]:
    if message["from"]:
        yield "publisher", str(message["from"])
    if message["subject"]:
        yield "title", str(message["subject"])
    try:
        yield "published_on", parsedate_to_datetime(str(message["date"])).date().isoformat()
    except (TypeError, ValueError):
        return
