"""What the kinds of entries are called in the language of a page; the record itself keeps its own words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

KIND_NAMES: Mapping[str, Any] = {
    "charter": _("charter"),
    "policy": _("policy"),
    "submission": _("submission"),
    "receipt": _("receipt"),
    "disclosure": _("disclosure"),
    "draft": _("draft"),
    "clause-state": _("state of an article"),
    "acceptance": _("acceptance"),
    "opening": _("opening"),
    "declaration": _("declaration"),
    "decision": _("decision"),
    "meeting": _("meeting"),
    "obligation": _("obligation"),
    "evidence": _("evidence"),
    "monitoring": _("monitoring"),
    "verification": _("verification"),
    "investigation": _("investigation"),
    "attribution": _("attribution"),
    "reply": _("reply"),
    "breach-notice": _("notice of a breach"),
    "venture-state": _("state of a venture"),
    "correction": _("correction"),
}


def kind_name(kind: str) -> str:
    """The name of a kind of entry.

    Examples
    --------
    >>> kind_name("breach-notice")
    'notice of a breach'
    """
    return str(KIND_NAMES[kind])
