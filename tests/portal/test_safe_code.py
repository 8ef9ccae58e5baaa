"""What the code of the portal never does with what people send; read from the code itself, and tried out."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from detente.portal.initiative.models import Initiative
from detente.portal.parties.models import User
from portal.people import client_of

PORTAL = Path(__file__).parents[2] / "src" / "detente" / "portal"
PATTERNS = {"compile", "match", "fullmatch", "search", "sub", "split", "findall", "finditer"}
RUNS = {"system", "popen", "execv", "execve", "spawnl", "getoutput", "fork"}


def calls(code: str) -> Iterator[tuple[ast.Call, str, str]]:
    """Each call of a module: the call, on what it is made, and its name."""
    for call in ast.walk(ast.parse(code)):
        if isinstance(call, ast.Call):
            on = call.func.value.id if isinstance(getattr(call.func, "value", None), ast.Name) else ""
            yield call, on, getattr(call.func, "attr", getattr(call.func, "id", ""))


def computed_code(code: str) -> list[str]:
    """Where words become code."""
    made = ("eval", "exec", "mark_safe")
    return [name for _, on, name in calls(code) if name in made or (on, name) == ("", "compile")]


def built_queries(code: str) -> list[str]:
    """Where a query is put together from words, not from a constant with its values beside it."""
    found = [name for _, _, name in calls(code) if name in ("raw", "extra", "RawSQL")]
    return found + [
        name
        for call, _, name in calls(code)
        if name in ("execute", "executemany") and isinstance(call.args[0], ast.JoinedStr | ast.BinOp | ast.Call)
    ]


def run_commands(code: str) -> list[str]:
    """Where a command is run through a shell, or from words."""
    found = [name for _, on, name in calls(code) if on == "os" and name in RUNS]
    for call, on, name in calls(code):
        if on == "subprocess":
            shell = any(word.arg == "shell" for word in call.keywords)
            found += [name] if shell or not isinstance(call.args[0], ast.List | ast.Name) else []
    return found


def built_patterns(code: str) -> list[str]:
    """Where a pattern is put together from words."""
    return [
        name
        for call, on, name in calls(code)
        if on == "re" and name in PATTERNS and isinstance(call.args[0], ast.JoinedStr | ast.BinOp | ast.Call)
    ]


def built_formats(code: str) -> list[str]:
    """Where words that are not written in the code are used as a format; translations are written there."""
    found = []
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod) and isinstance(node.left, ast.Attribute):
            found.append(ast.unparse(node.left))
    return found + [
        name
        for call, _, name in calls(code)
        if name in ("format", "format_map") and not isinstance(getattr(call.func, "value", None), ast.Constant)
    ]


CHECKS = {
    computed_code: "eval(words)",
    built_queries: "cursor.execute(f'SELECT {words}')",
    run_commands: "subprocess.run(words, shell=True)",
    built_patterns: "re.search(f'{words}', text)",
    built_formats: "row.words.format(user)",
}

# Names of tables, which the models give and the database quotes.
ALLOWED = {built_queries: {"moving.py": ["execute"]}}


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_what_people_send_becomes_no_code_query_command_pattern_or_format(check):
    found = {str(file.relative_to(PORTAL)): check(file.read_text(encoding="utf-8")) for file in PORTAL.rglob("*.py")}
    assert len(found) > 100
    assert {file: names for file, names in found.items() if names} == ALLOWED.get(check, {})
    assert check(CHECKS[check])


@pytest.mark.parametrize("words", ["' OR 1=1 --", "%' OR '1'='1", "\\'; DROP TABLE parties_user; --", "%_%", "a\x00b"])
def test_words_of_a_query_are_looked_for_and_not_run(portal, words):
    answer = client_of("south-head").get("/api/processes/two-rivers/search", {"words": words})
    assert answer.status_code in (200, 422)
    assert answer.status_code == 422 or answer.json() == []
    assert User.objects.count() > 5


TYPED = ("&lt;b&gt;", "%3Cb%3E", "%253Cb%253E", "\\u003cb\\u003e", "&amp;lt;", "%(title)s {0} {request.user} %s %n")


def test_what_is_typed_is_decoded_once_and_shown_as_it_was_typed(portal):
    client = client_of("north-head")
    for words in TYPED:
        given = {"title": words, "words": words, "tier": 2}
        assert client.post("/p/two-rivers/initiatives/submit", given).status_code == 302, words
        found = Initiative.objects.latest("pk")
        assert (found.title, found.words) == (words, words)
        page = client.get(f"/p/two-rivers/initiatives/{found.slug}/").content.decode()
        shown = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        assert page.count(shown) >= 2
        assert page.count("<b>") == 1
    found = client.get("/api/processes/two-rivers/initiatives").json()
    assert set(TYPED) <= {one["title"] for one in found}


def test_no_page_carries_a_plugin():
    for file in (PORTAL / "templates").rglob("*.html"):
        assert not re.search(r"<(object|embed|applet|frame)\b", file.read_text(encoding="utf-8")), file.name


def test_every_script_and_every_style_is_our_own_and_stands_in_a_file():
    for file in (PORTAL / "templates").rglob("*.html"):
        text = file.read_text(encoding="utf-8")
        for script in re.findall(r"<script[^>]*>.*?</script>|<link[^>]*>", text, re.DOTALL):
            assert re.search(r"""(src|href)="\{% static '[\w./-]+' %\}""", script), (file.name, script)
        assert not re.search(r"\son[a-z]+=|\sstyle=|javascript:|hx-on|\|safe\b|autoescape off", text), file.name
