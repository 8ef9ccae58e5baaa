"""Everything that the portal says can be translated, and dates follow the language."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.template.base import Lexer, TokenType
from django.test import override_settings
from django.utils import formats, translation

from detente.portal.initiative.models import Initiative
from detente.portal.parties.models import Process
from detente.portal.public.naming import KIND_NAMES
from detente.portal.recording import record_store
from detente.portal.text import actions
from detente.portal.text.models import Clause, ClauseVersion, Declaration
from detente.record import entry_kinds, parse_entry
from portal.people import client_of, part_of

PORTAL = Path(__file__).parents[2] / "src" / "detente" / "portal"
TEMPLATE = PORTAL / "locale" / "django.pot"
# Names of this project and of formats, which are the same in every language; in-page commands are English too.
NAMES = (
    "Detente",
    "OC4IDS",
    "FollowTheMoney",
    "CSV",
    "JSON",
    "iCalendar",
    "UTC",
    "USD",
    "$ detente record verify",
    ".bundle",
)
# Shown when nothing works any more, so it asks for nothing.
LAST_RESORT = "500.html"
MARKED, UNMARKED = ("blocktrans", "blocktranslate"), ("endblocktrans", "endblocktranslate")
LETTERS = re.compile(r"[^\W\d_]{2,}")
# In a language that Django has no words for, its own English ones stand in for the names of months.
DATE = re.compile(r"[A-Z][a-z]+\.? \d{1,2}, \d{4}|\d{1,2} [A-Z][a-z]+( \d{4})?|, \d.* [ap]\.m\.|, (noon|midnight)")
OPEN, CLOSE = "⟦", "⟧"
needs_gettext = pytest.mark.skipif(not (shutil.which("xgettext") and shutil.which("msgfmt")), reason="needs gettext")


class Words(HTMLParser):
    """Text nodes, and attributes that are read aloud."""

    def __init__(self) -> None:
        super().__init__()
        self.found, self.silent = [], 0

    def handle_starttag(self, tag, attributes):
        self.silent += tag in ("script", "style", "pre")
        self.found += [value for name, value in attributes if name in ("aria-label", "title", "alt", "placeholder")]

    def handle_endtag(self, tag):
        self.silent -= tag in ("script", "style", "pre")

    def handle_data(self, data):
        if not self.silent:
            self.found.append(data)


def words_of(html: str) -> list[str]:
    """All words that a reader meets, by node."""
    parser = Words()
    parser.feed(html)
    return [" ".join(one.split()) for one in parser.found if one and LETTERS.search(one)]


def unmarked(text: str) -> list[str]:
    """Words of a template that stand outside all marks for translation."""
    kept, inside = [], False
    for token in Lexer(text).tokenize():
        name = token.contents.split()[0] if token.token_type == TokenType.BLOCK else ""
        inside = (inside or name in MARKED) and name not in UNMARKED
        kept.append(token.contents if token.token_type == TokenType.TEXT and not inside else "")
    return [one for one in words_of("".join(kept)) if LETTERS.search(without_names(one))]


def without_names(words: str) -> str:
    """What is left when the names are taken out."""
    for name in NAMES:
        words = words.replace(name, "")
    return words


def test_no_template_has_words_that_are_not_marked():
    templates = [file for file in (PORTAL / "templates").rglob("*.html") if file.name != LAST_RESORT]
    assert len(templates) > 20
    found = {file.name: unmarked(file.read_text(encoding="utf-8")) for file in templates}
    assert {name: words for name, words in found.items() if words} == {}


def test_an_unmarked_word_is_found():
    assert unmarked("{% load i18n %}<p>Hello {% trans 'you' %}</p>") == ["Hello"]
    assert unmarked("{% blocktrans %}<p>Hello</p>{% endblocktrans %}<img alt='Boats'>") == ["Boats"]


def messages_of(file: Path) -> set[str]:
    """The messages of a template of translations."""
    return set(re.findall(r"^msgid (.+?)^msgstr", file.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)) - {
        '""\n'
    }


@needs_gettext
def test_the_template_for_translators_has_every_message(tmp_path, monkeypatch):
    copy = shutil.copytree(PORTAL, tmp_path / "portal", ignore=shutil.ignore_patterns("locale", "__pycache__"))
    (copy / "locale").mkdir()
    monkeypatch.chdir(copy)
    with override_settings(LOCALE_PATHS=[]):
        call_command("makemessages", locale=["en"], keep_pot=True, no_location=True, no_wrap=True, verbosity=0)
    assert messages_of(copy / "locale" / "django.pot") == messages_of(TEMPLATE)


@pytest.fixture
def pseudo(tmp_path) -> Path:
    """A language in which every message stands in brackets."""
    folder = tmp_path / "locale" / "xx" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    text = TEMPLATE.read_text(encoding="utf-8").replace(
        "nplurals=INTEGER; plural=EXPRESSION;", "nplurals=2; plural=(n != 1);"
    )
    head, body = text.split("\n\n", 1)
    one = re.compile(
        r'^(msgid (.+?))^(msgid_plural (.+?))?msgstr(?:\[0\])? ""\n(?:msgstr\[1\] ""\n)?', re.DOTALL | re.MULTILINE
    )
    (folder / "django.po").write_text(head + "\n\n" + one.sub(bracketed, body), encoding="utf-8")
    subprocess.run(["msgfmt", "-o", folder / "django.mo", folder / "django.po"], check=True)
    return tmp_path / "locale"


def bracketed(found: re.Match[str]) -> str:
    """A message with its translation: the same words in brackets."""
    if not found[3]:
        return f'{found[1]}msgstr "{OPEN}" {edge(found[2])}\n'
    return f'{found[1]}{found[3]}msgstr[0] "{OPEN}" {edge(found[2])}\nmsgstr[1] "{OPEN}" {edge(found[4])}\n'


def edge(words: str) -> str:
    """Close the bracket where the words end; a line break at the end stays last."""
    return words.strip() + f' "{CLOSE}"'


@needs_gettext
def test_in_a_pseudo_language_every_word_of_a_page_is_translated_or_data(portal, pseudo):
    data = everything_written()
    pages = "home/ initiatives/ initiatives/submit text/ text/articles/3/ acceptance/ preferences/ talks/ councils/"
    more = "councils/renewable-energy/ ventures/ obligations/ obligations/crossings/ analysis/ record/"
    left = {}
    with override_settings(LANGUAGES=[("en", "English"), ("xx", "Pseudo")], LOCALE_PATHS=[pseudo]):
        client = client_of("south-head")
        for page in ("", *pages.split(), *more.split()):
            answer = client.get(f"/p/two-rivers/{page}", headers={"Accept-Language": "xx"})
            assert answer.status_code == 200
            html = answer.content.decode()
            assert OPEN in html
            left[page] = [one for one in words_of(html) if is_left(one, data)]
    found = [f"{page}: {one}" for page, words in left.items() for one in words]
    assert not found, "\n".join(found)


def is_left(words: str, data: str) -> bool:
    """Whether words were neither translated nor put in by somebody."""
    rest = DATE.sub("", without_names(words))
    while rest != (rest := re.sub(f"{OPEN}[^{OPEN}{CLOSE}]*{CLOSE}", "|", rest)):
        pass
    parts = (part.strip(" .;()+") for part in re.split("[][·|:,]", rest))
    return any(LETTERS.search(part) and part not in data for part in parts)


def everything_written() -> str:
    """What people wrote: all rows, the alternatives of articles one after the other, the record, and the case."""
    rows = [model.objects.values_list() for model in apps.get_models() if model._meta.app_label != "contenttypes"]
    written = [" ".join(str(row).split()) for part in rows for row in part]
    for version in ClauseVersion.objects.all():
        written += [" ".join(one["words"] for one in version.alternatives), f"{version.opening} {version.closing}"]
    for process in Process.objects.exclude(case_folder=""):
        for file in Path(process.case_folder).rglob("*.[cy]*"):
            written.append(file.read_text(encoding="utf-8").replace(",", " "))
    store = record_store()
    for index in range(store.size()):
        entry = parse_entry(store.leaf(index))
        written += [entry.by, *(str(value) for value in (entry.body or {}).values())]
    return " ".join(" ".join(one.split()) for one in written).replace("\\n", " ").replace("\\'", "'")


def test_a_word_that_nobody_wrote_is_left_over():
    assert is_left(f"{OPEN} Drafts {CLOSE}, Draft 1", "Asset release")
    assert not is_left(f"{OPEN} Article 1 {CLOSE}: Asset release", "of the Asset release, yearly")


def test_dates_and_numbers_follow_the_language(portal):
    at = Initiative.objects.first().submitted_at
    with override_settings(LANGUAGES=[("en", "English"), ("de", "German")]):
        page = client_of("south-head").get("/p/two-rivers/record/", headers={"Accept-Language": "de"}).content.decode()
        with translation.override("de"):
            german = formats.date_format(at, "DATE_FORMAT")
            assert formats.number_format(12_345.5, force_grouping=True) == "12.345,5"
    with translation.override("en"):
        english = formats.date_format(at, "DATE_FORMAT")
        assert formats.number_format(12_345.5, force_grouping=True) == "12,345.5"
    assert german != english
    assert german in page
    assert english not in page
    assert english in client_of("south-head").get("/p/two-rivers/record/").content.decode()


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("ar", "rtl"), ("he", "rtl"), ("de", "ltr")])
def test_a_page_says_its_language_and_its_direction(portal, language, direction):
    with override_settings(LANGUAGES=[("en", "English"), ("de", "German"), ("ar", "Arabic"), ("he", "Hebrew")]):
        for address in ("/p/two-rivers/", "/accounts/login/", "/p/nothing/"):
            answer = client_of(None).get(address, headers={"Accept-Language": language})
            assert f'<html lang="{language}" dir="{direction}">' in answer.content.decode(), address
            assert answer.headers["Content-Language"] == language


def test_the_layout_has_no_side_that_a_language_cannot_turn():
    layout = (PORTAL / "static" / "portal" / "portal.css").read_text(encoding="utf-8")
    assert re.findall(r"(?:margin|padding|border)-(?:left|right)|(?:text-align|float): (?:left|right)", layout) == []


def test_every_kind_of_entry_has_a_name():
    assert set(KIND_NAMES) == set(entry_kinds())


# Read at the terminal of the operator, in one language.
AT_THE_TERMINAL = {"serving.py", "recording.py", "databases.py", "moving.py", "processes.py"}
SAYING = {"CaseError", "PermissionError", "ValidationError", "said", "success", "error", "add_error", "Task"}


def unsaid(file: Path) -> list[str]:
    """Words that a module would say to people without asking for a translation."""
    found = []
    for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        name = getattr(getattr(call, "func", None), "id", getattr(getattr(call, "func", None), "attr", ""))
        if not isinstance(call, ast.Call) or name not in SAYING:
            continue
        for given in call.args:
            said = given.values if isinstance(given, ast.JoinedStr) else [given]
            if any(isinstance(one, ast.Constant) and " " in str(one.value) for one in said):
                found.append(f"{file.name}, line {call.lineno}")
    return found


def test_no_refusal_is_said_in_one_language_only():
    modules = [
        file
        for file in PORTAL.rglob("*.py")
        if file.name not in AT_THE_TERMINAL and not {"migrations", "demonstration", "management"} & set(file.parts)
    ]
    assert len(modules) > 80
    assert [one for file in modules for one in unsaid(file)] == []


def test_a_refusal_in_one_language_is_found(tmp_path):
    (tmp_path / "a.py").write_text('raise CaseError("Not yet.")\nsaid(request, _("Done now."))\n', encoding="utf-8")
    assert unsaid(tmp_path / "a.py") == ["a.py, line 1"]


@needs_gettext
def test_the_record_says_the_same_in_every_language(portal, pseudo):
    clause, mediator = Clause.objects.get(number=1), part_of("mediator")
    begun = record_store().size()
    two = override_settings(LANGUAGES=[("en", "English"), ("xx", "Pseudo")], LOCALE_PATHS=[pseudo])
    with two, translation.override("xx"):
        assert OPEN in str(clause)
        actions.edit_clause(clause, mediator, clause.version, actions.Words("Words.", (), ""))
        actions.issue_draft(mediator, None)
        actions.declare(part_of("south-head"), clause, Declaration.Kind.RESERVATION, "Words.")
    store = record_store()
    written = [store.leaf(index) + b"".join(store.sealed(index) or ()) for index in range(begun, store.size())]
    assert len(written) == 3
    assert OPEN.encode() not in b"".join(written)
