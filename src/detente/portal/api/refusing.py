"""How the API refuses: always as JSON with one sentence, also what never reaches one of its operations."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views import defaults
from ninja import NinjaAPI
from ninja.errors import ValidationError as WrongInput

from detente.portal.api.schemas import Refusal

AT = "/api/"
# What every operation may answer besides what it is for.
NOT_THERE = {404: Refusal, 422: Refusal}
NOT_DONE = {400: Refusal, 401: Refusal, 403: Refusal, **NOT_THERE}


def tell_wrong_input(api: NinjaAPI) -> None:
    """Let an API say in words what is wrong with what it was given."""

    @api.exception_handler(WrongInput)
    def told(request: HttpRequest, wrong: WrongInput) -> HttpResponse:
        return api.create_response(request, {"detail": sentence(wrong)}, status=422)


def sentence(wrong: WrongInput) -> str:
    """Where each mistake is and what it is; what was given is not repeated."""
    # The first word says only whether it came in the address or in the body.
    return "; ".join(f"{'.'.join(map(str, one['loc'][1:]))}: {one['msg']}" for one in wrong.errors)


def not_there(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404 in the form of the place that was asked."""
    if request.path.startswith(AT):
        return JsonResponse({"detail": "Not Found"}, status=404)
    return defaults.page_not_found(request, exception)


def not_read(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400 in the form of the place that was asked."""
    if request.path.startswith(AT):
        return JsonResponse({"detail": "The request cannot be read."}, status=400)
    return defaults.bad_request(request, exception)
