"""Asks the endpoint, patiently and within bounds, and keeps only what stands in the document."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import httpx

from detente.case import CaseError
from detente.positions.endpoint.cache import AnswerCache
from detente.positions.endpoint.question import body_of, questions_of
from detente.positions.endpoint.settings import EndpointSettings
from detente.positions.endpoint.verify import verified
from detente.positions.extract import ProposedClaim

BUSY = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
NO_SCHEMA = frozenset({400, 404, 415, 422, 501})
LARGEST = 8 * 1024 * 1024
LONGEST_PAUSE_S = 60.0
LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})


class EndpointBusy(Exception):
    """The endpoint gave no usable answer for a document, however often it was asked."""


@dataclass(frozen=True, slots=True)
class Answered:
    """Claims of one document in order of place, and how many were dropped for which reason."""

    claims: tuple[ProposedClaim, ...]
    dropped: Mapping[str, int]


class Endpoint:
    """An endpoint with the parties and elements that are asked about; safe to use from several threads.

    Parameters
    ----------
    settings : EndpointSettings
        Where it is and how patiently it is asked.
    parties : mapping of name to aliases
        Whose claims are wanted.
    elements : sequence of str
        Titles of the elements of the case; may be empty.
    pause : callable
        How to wait a number of seconds.
    """

    def __init__(
        self,
        settings: EndpointSettings,
        parties: Mapping[str, Sequence[str]],
        elements: Sequence[str] = (),
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self.settings = settings
        self._asked = (parties, elements)
        self._pause = pause
        self._cache = AnswerCache(settings.cache)
        self._by_schema = True
        headers = {"Authorization": f"Bearer {settings.api_key}"} if settings.api_key else {}
        self._client = httpx.Client(
            headers=headers, timeout=settings.timeout_s, trust_env=settings.host not in LOCAL, follow_redirects=False
        )

    def close(self) -> None:
        """Close all connections."""
        self._client.close()

    def claims_in(self, text: str) -> Answered:
        """Ask about one document, stretch by stretch.

        Raises
        ------
        EndpointBusy
            When no usable answer came; nothing of the document is used then.
        CaseError
            When the endpoint cannot be reached or refuses the key: no document would fare better.
        """
        found: list[ProposedClaim] = []
        dropped: Counter[str] = Counter()
        for first, part in questions_of(text):
            if part.strip():
                for made in verified(self._answer(part), part, first, self._asked[0]):
                    if isinstance(made, str):
                        dropped[made] += 1
                    else:
                        found.append(made)
        return Answered(tuple(sorted(dict.fromkeys(found), key=lambda claim: (claim.start, claim.end))), dropped)

    def _answer(self, part: str) -> dict[str, Any]:
        by_schema = self._by_schema
        while True:
            body = body_of(self.settings.model, *self._asked, part, by_schema=by_schema)
            question = {"base_url": self.settings.base_url, **body}
            answer = self._cache.find(question)
            if answer is not None:
                return answer
            answer = self._ask(body)
            if answer is not None:
                self._cache.keep(question, answer)
                return answer
            if not by_schema:
                raise EndpointBusy("the endpoint gives no readable answer")
            by_schema = False

    def _ask(self, body: dict[str, Any]) -> dict[str, Any] | None:
        """Ask until an answer comes; None when the form of the question may be at fault."""
        why = ""
        by_schema = body["response_format"]["type"] == "json_schema"
        for attempt in range(self.settings.attempts):
            if attempt:
                self._pause(self._pause_before(attempt, why))
            try:
                status, after, content = self._post(body)
            except httpx.TimeoutException:
                why = "it does not answer in time"
                continue
            except httpx.TransportError as error:
                why = f"it cannot be reached: {error}"
                continue
            if status in BUSY:
                why = f"it answers {status}{after}"
                continue
            return self._read(status, content, by_schema=by_schema)
        if why.startswith("it cannot be reached"):
            raise CaseError(
                f"{self.settings.in_words()}: {why}.\nCheck DETENTE_LLM_BASE_URL, or unset it to use the rules."
            )
        raise EndpointBusy(f"the endpoint was asked {self.settings.attempts} times; {why.split(';')[0]}")

    def _read(self, status: int, content: bytes, *, by_schema: bool) -> dict[str, Any] | None:
        if status == 200:
            return claims_of(content)
        if status in NO_SCHEMA and by_schema:
            self._by_schema = False
            return None
        remedy = "Check DETENTE_LLM_API_KEY and DETENTE_LLM_MODEL, or unset DETENTE_LLM_BASE_URL to use the rules."
        raise CaseError(f"{self.settings.in_words()}: it answers {status}.\n{remedy}")

    def _post(self, body: dict[str, Any]) -> tuple[int, str, bytes]:
        """Status, what the endpoint says of when to come again, and the content up to a size."""
        with self._client.stream("POST", f"{self.settings.base_url}/chat/completions", json=body) as response:
            content = bytearray()
            for piece in response.iter_bytes():
                content += piece
                if len(content) > LARGEST:
                    return response.status_code, "", b""
            after = response.headers.get("retry-after", "")
            return response.status_code, f"; after {after}" if after.isdigit() else "", bytes(content)

    def _pause_before(self, attempt: int, why: str) -> float:
        """Twice as long each time, or as long as the endpoint asks for."""
        asked = float(why.rsplit("; after ", 1)[1]) if "; after " in why else 0.0
        grown: float = self.settings.first_pause_s * 2 ** (attempt - 1)
        return min(max(grown, asked), LONGEST_PAUSE_S)


def claims_of(content: bytes) -> dict[str, Any] | None:
    r"""Read the claims out of an answer, None when it holds none that can be read.

    Examples
    --------
    >>> claims_of(b'{"choices": [{"message": {"content": "{\\"claims\\": []}"}}]}')
    {'claims': []}
    """
    try:
        said = json.loads(content)["choices"][0]["message"]["content"]
        answer = json.loads(said.strip().removeprefix("```json").removeprefix("```").removesuffix("```"))
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError):
        return None
    readable = isinstance(answer, dict) and isinstance(answer.get("claims"), list)
    return {"claims": answer["claims"]} if readable else None
