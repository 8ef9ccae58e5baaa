"""Names scored by the rules of nomenklatura (logic-v2); needs the extra `rescoring`."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Any

from detente.case import ScreenedName
from detente.legal.screening.rescoring import Candidate
from detente.legal.screening.score import NameScore

SCHEMAS = {"person": "Person", "organisation": "Organization", "vessel": "Vessel", "aircraft": "Airplane"}
THINGS = ("vessel", "aircraft")
EITHER = "LegalEntity"


class ByNomenklatura:
    """Names alone are handed over; birth date, country and identifiers are set beside the hit as always."""

    name = "nomenklatura"

    def __init__(self) -> None:
        self._model: Any = import_module("followthemoney").model
        self._rules: Any = import_module("nomenklatura.matching").LogicV2
        self._settings = self._rules.default_config()

    def scores(self, queried: ScreenedName, core: str, candidates: Sequence[Candidate]) -> list[NameScore]:
        """Score each candidate in [0, 1]; the explanation is that of the package."""
        del core
        return [self._score(queried, one) for one in candidates]

    def _score(self, queried: ScreenedName, one: Candidate) -> NameScore:
        mine, theirs = _schemas(queried.kind, one.kind)
        found = self._rules.compare(self._entity(mine, queried.name), self._entity(theirs, one.name), self._settings)
        said = found.explanations.get("name_match")
        words = (said.detail if said else None) or "no part is alike"
        return NameScore(min(max(float(found.score), 0.0), 1.0), (), (), words)

    def _entity(self, schema: str, name: str) -> Any:
        """The package keeps what it read of a name under the id of its entity, so the id says all that it reads."""
        properties = {"name": [name]}
        return self._model.get_proxy({"id": f"{schema}:{name}", "schema": schema, "properties": properties})


def _schemas(mine: str, theirs: str) -> tuple[str, str]:
    """Kinds under which two names can be compared: those that differ meet as one of the two, or as persons in law."""
    if mine == theirs or not mine or not theirs:
        known = mine or theirs
        if known in THINGS:
            return SCHEMAS[known], SCHEMAS[known]
        return SCHEMAS.get(mine, EITHER), SCHEMAS.get(theirs, EITHER)
    return EITHER, EITHER
