"""`detente deals` on scenarios of the field and on a case."""

from __future__ import annotations

import json

import pytest

from unit.casefile.genius_files import DOMAIN, NORTH, SOUTH, write

KEYS = {
    "parties",
    "elements",
    "packages_total",
    "frontier_size",
    "frontier",
    "nash",
    "kalai_smorodinsky",
    "egalitarian",
    "utilitarian",
    "maximin",
    "epsilon",
    "exact",
    "method",
    "notes",
    "seconds",
}


def test_a_scenario_as_json_has_the_documented_keys(detente, tmp_path):
    ended = detente("deals", write(tmp_path / "border"), "--format", "json")
    assert (ended.code, ended.err) == (0, "")
    document = json.loads(ended.out)
    assert set(document) == KEYS
    assert document["parties"] == ["north", "south"]
    assert document["elements"][0] == {"name": "Border", "options": ["open", "closed"]}
    assert document["packages_total"] == 6
    # By hand: north gets 0.4 border + 0.6 fee and wants 1.5; south gets 0.25 border + 0.75 fee and wants its worst.
    points = [(7.2, 1.75), (6.4, 3.0), (4.2, 3.25), (3.4, 4.5)]
    assert [tuple(p["utilities"]) for p in document["frontier"]] == points
    assert document["frontier_size"] == 4
    # Gains are (5.7, 0), (4.9, 1.25), (2.7, 1.5) and (1.9, 2.75); their products 0, 6.125, 4.05 and 5.225.
    assert document["nash"] == {"package": {"Border": "closed", "Transit fee": "none"}, "utilities": [6.4, 3.0]}
    assert document["egalitarian"]["utilities"] == [3.4, 4.5]
    assert document["utilitarian"]["utilities"] == [6.4, 3.0]
    assert document["epsilon"] == [0.0, 0.0]
    assert document["exact"] is True
    assert document["seconds"] >= 0


def test_a_scenario_in_words_names_parties_solutions_and_packages(detente, tmp_path):
    ended = detente("deals", write(tmp_path / "border"))
    assert ended.code == 0
    assert "border: 2 parties, 2 elements, 6 packages." in ended.out
    assert "Frontier: 4 points, complete" in ended.out
    for word in ("north", "south", "no deal", "Nash", "Kalai-Smorodinsky", "Transit fee", "closed"):
        assert word in ended.out


def test_no_zone_of_agreement_is_an_answer(detente, tmp_path):
    folder = write(tmp_path / "apart", south=SOUTH.replace("</objective>", '</objective><reservation value="99"/>'))
    document = json.loads(detente("deals", folder, "--format", "json").out)
    assert document["frontier_size"] == 0
    assert document["frontier"] == []
    assert document["nash"] is None
    assert "no zone of agreement" in " ".join(document["notes"])
    ended = detente("deals", folder)
    assert ended.code == 0
    assert "no package leaves every party at least as well off as no deal" in ended.out


def test_one_party_is_answered(detente, tmp_path):
    ended = detente("deals", write(tmp_path / "alone", south=None))
    assert ended.code == 0
    assert "1 party, 2 elements" in ended.out


def test_brackets_in_names_are_printed_as_they_are(detente, tmp_path):
    named = {key: text.replace("open", "[bold]open") for key, text in (("border", DOMAIN), ("north", NORTH))}
    ended = detente("deals", write(tmp_path / "brackets", south=None, **named))
    assert ended.code == 0
    assert "[bold]open" in ended.out


@pytest.mark.parametrize(("name", "code"), [("result.json", "{"), ("result.txt", "b")])
def test_the_result_can_be_written_to_a_file(detente, tmp_path, name, code):
    ended = detente("deals", write(tmp_path / "border"), "--output", tmp_path / "new" / name)
    assert (ended.code, ended.out) == (0, "")
    assert name in ended.err
    assert (tmp_path / "new" / name).read_text(encoding="utf-8").startswith(code)


def test_a_count_too_long_for_a_number_is_told_in_words(detente, tmp_path):
    issue = '<issue index="{n}" name="I{n}">{items}</issue>'
    items = "".join(f'<item value="{o}" evaluation="{{n}}{o}"/>' for o in range(5))
    issues = "".join(issue.format(n=n, items=items.format(n=n % 7)) for n in range(6_000))
    weights = "".join(f'<weight index="{n}" value="0.001"/>' for n in range(6_000))
    folder = tmp_path / "long"
    write(folder, border=f"<negotiation_template>{issues}</negotiation_template>", north=None, south=None)
    (folder / "one.xml").write_text(f"<utility_space>{issues}{weights}</utility_space>")
    document = json.loads(detente("deals", folder, "--format", "json").out)
    assert document["packages_total"] is None
    assert "about 1e4193 packages" in document["notes"]
    assert document["frontier_size"] == 1
    assert "and 5,940 more elements" in detente("deals", folder).out


@pytest.mark.parametrize("made", ["nothing", "empty", "file", "broken", "no profile"])
def test_what_cannot_be_solved_is_refused_without_a_traceback(detente, tmp_path, made):
    folder = tmp_path / "here"
    if made == "file":
        folder.write_text("")
    elif made == "empty":
        folder.mkdir()
    elif made == "broken":
        write(folder, north=NORTH.replace('value="0.4"', 'value="x"'))
    elif made == "no profile":
        write(folder, north=None, south=None)
    ended = detente("deals", folder)
    assert ended.code == 2
    assert ended.out == ""
    assert "here" in ended.err
    assert "Traceback" not in ended.err


def test_a_case_in_words_says_who_would_sign_which_package(detente, root):
    ended = detente("deals", root / "cases" / "kaesong-2003", "--worlds", 40, "--seed", 1)
    assert ended.code == 0
    assert "40 worlds drawn" in ended.out
    assert "All required would sign, of 100 worlds drawn" in ended.out
    assert "The zone as agreed in 2003" in ended.out


def test_a_case_as_json_is_the_deals_part_of_the_analysis(detente, root, tmp_path):
    case = root / "cases" / "kaesong-2003"
    ended = detente("deals", case, "--worlds", 40, "--format", "json")
    assert ended.code == 0
    assert detente("assess", case, "--worlds", 40, "--output", tmp_path).code == 0
    assert json.loads(ended.out) == json.loads((tmp_path / "analysis.json").read_text(encoding="utf-8"))["deals"]


def test_a_broken_case_is_refused(detente, tmp_path):
    (tmp_path / "case.yaml").write_text("title: only a title\n")
    ended = detente("deals", tmp_path)
    assert ended.code == 2
    assert "case.yaml" in ended.err
