"""A small server that speaks the chat protocol of OpenAI, well or badly, as a test tells it."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any

Reply = tuple[int, dict[str, str], bytes]


def answer(claims: object) -> Reply:
    """A well-formed answer whose content is these claims."""
    content = json.dumps({"claims": claims})
    return 200, {}, json.dumps({"choices": [{"message": {"role": "assistant", "content": content}}]}).encode()


def text_answer(content: str) -> Reply:
    """An answer with any content."""
    return 200, {}, json.dumps({"choices": [{"message": {"content": content}}]}).encode()


class ChatServer(ThreadingHTTPServer):
    """Remembers every request; `reply` gets the number of the request and its body."""

    daemon_threads = True

    def __init__(self, reply: Callable[[int, dict[str, Any]], Reply]) -> None:
        self.reply = reply
        self.asked: list[dict[str, Any]] = []
        self.keys: list[str | None] = []
        self.at_once = self.most_at_once = 0
        self.lock = Lock()
        super().__init__(("127.0.0.1", 0), Handler)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"


class Handler(BaseHTTPRequestHandler):
    server: ChatServer

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        server = self.server
        with server.lock:
            server.asked.append(body)
            server.keys.append(self.headers.get("Authorization"))
            number = len(server.asked)
            server.at_once += 1
            server.most_at_once = max(server.most_at_once, server.at_once)
        try:
            status, headers, content = server.reply(number, body)
        finally:
            with server.lock:
                server.at_once -= 1
        self.send_response(status)
        for name, value in {"Content-Length": str(len(content)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:
        """Keep quiet."""


@contextmanager
def chat_server(reply: Callable[[int, dict[str, Any]], Reply]) -> Iterator[ChatServer]:
    server = ChatServer(reply)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def slow(seconds: float, reply: Reply) -> Reply:
    time.sleep(seconds)
    return reply
