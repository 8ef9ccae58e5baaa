"""Long lists, a page at a time: what one request costs does not grow with what has been written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

EACH = 25


def page_of(
    request: HttpRequest, rows: QuerySet[Any] | Sequence[Any], name: str = "page", each: int = EACH
) -> Page[Any]:
    """The page of a list that the address asks for by ``?name=NUMBER``.

    What is no number asks for the first page, and a number outside of the list for the last.

    Parameters
    ----------
    request :
        Whose address names the page.
    rows :
        The whole list; of a query no more is fetched than the page.
    name : str
        Of the list, where a page shows several.
    each : int
        How many rows a page has, at least 1.
    """
    return Paginator(rows, each).get_page(request.GET.get(name, "1"))
