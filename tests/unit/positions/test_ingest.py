"""Files of every kind, whole and damaged; every place leads back to the stored original."""

from __future__ import annotations

import re
from datetime import date
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfWriter

from detente.case import CaseError
from detente.positions.extract import make_extractor
from detente.positions.ingest import Copies, expand, read_document
from detente.positions.ingest.html import words_of_page
from detente.positions.ingest.mapped import replace_all, whole
from detente.positions.ingest.repair import repaired

DOCUMENT_XML = (
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
    "<w:p><w:r><w:t>Freedonia rejects </w:t></w:r><w:r><w:t>the toll.</w:t></w:r></w:p></w:body></w:document>"
)


def docx(path, markup=DOCUMENT_XML):
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", markup)
    return path


def test_front_matter_tells_date_and_publisher_and_is_not_read_as_text(tmp_path):
    path = tmp_path / "a.md"
    path.write_text("---\ndate: 2025-11-30\npublisher: The Gazette\n---\nFreedonia rejects the toll.\n")
    document = read_document(path)
    assert document.about.published_on == date(2025, 11, 30)
    assert document.about.publisher == "The Gazette"
    assert "Gazette" not in document.reading.text
    start, end = document.span(0, 9)
    assert path.read_text()[start:end] == "Freedonia"


def test_a_file_beside_a_document_describes_it(tmp_path):
    docx(tmp_path / "a.docx")
    (tmp_path / "a.docx.yaml").write_text("date: 2025-11-30\nurl: https://example.org/a\n")
    about = read_document(tmp_path / "a.docx").about
    assert (about.published_on, about.url) == (date(2025, 11, 30), "https://example.org/a")


def test_a_page_loses_menus_and_keeps_places():
    page = (
        "<html><head><title>T</title></head><body><nav>Home</nav><p>A&amp;B <b>agree</b></p><script>x</script></body>"
    )
    mapped = words_of_page(page)
    assert mapped.text.split() == ["A&B", "agree"]
    at = mapped.text.index("agree")
    start, end = mapped.source_span(at, at + 5)
    assert page[start:end] == "agree"


@pytest.mark.parametrize(
    ("damaged", "expected"),
    [
        ("Moscowâ\x80\x99s â\x80\x9cfirmâ\x80\x9d tone", "Moscow’s “firm” tone"),
        ("Moscowâ€™s tone", "Moscow’s tone"),
        ("Moscowâs âfirmâ tone", "Moscow’s “firm” tone"),
        ("a toneâfirm and âcoldâ", "a tone—firm and “cold”"),
        ("dÃ©tente", "détente"),
        ("un château, des pâtes, le râle", "un château, des pâtes, le râle"),
        ("Vučić și Tânăr", "Vučić și Tânăr"),
    ],
)
def test_broken_marks_are_made_whole_and_sound_letters_left_alone(damaged, expected):
    assert repaired(whole(damaged)).text == expected


SOUND = (
    "The plan, “bold” to some, was Freedonia’s. Firefly said: “We won’t pay the toll.” Sylvania’s envoy—a poet—"
    "rejected the plan’s “core”."
)


@pytest.mark.parametrize("kept", ["all three bytes", "the first byte"])
def test_a_damaged_copy_gives_the_claims_of_a_sound_one(tmp_path, kept):
    damaged = re.sub("[“”’—]", lambda m: m[0].encode().decode("latin-1") if kept == "all three bytes" else "â", SOUND)
    (tmp_path / "sound.txt").write_text(SOUND)
    (tmp_path / "damaged.txt").write_text(damaged)
    extractor = make_extractor({"Freedonia": ["Firefly"], "Sylvania": []})
    sound, broken = (read_document(tmp_path / f"{name}.txt") for name in ("sound", "damaged"))
    expected = extractor.claims_in(sound.reading.text)
    assert len(expected) >= 2
    assert extractor.claims_in(broken.reading.text) == expected
    start, end = broken.span(expected[-1].start, expected[-1].end)
    assert damaged[start:end].startswith("Sylvaniaâ")


def slow_place(pieces, at):
    """The place in the source, found by walking over the pieces one by one."""
    for number, (first, source, _, exact) in enumerate(pieces):
        following = pieces[number + 1][0] if number + 1 < len(pieces) else None
        if following is None or at < following:
            return source + at - first if exact else source
    raise AssertionError


@given(st.text(alphabet="ab&;xé ", max_size=40))
def test_places_after_replacements_agree_with_a_slow_walk(text):
    mapped = replace_all(whole(text), re.compile("&x;"), lambda found: "&")
    for at, letter in enumerate(mapped.text):
        start, end = mapped.source_span(at, at + 1)
        assert start == slow_place(mapped.pieces, at)
        assert text[start:end] == letter or text[start:end] == "&x;"


def test_a_page_of_many_open_brackets_is_read_in_no_time():
    assert words_of_page("<" * 20000).text == "<" * 20000


def test_a_docx_is_read_by_paragraphs(tmp_path):
    assert read_document(docx(tmp_path / "a.docx")).source == "Freedonia rejects the toll."


def test_a_docx_that_unpacks_to_far_more_than_it_holds_is_refused(tmp_path):
    docx(tmp_path / "bomb.docx", DOCUMENT_XML.replace("the toll", "a" * 30_000_000))
    with pytest.raises(CaseError, match="unpacks to far more"):
        read_document(tmp_path / "bomb.docx")


def test_a_docx_with_entities_is_refused(tmp_path):
    bomb = '<!DOCTYPE a [<!ENTITY b "bb">]><a>&b;</a>'
    with pytest.raises(CaseError, match="no readable docx"):
        read_document(docx(tmp_path / "a.docx", bomb))


def test_an_encrypted_pdf_is_named(tmp_path):
    writer = PdfWriter()
    writer.add_blank_page(72, 72)
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(tmp_path / "a.pdf")
    with pytest.raises(CaseError, match="encrypted"):
        read_document(tmp_path / "a.pdf")


def test_a_pdf_without_text_is_named(tmp_path):
    writer = PdfWriter()
    writer.add_blank_page(72, 72)
    writer.write(tmp_path / "a.pdf")
    with pytest.raises(CaseError, match="pictures and no text"):
        read_document(tmp_path / "a.pdf")


def test_a_pdf_that_is_none_is_named(tmp_path):
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7 nothing of the kind")
    with pytest.raises(CaseError, match=r"a\.pdf: the pdf cannot be read"):
        read_document(tmp_path / "a.pdf")


def test_a_pdf_is_read_by_pages(tmp_path):
    stream = b"BT /F1 12 Tf 40 700 Td (Freedonia rejects the toll.) Tj ET"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R"
        b" /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
    ]
    content, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 5\n0000000000 65535 f \n" + table + b"trailer << /Root 1 0 R /Size 5 >>\n"
    (tmp_path / "a.pdf").write_bytes(content + head + b"startxref\n%d\n%%%%EOF" % len(content))
    assert read_document(tmp_path / "a.pdf").source.strip() == "Freedonia rejects the toll."


def test_a_mail_is_read_with_its_date_and_sender(tmp_path):
    mail = (
        "From: press@example.org\nDate: Sun, 30 Nov 2025 10:00:00 +0000\nContent-Type: text/plain; charset=utf-8\n"
        "Content-Transfer-Encoding: quoted-printable\n\nFreedonia=E2=80=99s reply: it rejects the toll.\n"
    )
    (tmp_path / "a.eml").write_text(mail)
    document = read_document(tmp_path / "a.eml")
    assert document.source.startswith("Freedonia’s reply")
    assert (document.about.published_on, document.about.publisher) == (date(2025, 11, 30), "press@example.org")


def test_a_wrong_character_set_is_guessed_and_said(tmp_path):
    text = "Министр заявил, что страна не примет этот план и требует новых переговоров о границе. " * 5
    (tmp_path / "a.txt").write_bytes(text.encode("cp1251"))
    document = read_document(tmp_path / "a.txt")
    assert "Министр заявил" in document.source
    assert "not UTF-8" in document.notes[0]
    assert "English" in document.notes[1]


@pytest.mark.parametrize(
    ("name", "content"), [("empty.txt", b""), ("blank.txt", b" \n\n"), ("raw.txt", b"\xff\0\1\2" * 9)]
)
def test_what_holds_no_text_is_named(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(CaseError, match=name):
        read_document(tmp_path / name)


def test_a_file_of_200_mb_is_refused_without_being_read(tmp_path):
    with (tmp_path / "huge.txt").open("wb") as file:
        file.truncate(200 * 2**20)
    with pytest.raises(CaseError, match="200 MB, and 32 MB is the limit"):
        read_document(tmp_path / "huge.txt")


def test_folders_are_read_in_order_and_other_files_passed_over(tmp_path):
    for name in ("b.txt", "a.md", "c.png", ".hidden.txt"):
        (tmp_path / name).write_text("x")
    assert [path.name for path in expand([tmp_path])] == ["a.md", "b.txt"]


def shares_of_runs(one, other):
    """The share of common runs of four words, counted in full."""
    runs = [{tuple(words[at : at + 4]) for at in range(len(words) - 3)} for words in (one.split(), other.split())]
    return len(runs[0] & runs[1]) / len(runs[0] | runs[1])


@pytest.mark.parametrize(("changed", "copied"), [(2, True), (150, False)])
def test_near_copies_are_those_that_share_most_of_their_runs(changed, copied):
    words = [f"word{number}" for number in range(400)]
    other = [f"new{number}" if number < changed else word for number, word in enumerate(words)]
    copies = Copies()
    assert copies.seen_before("a", " ".join(words)) is None
    found = copies.seen_before("b", " ".join(other))
    assert (found == ("a", False)) is copied
    assert (shares_of_runs(" ".join(words), " ".join(other)) > 0.7) is copied
