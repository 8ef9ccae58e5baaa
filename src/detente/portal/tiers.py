"""Who may see: four tiers, each wider than the one before."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Tier(models.IntegerChoices):
    """How far a thing is disclosed; as many dots as its number are filled."""

    SEALED = 1, _("sealed")
    PARTIES = 2, _("parties")
    ALLIES = 3, _("allies")
    PUBLIC = 4, _("public")
