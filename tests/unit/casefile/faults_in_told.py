"""Faults in voices, rules, rounds and told preferences: name, file, text before, text after, and the whole message."""

FAULTS = [
    (
        "voice of nobody known",
        "case.yaml",
        ("elements:\n"),
        (
            "  - id: HOUSE\n"
            "    name: House of West\n"
            "    kind: parliament\n"
            "    role: affected\n"
            "    voice_of: WESTT\n"
            "    ratifies: yes\n"
            "elements:\n"
        ),
        (
            'cases/corridor/case.yaml, line 26: voice_of "WESTT" is not a party of this case.\n'
            'Did you mean "WEST"? The parties are EAST, WEST and HOUSE.'
        ),
    ),
    (
        "voice of itself",
        "case.yaml",
        ("elements:\n"),
        (
            "  - id: HOUSE\n"
            "    name: House of West\n"
            "    kind: parliament\n"
            "    role: affected\n"
            "    voice_of: HOUSE\n"
            "    ratifies: yes\n"
            "elements:\n"
        ),
        (
            "cases/corridor/case.yaml, line 26: party HOUSE is a voice of itself.\n"
            "Name the party inside which it speaks."
        ),
    ),
    (
        "voice of a voice",
        "case.yaml",
        ("elements:\n"),
        (
            "  - id: HOUSE\n"
            "    name: House of West\n"
            "    kind: parliament\n"
            "    role: affected\n"
            "    voice_of: WEST\n"
            "    ratifies: yes\n"
            "  - id: GUILD\n"
            "    name: Guild of carriers\n"
            "    kind: industry\n"
            "    role: affected\n"
            "    voice_of: HOUSE\n"
            "    influence: {low: 0.1, mode: 0.2, high: 0.4, unit: share, origin: assumed, why: example}\n"
            "elements:\n"
        ),
        (
            "cases/corridor/case.yaml, line 32: party GUILD is a voice of HOUSE, which is a voice of WEST "
            "itself.\n"
            "Name WEST: only a party that is no voice has voices."
        ),
    ),
    (
        "voice that ratifies and has influence",
        "case.yaml",
        ("elements:\n"),
        (
            "  - id: HOUSE\n"
            "    name: House of West\n"
            "    kind: parliament\n"
            "    role: affected\n"
            "    voice_of: WEST\n"
            "    ratifies: yes\n"
            "    influence: {mode: 0.7, unit: share, origin: assumed, why: example}\n"
            "elements:\n"
        ),
        (
            "cases/corridor/case.yaml, line 26: voice HOUSE has both ratifies and influence.\n"
            "Set ratifies: yes if its consent is needed, or state influence if it moves the weights of "
            "WEST: one of the two."
        ),
    ),
    (
        "voice with neither",
        "case.yaml",
        ("elements:\n"),
        (
            "  - id: HOUSE\n"
            "    name: House of West\n"
            "    kind: parliament\n"
            "    role: affected\n"
            "    voice_of: WEST\n"
            "elements:\n"
        ),
        (
            "cases/corridor/case.yaml, line 26: voice HOUSE has neither ratifies nor influence.\n"
            "Set ratifies: yes if its consent is needed, or state influence if it moves the weights of "
            "WEST: one of the two."
        ),
    ),
    (
        "ratifies without a party",
        "case.yaml",
        ("elements:\n"),
        (
            "  - id: HOUSE\n"
            "    name: House of West\n"
            "    kind: parliament\n"
            "    role: affected\n"
            "    ratifies: yes\n"
            "elements:\n"
        ),
        (
            "cases/corridor/case.yaml, line 26: party HOUSE ratifies, but it is not a voice of another "
            "party.\n"
            "Fill in voice_of: the id of that party, or leave ratifies out."
        ),
    ),
    (
        "influence without a party",
        "case.yaml",
        ("elements:\n"),
        (
            "  - id: GUILD\n"
            "    name: Guild of carriers\n"
            "    kind: industry\n"
            "    role: affected\n"
            "    influence: {low: 0.1, mode: 0.2, high: 0.4, unit: share, origin: assumed, why: example}\n"
            "elements:\n"
        ),
        (
            "cases/corridor/case.yaml, line 26: party GUILD has influence, but it is not a voice of another "
            "party.\n"
            "Fill in voice_of: the id of that party, or leave influence out."
        ),
    ),
    (
        "influence above one",
        "case.yaml",
        ("elements:\n"),
        (
            "  - id: GUILD\n"
            "    name: Guild of carriers\n"
            "    kind: industry\n"
            "    role: affected\n"
            "    voice_of: WEST\n"
            "    influence: {low: 0.1, mode: 0.2, high: 1.4, unit: share, origin: assumed, why: example}\n"
            "elements:\n"
        ),
        (
            "cases/corridor/case.yaml, line 27: high of influence, 1.4, is out of range.\n"
            "It must be at least 0 and at most 1. Shares and probabilities are never in percent."
        ),
    ),
    (
        "influence as a bare number",
        "case.yaml",
        ("elements:\n"),
        (
            "  - id: GUILD\n"
            "    name: Guild of carriers\n"
            "    kind: industry\n"
            "    role: affected\n"
            "    voice_of: WEST\n"
            "    influence: 0.2\n"
            "elements:\n"
        ),
        (
            "cases/corridor/case.yaml, line 27: influence is a bare number; a number never stands alone.\n"
            "Write {mode: 0.2, unit: share, origin: assumed, why: your reason}."
        ),
    ),
    (
        "ratifies misspelt",
        "case.yaml",
        ("elements:\n"),
        (
            "  - id: HOUSE\n"
            "    name: House of West\n"
            "    kind: parliament\n"
            "    role: affected\n"
            "    voice_of: WEST\n"
            "    ratifies: perhaps\n"
            "elements:\n"
        ),
        ('cases/corridor/case.yaml, line 27: ratifies "perhaps" is neither yes nor no.\nWrite yes or no.'),
    ),
    (
        "influences that sum to more than one",
        "case.yaml",
        ("elements:\n"),
        (
            "  - id: GUILD\n"
            "    name: Guild of carriers\n"
            "    kind: industry\n"
            "    role: affected\n"
            "    voice_of: WEST\n"
            "    influence: {low: 0.1, mode: 0.2, high: 0.4, unit: share, origin: assumed, why: example}\n"
            "  - id: UNION\n"
            "    name: Guild of carriers\n"
            "    kind: industry\n"
            "    role: affected\n"
            "    voice_of: WEST\n"
            "    influence: {low: 0.1, mode: 0.2, high: 0.8, unit: share, origin: assumed, why: example}\n"
            "elements:\n"
        ),
        (
            "cases/corridor/case.yaml, line 33: the influences of the voices of WEST sum to as much as 1.2, "
            "more than 1.\n"
            "Lower them: what is left is the party's own part."
        ),
    ),
    (
        "proposed by nobody known",
        "case.yaml",
        ("    choices:\n"),
        ("    proposed_by: NORTH\n    choices:\n"),
        (
            'cases/corridor/case.yaml, line 48: proposed_by "NORTH" is not a party of this case.\n'
            "The parties are EAST and WEST."
        ),
    ),
    (
        "proposed on no day",
        "case.yaml",
        ("    choices:\n"),
        ("    proposed_on: May\n    choices:\n"),
        (
            'cases/corridor/case.yaml, line 48: proposed_on "May" is not a date.\n'
            "Write year-month-day, such as 2024-05-31."
        ),
    ),
    (
        "proposed after the case",
        "case.yaml",
        ("    choices:\n"),
        ("    proposed_on: 2025-01-01\n    choices:\n"),
        (
            "cases/corridor/case.yaml, line 48: proposed_on 2025-01-01 is later than the as_of of the case, "
            "2024-06-30.\n"
            "Correct the date, leave the record out, or move as_of."
        ),
    ),
    (
        "several weighted by something else",
        "case.yaml",
        ("rules:\n"),
        ("several_weighted_by: chance\nrules:\n"),
        (
            'cases/corridor/case.yaml, line 64: several_weighted_by "chance" is not a weighting.\n'
            "Use interests or nothing."
        ),
    ),
    (
        "rule of another kind",
        "case.yaml",
        ("kind: excludes"),
        ("kind: forbids"),
        ('cases/corridor/case.yaml, line 65: kind "forbids" is not a kind.\nUse requires or excludes.'),
    ),
    (
        "rule about no option",
        "case.yaml",
        ("option: ROAD.open"),
        ("option: ROAD.opened"),
        (
            'cases/corridor/case.yaml, line 65: option "ROAD.opened" is not an option of this case.\n'
            'Did you mean "ROAD.open"? The options are ROAD.shut, ROAD.open, FLAG.none and FLAG.both.'
        ),
    ),
    (
        "rule without the other option",
        "case.yaml",
        (", other: FLAG.both"),
        "",
        (
            "cases/corridor/case.yaml, line 65: a rule needs other.\n"
            "Fill in other: Id of the other option, of another element."
        ),
    ),
    (
        "rule within one element",
        "case.yaml",
        ("other: FLAG.both"),
        ("other: ROAD.shut"),
        (
            "cases/corridor/case.yaml, line 65: rule R1 is about two options of ROAD, of which a package "
            "holds one only.\n"
            "Name an option of another element, or delete the rule."
        ),
    ),
    (
        "rule twice",
        "case.yaml",
        ("rules:\n"),
        ("rules:\n  - {id: R0, option: ROAD.open, kind: requires, other: FLAG.both}\n"),
        ("cases/corridor/case.yaml, line 66: rule R1 is about the same two options as rule R0.\nKeep one of the two."),
    ),
    (
        "rule with the id of another",
        "case.yaml",
        ("rules:\n"),
        ("rules:\n  - {id: R1, option: ROAD.shut, kind: requires, other: FLAG.none}\n"),
        (
            'cases/corridor/case.yaml, line 66: the id "R1" of a rule is here a second time; the first is '
            "on line 65.\n"
            "Give one of the two another id."
        ),
    ),
    (
        "package against a rule that excludes",
        "case.yaml",
        ("      ROAD: ROAD.open\n"),
        ("      ROAD: ROAD.open\n      FLAG: FLAG.both\n"),
        (
            "cases/corridor/case.yaml, line 50: package PLAN holds ROAD.open, which excludes FLAG.both by "
            "rule R1.\n"
            "Change the choice, or delete the rule if a text may break it."
        ),
    ),
    (
        "told by nobody known",
        "preferences.yaml",
        ("party: EAST"),
        ("party: NORTH"),
        (
            'cases/corridor/preferences.yaml, line 1: party "NORTH" is not a party of this case.\n'
            "The parties are EAST and WEST."
        ),
    ),
    (
        "told twice",
        "preferences.yaml",
        ("  note: example\n"),
        ("  note: example\n- party: EAST\n  walk_away: 0.25\n"),
        (
            "cases/corridor/preferences.yaml, line 11: party EAST told its preferences on line 1 already.\n"
            "Put all that it told into one entry."
        ),
    ),
    (
        "told without a party",
        "preferences.yaml",
        ("- party: EAST\n  weights"),
        ("- weights"),
        (
            "cases/corridor/preferences.yaml, line 1: a told preference needs party.\n"
            "Fill in party: Id of the party that told."
        ),
    ),
    (
        "told key misspelt",
        "preferences.yaml",
        ("walk_away"),
        ("walkaway"),
        (
            'cases/corridor/preferences.yaml, line 8: "walkaway" is not a key of a told preference.\n'
            'Did you mean "walk_away"? The keys are party, weights, values, red_lines, walk_away, told_on '
            "and note."
        ),
    ),
    (
        "told weight of no element",
        "preferences.yaml",
        ("FLAG: 1}"),
        ("FLAGS: 1}"),
        (
            'cases/corridor/preferences.yaml, line 2: weights names "FLAGS", which is not an element of '
            "this case.\n"
            'Did you mean "FLAG"? The elements are ROAD and FLAG.'
        ),
    ),
    (
        "told weight below zero",
        "preferences.yaml",
        ("FLAG: 1}"),
        ("FLAG: -17}"),
        ("cases/corridor/preferences.yaml, line 2: weights FLAG is out of range.\nIt must be at least 0."),
    ),
    (
        "told weight in words",
        "preferences.yaml",
        ("FLAG: 1}"),
        ("FLAG: 17pt}"),
        (
            "cases/corridor/preferences.yaml, line 2: weights FLAG is not a number.\n"
            "Write digits with a point, such as 40 or 2.5."
        ),
    ),
    (
        "told weight missing",
        "preferences.yaml",
        ("FLAG: 1}"),
        ("FLAG: }"),
        (
            "cases/corridor/preferences.yaml, line 2: weights FLAG is not a number.\n"
            "Write digits with a point, such as 40 or 2.5."
        ),
    ),
    (
        "told weights all zero",
        "preferences.yaml",
        ("{ROAD: 3, FLAG: 1}"),
        ("{ROAD: 0, FLAG: 0}"),
        (
            "cases/corridor/preferences.yaml, line 2: all weights are 0.\n"
            "Give points to what matters, or leave weights out."
        ),
    ),
    (
        "told weights as a list",
        "preferences.yaml",
        ("{ROAD: 3, FLAG: 1}"),
        ("[17, 18]"),
        (
            "cases/corridor/preferences.yaml, line 2: weights must be a mapping, not a list.\n"
            "Write one key, a colon and its value per line."
        ),
    ),
    (
        "told values of no element",
        "preferences.yaml",
        ("    ROAD:\n"),
        ("    RAOD:\n"),
        (
            'cases/corridor/preferences.yaml, line 4: values names "RAOD", which is not an element of this '
            "case.\n"
            'Did you mean "ROAD"? The elements are ROAD and FLAG.'
        ),
    ),
    (
        "told values of no option",
        "preferences.yaml",
        ("ROAD.open: 10"),
        ("ROAD.opened: 17"),
        (
            "cases/corridor/preferences.yaml, line 4: values ROAD leaves out ROAD.open.\n"
            "Give points to every option of the element, or leave the element out.\n"
            "\n"
            'cases/corridor/preferences.yaml, line 6: values names "ROAD.opened", which is not an option of '
            "ROAD.\n"
            'Did you mean "ROAD.open"? The options of ROAD are ROAD.shut and ROAD.open.'
        ),
    ),
    (
        "told values of one option",
        "preferences.yaml",
        ("      ROAD.open: 10\n"),
        "",
        (
            "cases/corridor/preferences.yaml, line 4: values ROAD leaves out ROAD.open.\n"
            "Give points to every option of the element, or leave the element out."
        ),
    ),
    (
        "told values all the same",
        "preferences.yaml",
        ("ROAD.open: 10"),
        ("ROAD.open: 0"),
        (
            "cases/corridor/preferences.yaml, line 4: values ROAD gives all options the same points.\n"
            "Leave the element out of values, and out of weights if it is all one."
        ),
    ),
    (
        "told value below zero",
        "preferences.yaml",
        ("ROAD.open: 10"),
        ("ROAD.open: -17"),
        ("cases/corridor/preferences.yaml, line 6: values ROAD ROAD.open is out of range.\nIt must be at least 0."),
    ),
    (
        "told values as a number",
        "preferences.yaml",
        ("    ROAD:\n      ROAD.shut: 0\n      ROAD.open: 10\n"),
        ("    ROAD: 17\n"),
        (
            "cases/corridor/preferences.yaml, line 4: values ROAD must be a mapping, not a single value.\n"
            "Write one key, a colon and its value per line."
        ),
    ),
    (
        "told red line on no option",
        "preferences.yaml",
        ("[FLAG.both]"),
        ("[FLAG.bath]"),
        (
            'cases/corridor/preferences.yaml, line 7: red_lines "FLAG.bath" is not an option of this case.\n'
            'Did you mean "FLAG.both"? The options are ROAD.shut, ROAD.open, FLAG.none and FLAG.both.'
        ),
    ),
    (
        "told walk away above one",
        "preferences.yaml",
        ("walk_away: 0.5"),
        ("walk_away: 1.75"),
        ("cases/corridor/preferences.yaml, line 8: walk_away is out of range.\nIt must be at least 0 and at most 1."),
    ),
    (
        "told walk away in percent",
        "preferences.yaml",
        ("walk_away: 0.5"),
        ("walk_away: 75%"),
        (
            "cases/corridor/preferences.yaml, line 8: walk_away is not a number.\n"
            "Write digits with a point, such as 40 or 2.5."
        ),
    ),
    (
        "told after the case",
        "preferences.yaml",
        ("2024-06-01"),
        ("2025-06-01"),
        (
            "cases/corridor/preferences.yaml, line 9: told_on 2025-06-01 is later than the as_of of the "
            "case, 2024-06-30.\n"
            "Correct the date, leave the record out, or move as_of."
        ),
    ),
    (
        "told as a mapping",
        "preferences.yaml",
        (
            "- party: EAST\n"
            "  weights: {ROAD: 3, FLAG: 1}\n"
            "  values:\n"
            "    ROAD:\n"
            "      ROAD.shut: 0\n"
            "      ROAD.open: 10\n"
            "  red_lines: [FLAG.both]\n"
            "  walk_away: 0.5\n"
            "  told_on: 2024-06-01\n"
            "  note: example\n"
        ),
        ("party: EAST\nwalk_away: 0.75\n"),
        (
            "cases/corridor/preferences.yaml: the file does not hold a list.\n"
            "Begin each told preference with a dash and party:, then weights:, values:, red_lines: or "
            "walk_away:."
        ),
    ),
    (
        "told as words",
        "preferences.yaml",
        (
            "- party: EAST\n"
            "  weights: {ROAD: 3, FLAG: 1}\n"
            "  values:\n"
            "    ROAD:\n"
            "      ROAD.shut: 0\n"
            "      ROAD.open: 10\n"
            "  red_lines: [FLAG.both]\n"
            "  walk_away: 0.5\n"
            "  told_on: 2024-06-01\n"
            "  note: example\n"
        ),
        ("- 17\n"),
        (
            "cases/corridor/preferences.yaml, line 1: an entry of the list does not hold keys with values.\n"
            "Begin each told preference with a dash and party:, then weights:, values:, red_lines: or "
            "walk_away:."
        ),
    ),
    (
        "told nothing",
        "preferences.yaml",
        (
            "- party: EAST\n"
            "  weights: {ROAD: 3, FLAG: 1}\n"
            "  values:\n"
            "    ROAD:\n"
            "      ROAD.shut: 0\n"
            "      ROAD.open: 10\n"
            "  red_lines: [FLAG.both]\n"
            "  walk_away: 0.5\n"
            "  told_on: 2024-06-01\n"
            "  note: example\n"
        ),
        ("# nothing yet\n"),
        (
            "cases/corridor/preferences.yaml: the file is empty.\n"
            "Begin each told preference with a dash and party:, then weights:, values:, red_lines: or "
            "walk_away:."
        ),
    ),
]
