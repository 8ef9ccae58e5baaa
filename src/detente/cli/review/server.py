"""A small server for one person at one computer: 127.0.0.1, one random token, no request from elsewhere."""

from __future__ import annotations

import json
import secrets
from functools import cache
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from detente.case import CaseError
from detente.cli.review.desk import Desk
from detente.cli.review.given import Refused
from detente.cli.review.page import page_of, whole_page
from detente.report.review import review_file, review_page
from detente.report.review.page import review_script, review_style

LARGEST_ACT = 256 * 1024
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src data:; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class ReviewServer(ThreadingHTTPServer):
    """Serves one desk under one token; `coder` is the name last given."""

    daemon_threads = True

    def __init__(self, desk: Desk, port: int = 0, token: str = "") -> None:
        self.desk = desk
        coders = desk.coders()
        self.coder = coders[0] if len(coders) == 1 else ""
        self.token = token or secrets.token_urlsafe(24)
        super().__init__(("127.0.0.1", port), Handler)

    @property
    def hosts(self) -> tuple[str, str]:
        """Names under which a browser on this computer may ask."""
        return f"127.0.0.1:{self.server_port}", f"localhost:{self.server_port}"

    @property
    def url(self) -> str:
        """Address of the page, token and all."""
        return f"http://{self.hosts[0]}/{self.token}/"


class Handler(BaseHTTPRequestHandler):
    """Answers one request. Nothing is said to whoever lacks the token, or comes by another name."""

    server: ReviewServer
    server_version = "detente"
    sys_version = ""
    protocol_version = "HTTP/1.1"
    timeout = 60

    def do_GET(self) -> None:
        """Show the page, its script, its style, or the file to hand on."""
        place = self._place()
        if place is None:
            return
        try:
            self._show(place)
        except CaseError as error:
            self._send(HTTPStatus.INTERNAL_SERVER_ERROR, f"The case cannot be read any more.\n\n{error}", "text/plain")

    def _show(self, place: str) -> None:
        query = {name: values[-1] for name, values in parse_qs(urlsplit(self.path).query).items()}
        if place == "review.js":
            self._send(HTTPStatus.OK, review_script(), "text/javascript")
        elif place == "review.css":
            self._send(HTTPStatus.OK, _style(), "text/css")
        elif place == "export":
            self._send(HTTPStatus.OK, review_file(whole_page(self.server.desk)), "text/html")
        elif place == "":
            page = page_of(self.server.desk, query.get("view", ""), query.get("document", ""), self.server.coder)
            self._send(HTTPStatus.OK, review_page(page), "text/html")
        else:
            self._send(HTTPStatus.NOT_FOUND, "There is nothing here.", "text/plain")

    def do_POST(self) -> None:
        """Do one act; it must come from the page itself."""
        place = self._place()
        if place is None:
            return
        origin = self.headers.get("Origin")
        if origin not in [f"http://{host}" for host in self.server.hosts] or place != "act":
            self._refuse(HTTPStatus.FORBIDDEN, "Only the review page itself may act.")
            return
        if self.headers.get("Content-Type", "").split(";")[0].strip() != "application/json":
            self._refuse(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "An act is sent as JSON.")
            return
        content = self._content()
        if content is not None:
            self._act(content)

    def log_message(self, format: str, *args: Any) -> None:
        """Keep quiet: addresses hold the token."""

    def _place(self) -> str | None:
        """What is asked for behind the token; None when the request was refused."""
        if self.headers.get("Host") not in self.server.hosts:
            self._refuse(HTTPStatus.FORBIDDEN, "Ask by the address that detente review printed.")
            return None
        _, token, *rest = [*unquote(urlsplit(self.path).path).split("/", 2), ""]
        if not secrets.compare_digest(token.encode(), self.server.token.encode()):
            self._refuse(HTTPStatus.FORBIDDEN, "Ask by the address that detente review printed.")
            return None
        return rest[0]

    def _content(self) -> dict[str, Any] | None:
        length = self.headers.get("Content-Length", "")
        if not length.isdigit() or int(length) > LARGEST_ACT:
            self._refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "This act is too long.")
            return None
        try:
            content = json.loads(self.rfile.read(int(length)))
        except (ValueError, RecursionError):
            content = None
        if not isinstance(content, dict):
            self._refuse(HTTPStatus.BAD_REQUEST, "This is no act.")
            return None
        return content

    def _act(self, content: dict[str, Any]) -> None:
        try:
            self.server.desk.act(content)
        except Refused as why:
            self._refuse(HTTPStatus.UNPROCESSABLE_ENTITY, str(why))
        except OSError as error:
            self._refuse(HTTPStatus.INSUFFICIENT_STORAGE, f"Not written: {error.strerror or error}. Free some space.")
        except CaseError as error:
            self._refuse(HTTPStatus.INSUFFICIENT_STORAGE, f"Not written: {error}")
        else:
            self.server.coder = " ".join(str(content["coder"]).split())
            self._send(HTTPStatus.OK, json.dumps({"done": True}), "application/json")

    def _refuse(self, status: HTTPStatus, words: str) -> None:
        self.close_connection = True
        self._send(status, json.dumps({"error": words}), "application/json")

    def _send(self, status: HTTPStatus, text: str, kind: str) -> None:
        body = text.encode("utf-8", errors="replace")
        self.send_response(status)
        for name, value in HEADERS.items():
            self.send_header(name, value)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)


@cache
def _style() -> str:
    return str(review_style())
