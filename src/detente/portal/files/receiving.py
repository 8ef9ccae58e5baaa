"""The first gate: a request that brings more than may be kept ends before it fills the disk."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

LARGEST_REQUEST = 110_000_000


class BoundedUpload(FileUploadHandler):
    """Counts what comes in, by what the request announces and by what arrives."""

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self._received = 0

    def handle_raw_input(
        self, input_data: Any, meta: Any, content_length: int, boundary: Any, encoding: Any = None
    ) -> None:
        """Refuse what is announced as too large, before anything of it is read."""
        if content_length > LARGEST_REQUEST:
            raise RequestDataTooBig("A request brings at most 110 MB.")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Refuse what turns out to be too large."""
        self._received += len(raw_data)
        if self._received > LARGEST_REQUEST:
            raise RequestDataTooBig("A request brings at most 110 MB.")
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the next handler."""
