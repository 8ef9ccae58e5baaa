"""A scanner that stands at a socket is shown every file before it is kept."""

from __future__ import annotations

import io
import socket
import struct
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from detente.portal.files.actions import take_case
from detente.portal.files.keeping import keep
from detente.portal.files.scanning import scan
from portal.people import part_of
from portal.test_files import TABLE, case_files, zipped

MARK = b"a sign that the scanner of this test knows"


def take(connection: socket.socket, count: int) -> bytes:
    """So many bytes."""
    taken = b""
    while len(taken) < count and (part := connection.recv(count - len(taken))):
        taken += part
    return taken


def serve(listener: socket.socket, seen: list[bytes]) -> None:
    """Speak the protocol of clamd: find what holds the mark."""
    while True:
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        with connection:
            assert take(connection, 10) == b"zINSTREAM\0"
            whole = b""
            while size := struct.unpack(">I", take(connection, 4))[0]:
                whole += take(connection, size)
            seen.append(whole)
            connection.sendall(b"stream: Mark FOUND\0" if MARK in whole else b"stream: OK\0")


@pytest.fixture
def scanner(monkeypatch) -> Iterator[list[bytes]]:
    """A scanner, and what it was shown."""
    seen: list[bytes] = []
    with tempfile.TemporaryDirectory(prefix="scan") as folder, socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(Path(folder) / "s"))
        listener.listen()
        threading.Thread(target=serve, args=(listener, seen), daemon=True).start()
        monkeypatch.setattr(settings, "SCANNER_SOCKET", str(Path(folder) / "s"))
        yield seen
        listener.shutdown(socket.SHUT_RDWR)


def test_a_file_in_which_the_scanner_finds_something_is_not_kept(portal, scanner, monkeypatch, tmp_path):
    monkeypatch.setattr(settings, "MEDIA_ROOT", tmp_path / "kept")
    keep(SimpleUploadedFile("a.csv", TABLE))
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(ValidationError, match="found something"):
        keep(SimpleUploadedFile("a.txt", b"x" * 100_000 + MARK))
    assert sorted(tmp_path.rglob("*")) == before
    assert scanner == [TABLE, b"x" * 100_000 + MARK]


def test_a_case_is_shown_to_the_scanner_before_it_is_unpacked(portal, scanner):
    whole = zipped(case_files("kaesong-2003"), MARK)
    with pytest.raises(ValidationError, match="found something"):
        take_case(part_of("mediator"), SimpleUploadedFile("a.zip", whole))
    assert scanner == [whole]
    assert list((settings.DATA / "cases").iterdir()) == []


def test_without_an_answer_of_the_scanner_nothing_comes_in(monkeypatch, tmp_path):
    monkeypatch.setattr(settings, "SCANNER_SOCKET", str(tmp_path / "nobody"))
    with pytest.raises(ValidationError, match="does not answer"):
        scan(io.BytesIO(TABLE))


def test_a_file_that_is_not_the_one_that_was_entered_fills_no_disk(portal, monkeypatch, tmp_path):
    monkeypatch.setattr(settings, "MEDIA_ROOT", tmp_path / "kept")
    with pytest.raises(ValidationError, match="another file"):
        keep(SimpleUploadedFile("a.csv", TABLE), "0" * 64)
    assert [one for one in (tmp_path / "kept").rglob("*") if one.is_file()] == []
