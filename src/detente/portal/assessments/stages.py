"""The stages of a run, in order, as the page names them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

STAGES = {
    "reading": _("reading the case"),
    "positions": _("who said what"),
    "payoffs": _("what options are worth"),
    "preferences": _("what each party would take"),
    "deals": _("which packages all could sign"),
    "durability": _("who would keep it"),
    "wholes": _("packages as wholes"),
    "prospects": _("what may become of it"),
    "economy": _("who gains and who pays"),
    "precedents": _("what happened before"),
    "influences": _("which assumptions matter"),
    "repair": _("what would make it hold, and in what order"),
    "report": _("writing the report"),
}


def words_of(stage: str) -> str:
    """The words of a stage; a stage without words is named as it is."""
    return str(STAGES.get(stage, stage))


def step_of(stage: str) -> int:
    """Which stage it is, counted from 1; 0 when it is none of them."""
    return list(STAGES).index(stage) + 1 if stage in STAGES else 0
