"""What comes in as a file: bombs, files that are two things at once, hostile names, and a million rows."""

from __future__ import annotations

import hashlib
import io
import os
import stat
import struct
import subprocess
import sys
import textwrap
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import RequestDataTooBig, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections

from detente.case import CaseError
from detente.portal.files.actions import hand_in, take_case
from detente.portal.files.archives import unpack
from detente.portal.files.contents import kind_of
from detente.portal.files.keeping import clean_name, keep, path_of
from detente.portal.files.models import KeptFile
from detente.portal.files.receiving import LARGEST_REQUEST, BoundedUpload
from detente.portal.obligations.actions import Shown, show_evidence
from detente.portal.obligations.exports import harmless
from detente.portal.obligations.models import Evidence, Obligation
from detente.portal.parties.models import Process, User
from portal.people import client_of, part_of

CASES = Path(__file__).parents[2] / "cases"


def chunk(kind: bytes, body: bytes) -> bytes:
    """One chunk of a PNG."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


PICTURE = b"\x89PNG\r\n\x1a\n" + b"".join(
    [
        chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)),
        chunk(b"IDAT", zlib.compress(b"\x00\x00")),
        chunk(b"IEND", b""),
    ]
)
PHOTO = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
PHOTO += b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00\x7f\xff\xd9"
PAPER = b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"
TABLE = b"place,seen\r\nbridge,-2\r\nferry,+3.5\r\n"
GOOD = {"a.png": PICTURE, "a.jpg": PHOTO, "a.pdf": PAPER, "a.csv": TABLE, "a.txt": "Seen. Gesehen: \u00fc\n".encode()}


def zipped(files: dict[str, bytes], comment: bytes = b"") -> bytes:
    """A zip of files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
        archive.comment = comment
    return out.getvalue()


def case_files(slug: str) -> dict[str, bytes]:
    """The files of a case of this project."""
    folder = CASES / slug
    return {str(one.relative_to(folder)): one.read_bytes() for one in folder.rglob("*") if one.is_file()}


@pytest.mark.parametrize("name", GOOD)
def test_a_plain_file_is_kept_under_its_hash_and_only_the_owner_of_the_portal_reads_it(portal, name):
    kept = keep(SimpleUploadedFile(name, GOOD[name]))
    place = path_of(kept.sha256)
    assert kept.sha256 == hashlib.sha256(GOOD[name]).hexdigest()
    assert place.read_bytes() == GOOD[name]
    assert stat.S_IMODE(place.stat().st_mode) == 0o400


REFUSED = {
    "png with a zip behind it": ("a.png", PICTURE + zipped({"a.txt": b"x"})),
    "png that is a page": ("a.png", b"<html><script>1</script>"),
    "png that is damaged": ("a.png", PICTURE[:-6] + b"xxxxxx"),
    "png of too many points": ("a.png", PICTURE[:16] + struct.pack(">II", 60000, 60000) + PICTURE[24:]),
    "jpeg with a zip behind it": ("a.jpg", PHOTO + zipped({"a.txt": b"x"})),
    "jpeg with a script in its comment": ("a.jpg", PHOTO[:2] + b"\xff\xfe\x00\x0a<script>" + PHOTO[2:]),
    "jpeg without an end": ("a.jpg", PHOTO[:-2]),
    "pdf with a script": ("a.pdf", PAPER.replace(b"/Catalog", b"/Catalog /S /JavaScript")),
    "pdf with a script by another spelling": ("a.pdf", PAPER.replace(b"/Catalog", b"/Catalog /S /J#61vaScript")),
    "pdf with a file in it": ("a.pdf", PAPER.replace(b"/Catalog", b"/Catalog /EmbeddedFiles")),
    "pdf with a zip behind it": ("a.pdf", PAPER + zipped({"a.txt": b"x"})),
    "pdf behind a page": ("a.pdf", b"<html>" + PAPER),
    "zip that says it is a table": ("a.csv", zipped({"a.txt": b"x"})),
    "table with a formula": ("a.csv", b"a,b\n1,=HYPERLINK(1)\n"),
    "table with a formula of a call": ("a.csv", b"a,b\n1,@SUM(A1)\n"),
    "table with a formula behind a tab": ("a.csv", b"a,b\n1,\t=1\n"),
    "table with a formula behind a quote": ("a.csv", b'a,b\n1,"-2+3"\n'),
    "table with a formula in wide signs": ("a.csv", "a,b\n1,\uff1d1\n".encode()),
    "table that is ragged": ("a.csv", b"a,b\n1\n"),
    "table with an open quote": ("a.csv", b'a,b\n1,"2\n'),
    "table without an end of line": ("a.csv", b"x" * 300_000),
    "table that is empty": ("a.csv", b""),
    "words that are XML with entities": ("a.txt", b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
    "words that are a picture with a script": ("a.txt", b"<svg onload=alert(1)>"),
    "words in another encoding": ("a.txt", b"\xff\xfeA\x00"),
    "words with a zero": ("a.txt", b"a\x00b"),
    "svg": ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
    "xml": ("a.xml", b"<a/>"),
    "page": ("a.html", b"<p>"),
    "page behind a name": ("a.png.html", PICTURE),
    "no ending": ("a", b"x"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_not_what_it_says_is_refused_and_nothing_is_kept(portal, monkeypatch, tmp_path, case):
    monkeypatch.setattr(settings, "MEDIA_ROOT", tmp_path / "kept")
    name, content = REFUSED[case]
    with pytest.raises(ValidationError):
        keep(SimpleUploadedFile(name, content))
    assert [one for one in tmp_path.rglob("*") if one.is_file() and "kept" in one.parts] == []


def test_a_file_beyond_its_bound_is_refused(portal):
    with pytest.raises(ValidationError, match="larger than 5 MB"):
        keep(SimpleUploadedFile("a.txt", b"a\n" * 2_500_001))
    gate = BoundedUpload()
    with pytest.raises(RequestDataTooBig):
        gate.handle_raw_input(None, {}, LARGEST_REQUEST + 1, b"")
    with pytest.raises(RequestDataTooBig):
        gate.receive_data_chunk(b"x" * (LARGEST_REQUEST + 1), 0)


@pytest.mark.parametrize(
    "name",
    [
        "../../a.csv",
        "..\\..\\a.csv",
        "/etc/a.csv",
        "a\r\nSet-Cookie: x=1.csv",
        '"><script>.csv',
        "\u202egpj.csv",
        ".csv",
        "x" * 5000 + ".csv",
        "\x00.csv",
        "CON.csv",
        "%2e%2e%2fa.csv",
        "a;b=c.csv",
        "$(id).csv",
        "`id`.csv",
    ],
)
def test_a_hostile_name_becomes_a_plain_one(name):
    cleaned = clean_name(name)
    assert kind_of(cleaned).content_type.startswith("text/csv")
    assert not set(cleaned) & set("/\\\"'<>|;:`$%\r\n\x00\u202e")
    assert 0 < len(cleaned) <= 110


# Made when they are asked for: some are large.
BOMBS: dict[str, Callable[[], bytes]] = {
    "much in little": lambda: zipped({"a.csv": b"0" * 9_000_000}),
    "too much in all": lambda: zipped({f"{n}.md": os.urandom(9_000_000) for n in range(5)}),
    "too many files": lambda: zipped({f"{n}.md": b"" for n in range(400)}),
    "a zip in a zip": lambda: zipped({"a.zip": zipped({"a.md": b""})}),
    "out of the folder": lambda: zipped({"../a.md": b""}),
    "from the root": lambda: zipped({"/a.md": b""}),
    "by another separator": lambda: zipped({"a\\..\\b.md": b""}),
    "too deep": lambda: zipped({"a/b/c/d/e.md": b""}),
    "hidden": lambda: zipped({".git/a.md": b""}),
    "a program": lambda: zipped({"a.py": b""}),
    "twice, but for case": lambda: zipped({"a.md": b"", "A.md": b""}),
    "a page before it": lambda: b"<html>" + zipped({"a.md": b""}),
    "a page behind it": lambda: zipped({"a.md": b""}) + b"<html>",
    "a page in its comment": lambda: zipped({"a.md": b""}, b"<html>"),
    "a formula": lambda: zipped({"a.csv": b"a\n=1+1\n"}),
    "no text": lambda: zipped({"a.md": b"\x00"}),
    "nothing": lambda: b"",
    "cut off": lambda: zipped({"a.md": b"abc"})[:-30],
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_is_refused(tmp_path, bomb):
    with pytest.raises(ValidationError):
        unpack(io.BytesIO(BOMBS[bomb]()), tmp_path)
    assert sum(one.stat().st_size for one in tmp_path.rglob("*") if one.is_file()) <= 10_000_000


def test_a_zip_that_lies_about_its_sizes_is_stopped_while_it_is_read(tmp_path):
    honest = bytearray(zipped({"a.md": b"0" * 11_000_000}))
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = honest.index(signature) + offset
        honest[at : at + 4] = struct.pack("<I", 1000)
    with pytest.raises(ValidationError):
        unpack(io.BytesIO(bytes(honest)), tmp_path)
    assert all(one.stat().st_size <= 10_000_000 for one in tmp_path.rglob("*") if one.is_file())


def test_a_link_in_a_zip_is_refused(tmp_path):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        link = zipfile.ZipInfo("a.md")
        link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    with pytest.raises(ValidationError, match="link"):
        unpack(out, tmp_path)


@pytest.mark.parametrize(
    "bomb",
    [
        "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n",
        "a: " + "[" * 10_000,
        "a: !!python/object/apply:os.system [id]\n",
        "a: 1\na: 2\n",
    ],
)
def test_a_bomb_in_yaml_is_refused_by_line_and_the_folder_is_gone(portal, bomb):
    before = Process.objects.get(slug="two-rivers").case_folder
    with pytest.raises(CaseError, match=r"case\.yaml, line 1|case\.yaml, line 2") as refusal:
        take_case(part_of("mediator"), SimpleUploadedFile("a.zip", zipped({"case.yaml": bomb.encode()})))
    assert str(settings.DATA) not in str(refusal.value)
    assert Process.objects.get(slug="two-rivers").case_folder == before
    assert list((settings.DATA / "cases").iterdir()) == []


def test_the_case_of_another_process_is_refused(portal):
    with pytest.raises(CaseError, match="not those of this process"):
        take_case(part_of("mediator"), SimpleUploadedFile("a.zip", zipped(case_files("kaesong-2003"))))


@pytest.mark.parametrize("slug", ["kaesong-2003", "business-links-2025"])
def test_a_case_of_this_project_passes_the_gate_whole(tmp_path, slug):
    unpack(io.BytesIO(zipped({f"{slug}/{name}": content for name, content in case_files(slug).items()})), tmp_path)
    assert {str(one.relative_to(tmp_path)) for one in tmp_path.rglob("*") if one.is_file()} == set(case_files(slug))


def evidence_of(content: bytes) -> Evidence:
    """A piece of evidence whose hash was entered."""
    found = Obligation.objects.get(slug="withdrawal-1")
    return show_evidence(found, part_of("monitor"), Shown("Notes", hashlib.sha256(content).hexdigest()))


def test_a_file_goes_out_as_an_attachment_that_runs_nothing(portal):
    evidence = evidence_of(TABLE)
    address = f"/p/two-rivers/obligations/withdrawal-1/evidence/{evidence.entry}/file"
    given = {"file": SimpleUploadedFile("x<b>;.csv", TABLE, content_type="text/html")}
    assert client_of("monitor").post(address, given).status_code == 302
    kept = KeptFile.objects.get()
    answer = client_of(None).get(f"/p/two-rivers/obligations/files/{kept.key}")
    assert b"".join(answer.streaming_content) == TABLE
    answer.close()
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"].startswith("sandbox;")
    assert client_of(None).get("/p/two-rivers/obligations/withdrawal-1/").content.count(kept.key.encode()) == 1


def test_another_file_than_the_one_that_was_entered_is_refused(portal):
    with pytest.raises(ValidationError, match="another file"):
        hand_in(evidence_of(TABLE), part_of("monitor"), SimpleUploadedFile("a.csv", TABLE + b"x,1\r\n"))
    assert not KeptFile.objects.exists()


def test_the_file_of_hidden_evidence_is_not_there(portal):
    evidence = evidence_of(TABLE)
    kept = hand_in(evidence, part_of("monitor"), SimpleUploadedFile("a.csv", TABLE))
    Evidence.objects.filter(pk=evidence.pk).update(tier=2)
    found = {
        who: client_of(who).get(f"/p/two-rivers/obligations/files/{kept.key}").status_code for who in (None, "ally")
    }
    assert found == {None: 404, "ally": 404}
    answer = client_of("north-head").get(f"/p/two-rivers/obligations/files/{kept.key}")
    answer.close()
    assert answer.status_code == 200


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_of_an_export_is_computed(portal, sign):
    Obligation.objects.update(title=f"{sign}cmd|' /C calc'!A0", verifier=f"{sign}1+1", threshold=f"{sign}2")
    table = client_of(None).get("/p/two-rivers/obligations/export.csv").content.decode()
    cells = [cell for line in table.split("\r\n")[1:] for cell in line.replace('"', "").split(",")]
    assert not [cell for cell in cells if cell[:1] in tuple("=+-@\t\r")]
    assert harmless(f"{sign}x") == f"'{sign}x"


MEMORY = """
    import os, sys
    import django
    django.setup()
    from django.core.wsgi import get_wsgi_application
    from django.test import Client
    from detente.portal.parties.models import User
    application, client = get_wsgi_application(), Client()
    client.force_login(User.objects.get(username="monitor"))
    body = open(sys.argv[1], "rb")
    environ = {
        "REQUEST_METHOD": "POST", "PATH_INFO": sys.argv[2], "SERVER_NAME": "localhost", "SERVER_PORT": "80",
        "CONTENT_TYPE": "multipart/form-data; boundary=BB", "CONTENT_LENGTH": str(os.path.getsize(sys.argv[1])),
        "wsgi.input": body, "wsgi.url_scheme": "http", "wsgi.errors": sys.stderr, "wsgi.version": (1, 0),
        "HTTP_COOKIE": f"sessionid={client.session.session_key}; csrftoken={'a' * 32}", "HTTP_X_CSRFTOKEN": "a" * 32,
    }
    told = []
    list(application(environ, lambda status, headers, *_: told.append(status)))
    peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
    print(told[0][:3], int(peak.split()[1]) // 1024)
"""


def test_a_table_of_a_million_rows_needs_less_than_200_mb_of_memory(portal, tmp_path):
    table = b"day,place,seen\r\n" + b"".join(
        b"2031-03-14,crossing %06d,-%d\r\n" % (n, n % 90) for n in range(1_000_000)
    )
    evidence = evidence_of(table)
    head = b'--BB\r\nContent-Disposition: form-data; name="file"; filename="rows.csv"\r\n\r\n'
    (tmp_path / "body").write_bytes(head + table + b"\r\n--BB--\r\n")
    database = connections["default"].settings_dict["NAME"]
    told = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{database}",
        "DETENTE_PORTAL_DATA": str(settings.DATA),
        "PYTHONPATH": os.pathsep.join(str(Path(place).resolve()) for place in sys.path if place),
    }
    address = f"/p/two-rivers/obligations/withdrawal-1/evidence/{evidence.entry}/file"
    command = [sys.executable, "-c", textwrap.dedent(MEMORY), str(tmp_path / "body"), address]
    done = subprocess.run(command, capture_output=True, text=True, env=told, timeout=1200, check=False)
    assert done.returncode == 0, done.stderr
    status, megabytes = done.stdout.split()
    assert status == "302"
    assert KeptFile.objects.get(evidence=evidence).size == len(table)
    assert int(megabytes) < 200


def test_nobody_hands_in_more_than_sixty_files_an_hour(portal):
    evidence, user = evidence_of(TABLE), User.objects.get(username="monitor")
    many = [
        KeptFile(
            evidence=evidence,
            sha256=f"{n:064x}",
            name="a",
            content_type="a",
            size=1,
            by=user,
            at=part_of("monitor").since,
        )
        for n in range(60)
    ]
    KeptFile.objects.bulk_create(many)
    with pytest.raises(ValidationError, match="within an hour"):
        hand_in(evidence, part_of("monitor"), SimpleUploadedFile("a.csv", TABLE))
