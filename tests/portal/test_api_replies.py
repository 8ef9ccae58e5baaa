"""What the API answers is what its OpenAPI document says, whatever it is asked."""

from __future__ import annotations

import json
import re
from types import SimpleNamespace

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from portal.people import client_of

METHODS = ("get", "post")
OPERATIONS = (
    ("get", "/api/processes"),
    ("get", "/api/processes/{process}/obligations"),
    ("get", "/api/processes/{process}/initiatives"),
    ("get", "/api/processes/{process}/elements"),
    ("get", "/api/processes/{process}/articles"),
    ("get", "/api/processes/{process}/search"),
    ("post", "/api/processes/{process}/initiatives"),
    ("post", "/api/processes/{process}/initiatives/{initiative}/receipt"),
)
PEOPLE = ("mediator", "north-head", "monitor", "stranger", None)
# Signs that have broken programs before: zero, ends of lines, halves of pairs, turned directions, wide digits.
NASTY = st.sampled_from(
    ["\x00", "a\x00b", "\ud800", "\u202e", "\n", "a\r\nb: c", "１２", "%", "'", "\\", "..", " ", ""]
)
TEXT = st.one_of(st.text(max_size=60), NASTY, st.just("a" * 30_000))
SLUGS = {"process": st.one_of(st.just("two-rivers"), TEXT), "initiative": st.one_of(st.just("northland-1"), TEXT)}
NUMBERS = st.one_of(st.integers(), st.just(10**400), st.floats(allow_nan=False, allow_infinity=False))
ANYTHING = st.recursive(
    st.one_of(st.none(), st.booleans(), NUMBERS, TEXT),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(TEXT, inner, max_size=3)),
    max_leaves=6,
)
TIERS = st.sampled_from(["sealed", "parties", "allies", "public"])
PROPOSALS = st.fixed_dictionaries(
    {"title": st.one_of(TEXT, ANYTHING), "words": st.one_of(TEXT, ANYTHING)},
    optional={"tier": st.one_of(TIERS, ANYTHING)},
)
BODIES = st.one_of(
    PROPOSALS.map(json.dumps), ANYTHING.map(json.dumps), st.binary(max_size=40), st.sampled_from(["", "[" * 100_000])
)
TYPES = st.sampled_from(
    ["application/json", "text/plain", "multipart/form-data", "multipart/form-data; boundary=b", ""]
)


@pytest.fixture
def document(portal) -> dict:
    """The OpenAPI document."""
    return client_of(None).get("/api/openapi.json").json()


def fault_in(document: dict, method: str, path: str, response) -> str:
    """What of an answer is not as the document says; nothing when all is."""
    responses = document["paths"][path][method]["responses"]
    if str(response.status_code) not in responses:
        return f"status {response.status_code} is not documented"
    if response.headers["Content-Type"].partition(";")[0] != "application/json":
        return f"type {response.headers['Content-Type']}"
    schema = responses[str(response.status_code)]["content"]["application/json"]["schema"]
    try:
        Draft202012Validator({**schema, "components": document["components"]}).validate(response.json())
    except ValidationError as wrong:
        return wrong.message
    return ""


def ask(client: Client, method: str, address: str, query: dict[str, str], body: str | bytes, kind: str):
    """The answer; what the request changed is undone."""
    with transaction.atomic():
        text = body.encode(errors="surrogatepass") if isinstance(body, str) else body
        sent = {"data": text, "content_type": kind} if method == "post" else {"query_params": query}
        response = client.generic(method.upper(), address, **sent)
        transaction.set_rollback(True)
    return response


def test_every_operation_is_asked(document):
    assert {(method, path) for path, has in document["paths"].items() for method in has} == set(OPERATIONS)


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_an_operation_answers_as_documented_whatever_it_is_asked(portal, document, method, path):
    clients = {who: client_of(who) for who in PEOPLE}
    names = re.findall(r"{(\w+)}", path)

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    @given(
        st.sampled_from(PEOPLE),
        st.fixed_dictionaries({name: SLUGS[name] for name in names}),
        st.fixed_dictionaries({}, optional={"words": st.one_of(TEXT, st.just("transit")), "page": NUMBERS.map(str)}),
        BODIES,
        TYPES,
    )
    def answers(who, slugs, query, body, kind):
        address = path
        for name, value in slugs.items():
            address = address.replace(f"{{{name}}}", quoted(value))
        sendable = {name: value.encode(errors="replace").decode() for name, value in query.items()}
        response = ask(clients[who], method, address, sendable, body, kind)
        assert fault_in(document, method, path, response) == "", (who, address, query, body, kind)

    answers()


def quoted(value: str) -> str:
    """A part of an address; an empty one would be another address."""
    return "".join(f"%{byte:02x}" for byte in value.encode(errors="surrogatepass")) or "-"


def test_an_answer_that_is_not_as_documented_is_found(document):
    wrong = SimpleNamespace(status_code=200, headers={"Content-Type": "application/json"}, json=lambda: [{"id": 1}])
    assert "is not of type 'string'" in fault_in(document, "get", "/api/processes", wrong)
    wrong.status_code = 418
    assert "418 is not documented" in fault_in(document, "get", "/api/processes", wrong)
    wrong.status_code, wrong.headers = 200, {"Content-Type": "text/html"}
    assert "text/html" in fault_in(document, "get", "/api/processes", wrong)


def test_what_never_reaches_an_operation_is_refused_in_json(portal):
    client = client_of("north-head")
    for address in ("/api/", "/api/absent", "/api/processes/a%2Fb/articles", "/api/processes/two-rivers/"):
        response = client.get(address)
        assert (response.status_code, response.json()) == (404, {"detail": "Not Found"})
    assert client.get("/absent").headers["Content-Type"].startswith("text/html")
    response = client.post("/api/processes/two-rivers/initiatives", b"x", content_type="multipart/form-data")
    assert response.status_code in (400, 422)
    assert set(response.json()) == {"detail"}


@pytest.mark.parametrize("number", ["9" * 18, "9" * 30, "9" * 5_000])
def test_a_number_that_no_database_holds_is_not_there(portal, number):
    client = client_of("mediator")
    for address in (f"record/{number}/proof", f"text/articles/{number}/", f"text/drafts/{number}/"):
        assert client.get(f"/p/two-rivers/{address}").status_code == 404
    for address in (f"record/?before={number}", f"obligations/?page={number}", "obligations/?page=-1", "?page=%00"):
        assert client.get(f"/p/two-rivers/{address}").status_code == 200
    assert client_of("auditor").get(f"/p/two-rivers/audit/?before={number}").status_code == 200
