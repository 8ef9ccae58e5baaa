"""Genius scenarios are read exactly, or refused with file, issue and remedy."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.case import CaseError
from detente.casefile import read_scenario
from detente.deals import solve_scenario
from unit.casefile.genius_files import DOMAIN, NORTH, SOUTH, write


def refusal(folder):
    with pytest.raises(CaseError) as caught:
        read_scenario(folder)
    return str(caught.value)


def test_issues_are_matched_by_name_and_options_by_value(tmp_path):
    scenario = read_scenario(write(tmp_path / "border"))
    assert scenario.name == "border"
    assert scenario.parties == ("north", "south")
    assert [(e.name, e.options) for e in scenario.elements] == [
        ("Border", ("open", "closed")),
        ("Transit fee", ("none", "low", "high")),
    ]
    assert scenario.weights == ((Decimal("0.4"), Decimal("0.6")), (Decimal("0.25"), Decimal("0.75")))
    assert scenario.evaluations[0] == ((3, 1), (10, 5, 0))
    assert scenario.evaluations[1] == ((1, 6), (2, 4, 8))
    assert scenario.reservation == (Decimal("1.5"), None)
    assert scenario.discount == (Decimal("0.9"), None)
    assert scenario.packages_total == 6


def test_parties_stand_in_the_order_of_the_file_names(tmp_path):
    scenario = read_scenario(write(tmp_path, south=None, a2=SOUTH, a10=NORTH, north=None))
    assert scenario.parties == ("a10", "a2")


def test_a_number_is_read_as_it_is_written(tmp_path):
    long = "0.1234567890123456789012345"
    scenario = read_scenario(write(tmp_path, north=NORTH.replace('"0.4"', f'" {long} "').replace('"3"', '"3E-1"')))
    assert str(scenario.weights[0][0]) == long
    assert scenario.evaluations[0][0][0] == Decimal("0.3")


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbf" + NORTH.encode(),
        ('<?xml version="1.0" encoding="UTF-16"?>' + NORTH).encode("utf-16"),
        ('<?xml version="1.0" encoding="ISO-8859-1"?>' + NORTH.replace('name="root"', 'name="Süd"')).encode("latin-1"),
    ],
    ids=["utf-8 with a mark", "utf-16", "latin-1"],
)
def test_other_encodings_are_read(tmp_path, content):
    plain = read_scenario(write(tmp_path / "plain"))
    other = read_scenario(write(tmp_path / "other", north=content))
    assert other.evaluations == plain.evaluations


def test_issues_are_found_in_nested_objectives_and_the_weight_of_a_group_is_left_out(tmp_path):
    nested = NORTH.replace('<issue index="2"', '<objective index="5" name="fees"><issue index="2"')
    nested = nested.replace('<weight index="1"', '</objective><weight index="5" value="0.3"/><weight index="1"')
    scenario = read_scenario(write(tmp_path / "nested", north=nested))
    plain = read_scenario(write(tmp_path / "plain"))
    assert scenario.weights == plain.weights
    assert scenario.evaluations == plain.evaluations
    assert len(scenario.notes) == 1
    assert "weights with index 5 belong to no issue and are not used" in scenario.notes[0]


def test_items_of_a_similarity_function_are_not_options(tmp_path):
    extra = '<similarity_function><criteria_function><item value="open" evaluation="9"/></criteria_function>'
    north = NORTH.replace("</issue>", f"{extra}</similarity_function></issue>", 1)
    assert read_scenario(write(tmp_path, north=north)).evaluations[0][0] == (3, 1)


def test_names_that_differ_in_blanks_only_are_the_same(tmp_path):
    assert (
        read_scenario(write(tmp_path, north=NORTH.replace("Transit fee", "Transit  fee "))).evaluations[0][1][0] == 10
    )


def test_a_file_of_another_kind_is_left_out_and_named(tmp_path):
    scenario = read_scenario(write(tmp_path, pom="<project/>"))
    assert scenario.parties == ("north", "south")
    assert "<project> is not part of a scenario" in scenario.notes[0]


def test_one_profile_is_a_scenario(tmp_path):
    assert read_scenario(write(tmp_path, south=None)).parties == ("north",)


INTEGER = '<issue index="2" type="integer" name="Transit fee" lowerbound="{low}" upperbound="{high}"{end}'


def integer_domain(low, high):
    start, end = DOMAIN.index('<issue index="2"'), DOMAIN.rindex("</issue>") + len("</issue>")
    return DOMAIN[:start] + INTEGER.format(low=low, high=high, end="/>") + DOMAIN[end:]


def integer_profile(low, high, evaluator):
    start, end = NORTH.index('<issue index="2"'), NORTH.rindex("</issue>")
    return NORTH[:start] + INTEGER.format(low=low, high=high, end=">") + evaluator + NORTH[end:]


def test_an_integer_issue_has_its_range_as_options(tmp_path):
    line = '<evaluator ftype="linear" offset="0.2" slope="0.1"/>'
    scenario = read_scenario(
        write(tmp_path, border=integer_domain(0, 3), north=integer_profile(0, 3, line), south=None)
    )
    assert scenario.elements[1].options == ("0", "1", "2", "3")
    assert scenario.evaluations[0][1] == tuple(map(Decimal, ("0.2", "0.3", "0.4", "0.5")))


def test_a_range_may_stand_below_the_issue_and_items_may_score_it(tmp_path):
    domain = integer_domain(0, 2).replace(
        ' lowerbound="0" upperbound="2"/>', '><range lowerbound="-1" upperbound="1"/></issue>'
    )
    items = "".join(f'<item value="{v}" evaluation="{v + 4}"/>' for v in (1, -1, 0))
    scenario = read_scenario(write(tmp_path, border=domain, north=integer_profile(-1, 1, items), south=None))
    assert scenario.elements[1].options == ("-1", "0", "1")
    assert scenario.evaluations[0][1] == (3, 4, 5)


@pytest.mark.parametrize(
    ("low", "high", "line"),
    [
        (1, 3, '<evaluator ftype="linear" offset="0" slope="0.1"/>'),
        (0, 30, '<evaluator ftype="linear" offset="0" slope="0.1"/>'),
        (0, 3, '<evaluator ftype="linear" parameter0="-1" parameter1="0.1"/>'),
    ],
    ids=["starts elsewhere", "above 1", "below 0"],
)
def test_a_line_that_programs_read_differently_is_refused(tmp_path, low, high, line):
    folder = write(tmp_path, border=integer_domain(low, high), north=integer_profile(low, high, line), south=None)
    assert 'programs read the linear evaluator of "Transit fee" differently' in refusal(folder)


REFUSED = {
    "missing weight": (
        "north",
        NORTH.replace('<weight index="2" value="0.6"/>', ""),
        'issue "Transit fee" (index "2") has no weight',
    ),
    "two weights": (
        "north",
        NORTH.replace('<weight index="2" value="0.6"/>', '<weight index="1" value="0.6"/>'),
        'two weights with index "1"',
    ),
    "unscored option": (
        "north",
        NORTH.replace('<item index="2" value="low" evaluation="5"/>', ""),
        'issue "Transit fee" does not score "low"',
    ),
    "evaluation missing": (
        "north",
        NORTH.replace('value="low" evaluation="5"', 'value="low"'),
        'the evaluation of "low" in "Transit fee" is missing',
    ),
    "scored twice": ("north", NORTH.replace('value="low"', 'value="none"'), 'scores "none" twice'),
    "unknown option": (
        "north",
        NORTH.replace('"low"', '"medium"'),
        'issue "Transit fee" has no option "medium" in the domain',
    ),
    "unknown issue": ("north", NORTH.replace("Transit fee", "Transit free"), 'the domain has no issue "Transit free"'),
    "issue missing": ("north", NORTH.replace("Transit fee", "Border"), 'nothing is said on "Transit fee"'),
    "issue twice": ("north", NORTH.replace("Transit fee", "Border"), 'the issue "Border" is here twice'),
    "not a number": (
        "north",
        NORTH.replace('"0.4"', '"0,4"'),
        'the weight with index "1" is "0,4", not a finite number',
    ),
    "nan": (
        "north",
        NORTH.replace('"10"', '"NaN"'),
        'the evaluation of "none" in "Transit fee" is "NaN", not a finite number',
    ),
    "infinite": ("north", NORTH.replace('"1.5"', '"Infinity"'), 'the reservation is "Infinity", not a finite number'),
    "too large": ("north", NORTH.replace('"10"', '"1e31"'), "is 1e31, out of range"),
    "too long": ("north", NORTH.replace('"10"', f'"{"1" * 29}"'), "has more than 28 digits"),
    "two reservations": (
        "north",
        NORTH.replace("</utility_space>", '<reservation value="1"/></utility_space>'),
        "there are 2 reservation values",
    ),
    "nonlinear": (
        "north",
        NORTH.replace("<utility_space>", '<utility_space type="nonlinear">'),
        "not sums over issues",
    ),
    "hyper-rectangles": (
        "north",
        NORTH.replace("</utility_space>", "<hyperRectangle/></utility_space>"),
        "not sums over issues",
    ),
    "continuous": (
        "border",
        DOMAIN.replace(
            'type="discrete" name="Border">\n<item index="1" value="open"/><item index="2" value="closed"/>',
            'type="real" name="Border">',
        ),
        'the issue "Border" (real) has no items',
    ),
    "issue twice in the domain": (
        "border",
        DOMAIN.replace("Transit fee", "Border"),
        'the issue "Border" is here twice',
    ),
    "option twice": ("border", DOMAIN.replace('"closed"', '"open"'), 'the issue "Border" has "open" twice'),
    "nameless issue": ("border", DOMAIN.replace('name="Border"', ""), "an issue has no name"),
    "nameless item": ("border", DOMAIN.replace('value="closed"', ""), 'an item of the issue "Border" has no value'),
    "no issue": ("border", "<negotiation_template/>", "the domain has no issue"),
    "endless range": ("border", integer_domain(0, 10**9), 'the integer issue "Transit fee" runs from 0 to 1000000000'),
    "no range": ("border", integer_domain("", 5), 'the integer issue "Transit fee" has no whole lower and upper bound'),
    "not xml": ("north", "weights: 0.4", "not readable as XML"),
    "cut off": ("north", NORTH[:300], "not readable as XML"),
    "empty": ("north", "", "not readable as XML"),
    "unknown encoding": ("north", '<?xml version="1.0" encoding="nope"?>' + NORTH, "the encoding cannot be read"),
    "domain missing": ("border", None, "the domain is missing"),
    "two domains": ("border2", DOMAIN, "there are 2 domains: border.xml and border2.xml"),
}


@pytest.mark.parametrize(("name", "content", "words"), REFUSED.values(), ids=REFUSED)
def test_a_broken_scenario_is_refused_with_the_reason(tmp_path, name, content, words):
    message = refusal(write(tmp_path, **{name: content}))
    assert words in message
    if content is not None and name != "border2":
        assert f"{name}.xml" in message


BOMB = '<!DOCTYPE b [<!ENTITY a "aaaaaaaaaa"><!ENTITY c "&a;&a;&a;&a;">]>' + NORTH.replace("root", "&c;")
OUTSIDE = '<!DOCTYPE b [<!ENTITY a SYSTEM "/etc/hostname">]>' + NORTH.replace("root", "&a;")


@pytest.mark.parametrize("content", [BOMB, OUTSIDE], ids=["bomb", "outside"])
def test_entities_are_refused(tmp_path, content):
    assert "declares an entity or refers to something outside itself" in refusal(write(tmp_path, north=content))


def test_all_problems_are_told_at_once(tmp_path):
    message = refusal(write(tmp_path, north=NORTH.replace('"0.4"', '"x"'), south=SOUTH.replace('"8"', '"y"')))
    assert "north.xml" in message
    assert "south.xml" in message


def test_no_profile_and_no_file_are_told(tmp_path):
    assert "there is no profile" in refusal(write(tmp_path / "a", north=None, south=None))
    (tmp_path / "empty").mkdir()
    assert "neither Genius files (.xml) nor a case.yaml" in refusal(tmp_path / "empty")
    assert "cannot be read" in refusal(tmp_path / "nowhere")


def test_a_pipe_or_a_folder_is_not_read(tmp_path):
    write(tmp_path)
    (tmp_path / "west.xml").mkdir()
    assert "west.xml: this is not a plain file" in refusal(tmp_path)


def test_two_parties_of_one_name_are_refused(tmp_path):
    named = NORTH.replace("<utility_space>", '<utility_space party="south">')
    assert 'two profiles are of the party "south"' in refusal(write(tmp_path, north=named))


@given(
    name=st.sampled_from(["border", "north"]),
    at=st.integers(0, len(NORTH) - 1),
    length=st.integers(0, 40),
    put=st.sampled_from([b"", b"0", b"-", b"<", b">", b'"', b"&", b"\x00", b"\xff", b"e9", b"/>", b"issue"]),
)
@settings(max_examples=300)
def test_a_damaged_file_is_answered_or_refused_and_never_breaks(name, at, length, put):
    whole = {"border": DOMAIN, "north": NORTH}[name].encode()
    with TemporaryDirectory() as place:
        folder = write(Path(place) / "s", **{name: whole[:at] + put + whole[at + length :]})
        try:
            scenario = read_scenario(folder)
        except CaseError:
            return
        assert solve_scenario(scenario).exact
