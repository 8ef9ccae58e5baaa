"""What the API says."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from ninja import Field, Schema
from pydantic import field_validator

from detente.portal.fields import plain
from detente.portal.initiative.models import Initiative
from detente.portal.obligations.reading import Line
from detente.portal.text.models import Element, ElementState
from detente.portal.text.reading import Article
from detente.portal.tiers import Tier


class ProcessOut(Schema):
    """A process."""

    id: str
    title: str
    suspended_on: date | None


class ObligationOut(Schema):
    """An obligation and its status."""

    id: str
    title: str
    owner: str
    phase: str
    verifier: str
    threshold: str
    due_on: date
    status: str
    days_late: int
    entry: int

    @staticmethod
    def of(line: Line) -> ObligationOut:
        """From a line of the page."""
        one = line.obligation
        return ObligationOut(
            id=one.slug,
            title=one.title,
            owner=one.owner.slug,
            phase=one.phase.slug,
            verifier=one.verifier,
            threshold=one.threshold,
            due_on=one.due_on,
            status=line.status,
            days_late=line.days_late,
            entry=one.entry,
        )


class InitiativeOut(Schema):
    """An initiative."""

    id: str
    title: str
    words: str
    tier: str
    submitted_at: datetime
    entry: int

    @staticmethod
    def of(one: Initiative) -> InitiativeOut:
        """From its row."""
        return InitiativeOut(
            id=one.slug,
            title=one.title,
            words=one.words,
            tier=Tier(one.tier).name.lower(),
            submitted_at=one.submitted_at,
            entry=one.entry,
        )


class InitiativeIn(Schema):
    """An initiative that is submitted; who may see it is named by its tier."""

    title: str = Field(min_length=1, max_length=200)
    words: str = Field(min_length=1, max_length=20_000)
    tier: Literal["sealed", "parties", "allies", "public"] = "parties"

    @field_validator("title", "words")
    @classmethod
    def clean(cls, value: str) -> str:
        """Clean text in the way that pages do."""
        cleaned = plain(value).strip()
        if not cleaned:
            raise ValueError("there are no words")
        return cleaned


class ReceiptOut(Schema):
    """A receipt."""

    of: str
    by: str
    at: datetime
    entry: int


class FoundOut(Schema):
    """Something that holds the words that were searched."""

    kind: str
    words: str


class Refusal(Schema):
    """Why something was not done."""

    detail: str


class ElementOut(Schema):
    """An element."""

    id: str
    title: str
    state: str
    reopened_on: date | None

    @staticmethod
    def of(one: Element) -> ElementOut:
        """From its row."""
        return ElementOut(
            id=one.slug, title=one.title, state=ElementState(one.state).name.lower(), reopened_on=one.reopened_on
        )


class AlternativeOut(Schema):
    """One alternative in the brackets."""

    number: int
    words: str
    by: str | None


class ArticleOut(Schema):
    """An article as it stands."""

    number: int
    element: str
    version: int
    opening: str
    alternatives: list[AlternativeOut]
    closing: str

    @staticmethod
    def of(article: Article) -> ArticleOut:
        """From the article of the page."""
        alternatives = [
            AlternativeOut(number=one.number, words=one.words, by=one.delegation.slug if one.delegation else None)
            for one in article.alternatives
        ]
        return ArticleOut(
            number=article.clause.number,
            element=article.clause.element.slug,
            version=article.version.number,
            opening=article.version.opening,
            alternatives=alternatives,
            closing=article.version.closing,
        )
