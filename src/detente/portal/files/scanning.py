"""Ask a scanner for malicious programs before a file is kept."""

from __future__ import annotations

import socket
import struct
from typing import BinaryIO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

BLOCK = 1 << 16
PATIENCE_SECONDS = 60


def scan(file: BinaryIO) -> None:
    """Hand a file to the scanner at the socket that the operator names; without one, nothing is asked.

    The protocol is that of clamd: ``zINSTREAM``, blocks behind their lengths, and an empty block.

    Raises
    ------
    ValidationError
        When the scanner finds something, or does not answer: what was not looked at does not come in.
    """
    if not settings.SCANNER_SOCKET:
        return
    try:
        verdict = _verdict(file)
    except OSError as error:
        raise ValidationError(_("The scanner does not answer, so no file comes in. Tell the operator.")) from error
    if verdict != "stream: OK":
        raise ValidationError(_("The scanner found something in this file. It was not kept."))


def _verdict(file: BinaryIO) -> str:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as scanner:
        scanner.settimeout(PATIENCE_SECONDS)
        scanner.connect(settings.SCANNER_SOCKET)
        scanner.sendall(b"zINSTREAM\0")
        file.seek(0)
        while block := file.read(BLOCK):
            scanner.sendall(struct.pack(">I", len(block)) + block)
        scanner.sendall(struct.pack(">I", 0))
        answer = b""
        while part := scanner.recv(4096):
            answer += part
    return answer.rstrip(b"\0\n").decode("utf-8", "replace")
