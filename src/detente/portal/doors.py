"""Every view stands behind a door: method, sign-in, process and right are checked here and nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import TypeVar

from django.contrib.auth.views import redirect_to_login
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404

from detente.portal.access import Viewer, viewer_of, visible
from detente.portal.parties.models import Delegation, Membership, Process, Role
from detente.portal.rights import FOR_ALL, Act, allows

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class Here:
    """Where a request is: in which process, by whom, in which part."""

    viewer: Viewer
    process: Process
    part: Membership | None

    @property
    def delegation(self) -> Delegation | None:
        """The delegation of the one who asks."""
        return self.part.delegation if self.part else None

    @property
    def acting(self) -> Membership:
        """The part in which something is done; behind a door for more than the public there is one."""
        if self.part is None:
            raise Http404
        return self.part

    @property
    def role(self) -> Role | None:
        """The role of the one who asks."""
        return Role(self.part.role) if self.part else None

    def may(self, act: Act) -> bool:
        """Whether this person may do it in this process."""
        return act in FOR_ALL or any(allows(part, act) for part in self.viewer.parts_like(self.part))

    def see(self, model: type[Row]) -> QuerySet[Row]:
        """The rows of a model that this person may see, in whatever process."""
        return visible(self.viewer, model)

    def find(self, model: type[Row], **of: object) -> Row:
        """One row that this person may see; 404 for what is hidden as for what is not there."""
        return get_object_or_404(visible(self.viewer, model), **of)


View = Callable[..., HttpResponseBase]


def door(act: Act, *methods: str) -> Callable[[View], View]:
    """Put a view behind a right; it then takes the request, `Here`, and the rest of the address.

    The order of the checks tells nothing: without a sign-in every address leads to the sign-in page, and with one,
    everything that is not one's own is 404, whether it exists or not.
    """

    def wrap(view: View) -> View:
        @wraps(view)
        def entered(request: HttpRequest, process: str, **address: object) -> HttpResponseBase:
            if act not in FOR_ALL and not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            here = here_of(request, process)
            if not here.may(act):
                raise Http404
            if request.method not in methods and not (request.method == "HEAD" and "GET" in methods):
                return HttpResponseNotAllowed(methods)
            return view(request, here, **address)

        entered.act = act  # type: ignore[attr-defined]
        entered.methods = methods  # type: ignore[attr-defined]
        return entered

    return wrap


def here_of(request: HttpRequest, slug: str) -> Here:
    """The process of an address and the part that the one who asks has in it; 404 when they may not know of it."""
    viewer = viewer_of(request.user.pk if request.user.is_authenticated else None)
    process = get_object_or_404(visible(viewer, Process), slug=slug)
    return Here(viewer, process, viewer.part_in(process))
