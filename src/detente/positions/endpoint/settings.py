"""Where the endpoint is, and how patiently it is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from detente.case import CaseError

PREFIX = "DETENTE_LLM_"


@dataclass(frozen=True, slots=True)
class EndpointSettings:
    """An OpenAI-compatible endpoint. The key is never shown, stored or part of what an answer is kept under."""

    base_url: str
    model: str
    cache: Path
    api_key: str = field(default="", repr=False)
    timeout_s: float = 120.0
    attempts: int = 5
    first_pause_s: float = 0.5
    parallel: int = 4

    @property
    def host(self) -> str:
        """The host, without any name or password that the address may hold."""
        return urlsplit(self.base_url).hostname or ""

    def in_words(self) -> str:
        """Name model and host, for the output."""
        return f"{self.model} at {self.host}"


def settings_of(environment: Mapping[str, str]) -> EndpointSettings | None:
    """Read ``DETENTE_LLM_BASE_URL``, ``_MODEL`` and ``_API_KEY``; None when no address is set.

    Answers are kept under ``XDG_CACHE_HOME``, or else ``~/.cache``, in ``detente/endpoint``.

    Examples
    --------
    >>> settings_of({}) is None
    True
    >>> settings_of({"DETENTE_LLM_BASE_URL": "http://localhost:8000/v1", "DETENTE_LLM_MODEL": "m"}).in_words()
    'm at localhost'

    Raises
    ------
    CaseError
        When the address is no http address, or no model is named.
    """
    base = environment.get(f"{PREFIX}BASE_URL", "").strip().rstrip("/")
    if not base:
        return None
    if urlsplit(base).scheme not in ("http", "https") or not urlsplit(base).hostname:
        raise CaseError(
            f"{PREFIX}BASE_URL: this is no http address.\nWrite one such as http://localhost:8000/v1, or unset it."
        )
    model = environment.get(f"{PREFIX}MODEL", "").strip()
    if not model:
        raise CaseError(f"{PREFIX}MODEL is not set.\nName the model that {PREFIX}BASE_URL serves.")
    home = environment.get("XDG_CACHE_HOME", "").strip()
    cache = (Path(home) if home else Path.home() / ".cache") / "detente" / "endpoint"
    return EndpointSettings(base, model, cache, environment.get(f"{PREFIX}API_KEY", "").strip())
