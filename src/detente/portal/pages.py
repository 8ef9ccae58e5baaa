"""Show a page of a process, and what was said on the way to it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.shortcuts import render as render_template

from detente.case import CaseError
from detente.portal.doors import Here
from detente.portal.tabs import tabs_of


def page(request: HttpRequest, here: Here, template: str, status: int = 200, **shown: object) -> HttpResponse:
    """Show a page with the bar of its process."""
    context = {"here": here, "process": here.process, "tabs": tabs_of(request, here), **shown}
    return render_template(request, template, context, status=status)


def nothing_here(request: HttpRequest) -> HttpResponse:
    """Say that an address is not there."""
    raise Http404


def back(here: Here, name: str, *address: object) -> HttpResponse:
    """Go on to a page of this process after something was done."""
    return redirect(name, here.process.slug, *address)


def said(request: HttpRequest, words: str) -> None:
    """Say on the next page what was done."""
    messages.success(request, words)


def filled_in(form: Form) -> dict[str, Any]:
    """What was filled in; a `ValidationError`, which `or_say_why` says on the page, when something is wrong."""
    if not form.is_valid():
        raise ValidationError(
            [f"{_label(form, name)}{' '.join(map(str, words))}" for name, words in form.errors.items()]
        )
    return dict(form.cleaned_data)


def _label(form: Form, name: str) -> str:
    return f"{form[name].label}: " if name in form.fields else ""


def or_say_why(to: str, *parts: str) -> Callable[[Callable[..., HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """What an action refuses is said on the page `to`, found by `parts` of the address; nothing was changed then."""

    def wrap(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def careful(request: HttpRequest, here: Here, **address: object) -> HttpResponseBase:
            try:
                return view(request, here, **address)
            except (CaseError, PermissionError) as refusal:
                messages.error(request, str(refusal))
            except ValidationError as refusal:
                messages.error(request, " ".join(refusal.messages))
            return redirect(to, here.process.slug, *(address[part] for part in parts))

        return careful

    return wrap
