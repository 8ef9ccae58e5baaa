"""Faults in case.yaml and documents: name, file, text before, text after, and the whole message."""

FAULTS = [
    (
        "role misspelt",
        "case.yaml",
        "role: signatory",
        "role: signer",
        (
            'cases/corridor/case.yaml, line 9: role "signer" is not a role.\n'
            "Use signatory, guarantor, ally, affected or observer."
        ),
    ),
    (
        "state misspelt",
        "case.yaml",
        "state: proposed",
        "state: agred",
        (
            'cases/corridor/case.yaml, line 26: state "agred" is not a state.\n'
            'Did you mean "agreed"? '
            "Use unknown, discussed, proposed, agreed_ad_referendum, agreed or closed."
        ),
    ),
    (
        "currency other than usd",
        "case.yaml",
        "currency: USD",
        "currency: EUR",
        ('cases/corridor/case.yaml, line 3: currency "EUR" is not a currency.\nUse USD.'),
    ),
    (
        "key misspelt",
        "case.yaml",
        "title: The road",
        "titel: The road",
        (
            "cases/corridor/case.yaml, line 23: an element needs title.\n"
            "Fill in title: The question in a few words.\n"
            "\n"
            'cases/corridor/case.yaml, line 24: "titel" is not a key of an element.\n'
            'Did you mean "title"? The keys are id, title, domain, state, ordered, economic, ends_conflict, '
            "kind_of_worth, status_quo, synonyms, note and options."
        ),
    ),
    (
        "a comma cuts a text between braces",
        "case.yaml",
        "title: Both}",
        "title: Both, as it is}",
        (
            'cases/corridor/case.yaml, line 43: "as it is" is not a key of an option.\n'
            "Between braces a comma ends a text: put a text that holds one in quotes."
        ),
    ),
    (
        "key misspelt at top",
        "case.yaml",
        "phases:",
        "phase:",
        (
            'cases/corridor/case.yaml, line 54: "phase" is not a key of a case.\n'
            'Did you mean "phases"? The keys are title, question, as_of, currency, price_year, parties, '
            "elements, packages, no_deal, phases, assumptions, escrows, exposures, transfers, "
            "verifiers, reciprocity, leverage, guarantees, casualties, rules and 9 more.\n"
            "\n"
            'cases/corridor/obligations.csv, line 2: phase "first" is not a phase of this case.\n'
            "The phases are none so far.\n"
            "\n"
            'cases/corridor/obligations.csv, line 3: phase "second" is not a phase of this case.\n'
            "The phases are none so far."
        ),
    ),
    (
        "key of estimate misspelt",
        "case.yaml",
        "origin: cited, source: a book",
        "origin: cited, sauce: a book",
        (
            'cases/corridor/case.yaml, line 11: "sauce" is not a key of an estimate.\n'
            'Did you mean "source"? The keys are mode, low, high, unit, origin, source and why.\n'
            "\n"
            "cases/corridor/case.yaml, line 11: origin cited needs source.\n"
            "Fill in source: Where it was read (cited) or which model gave it (estimated)."
        ),
    ),
    (
        "title missing",
        "case.yaml",
        "title: Corridor\n",
        "",
        ("cases/corridor/case.yaml, line 1: a case needs title.\nFill in title: What the case is called."),
    ),
    (
        "title empty",
        "case.yaml",
        "title: Corridor",
        "title:",
        ("cases/corridor/case.yaml, line 1: title of a case is empty.\nFill in title: What the case is called."),
    ),
    (
        "name blank in quotes",
        "case.yaml",
        "name: East",
        'name: "  "',
        ("cases/corridor/case.yaml, line 7: name of a party is empty.\nFill in name: Name of the party."),
    ),
    (
        "as_of missing",
        "case.yaml",
        "as_of: 2024-06-30\n",
        "",
        (
            "cases/corridor/case.yaml, line 1: a case needs as_of.\n"
            "Fill in as_of: Day on which the case stands; nothing in it is known later."
        ),
    ),
    (
        "as_of is not a day",
        "case.yaml",
        "as_of: 2024-06-30",
        "as_of: 2024-06-31",
        (
            'cases/corridor/case.yaml, line 2: as_of "2024-06-31" is not a date.\n'
            "Write year-month-day, such as 2024-05-31."
        ),
    ),
    (
        "as_of is a month",
        "case.yaml",
        "as_of: 2024-06-30",
        "as_of: 2024-06",
        ('cases/corridor/case.yaml, line 2: as_of "2024-06" is not a date.\nWrite year-month-day, such as 2024-05-31.'),
    ),
    (
        "price year with underscore",
        "case.yaml",
        "price_year: 2024",
        "price_year: 2_024",
        (
            'cases/corridor/case.yaml, line 4: price_year "2_024" is not a whole number.\n'
            "Write digits only, such as 2024."
        ),
    ),
    (
        "price year out of range",
        "case.yaml",
        "price_year: 2024",
        "price_year: 24",
        (
            "cases/corridor/case.yaml, line 4: price_year 24 is out of range.\n"
            "It must be at least 1900 and at most 2200."
        ),
    ),
    (
        "number with underscore",
        "case.yaml",
        "{mode: 5,",
        "{mode: 5_000,",
        (
            'cases/corridor/case.yaml, line 10: mode "5_000" is not a number.\n'
            "Write digits with a point, such as 1200 or 2.5; no colons, commas, underscores or units."
        ),
    ),
    (
        "number in base sixty",
        "case.yaml",
        "{mode: 5,",
        "{mode: 1:30,",
        (
            'cases/corridor/case.yaml, line 10: mode "1:30" is not a number.\n'
            "Write digits with a point, such as 1200 or 2.5; no colons, commas, underscores or units."
        ),
    ),
    (
        "number in octal",
        "case.yaml",
        "{mode: 5,",
        "{mode: 0o17,",
        (
            'cases/corridor/case.yaml, line 10: mode "0o17" is not a number.\n'
            "Write digits with a point, such as 1200 or 2.5; no colons, commas, underscores or units."
        ),
    ),
    (
        "nan",
        "case.yaml",
        "{mode: 5,",
        "{mode: .nan,",
        ('cases/corridor/case.yaml, line 10: mode ".nan" is not a number.\nLeave it out when it is unknown.'),
    ),
    (
        "infinity",
        "case.yaml",
        "{mode: 5,",
        "{mode: -.inf,",
        ('cases/corridor/case.yaml, line 10: mode "-.inf" is not a number.\nLeave it out when it is unknown.'),
    ),
    (
        "number too large",
        "case.yaml",
        "{mode: 5,",
        "{mode: 1e999,",
        ('cases/corridor/case.yaml, line 10: mode "1e999" is too large.\nUse the unit that the field table states.'),
    ),
    (
        "number quoted",
        "case.yaml",
        "{mode: 5,",
        '{mode: "5",',
        ('cases/corridor/case.yaml, line 10: mode "5" is a text, not a number.\nTake the quotes away.'),
    ),
    (
        "bare number",
        "case.yaml",
        "{mode: 5, unit: USD bn per year, origin: assumed, why: example}",
        "5",
        (
            "cases/corridor/case.yaml, line 10: stake_usd_bn_per_year is a bare number; a number never "
            "stands alone.\n"
            "Write {mode: 5, unit: USD bn per year, origin: assumed, why: your reason}."
        ),
    ),
    (
        "wrong unit of stake",
        "case.yaml",
        ("unit: USD bn per year, origin: assumed, why: example}\n    patience"),
        ("unit: USD bn, origin: assumed, why: example}\n    patience"),
        (
            'cases/corridor/case.yaml, line 10: unit "USD bn" is not the unit of stake_usd_bn_per_year.\n'
            'Use "USD bn per year".'
        ),
    ),
    (
        "wrong unit of lag",
        "case.yaml",
        "mode: 30, unit: days",
        "mode: 30, unit: hours",
        ('cases/corridor/case.yaml, line 21: unit "hours" is not the unit of lag_days.\nUse "days".'),
    ),
    (
        "mode below low",
        "case.yaml",
        "low: 0.8, mode: 0.9",
        "low: 0.8, mode: 0.7",
        (
            "cases/corridor/case.yaml, line 11: patience has low 0.8, mode 0.7 and high 0.95, which are not "
            "in order.\n"
            "See that low is at most mode and mode is at most high."
        ),
    ),
    (
        "low without high",
        "case.yaml",
        "low: 0.8, mode: 0.9, high: 0.95",
        "low: 0.8, mode: 0.9",
        (
            "cases/corridor/case.yaml, line 11: patience states a range without high.\n"
            "Add high, or leave both low and high out."
        ),
    ),
    (
        "share above one",
        "case.yaml",
        "west: {mode: 1,",
        "west: {mode: 40,",
        (
            "cases/corridor/case.yaml, line 17: mode of regions west, 40, is out of range.\n"
            "It must be at least 0 and at most 1. Shares and probabilities are never in percent."
        ),
    ),
    (
        "p_detect above one",
        "case.yaml",
        "p_detect: {mode: 0.5",
        "p_detect: {mode: 1.5",
        (
            "cases/corridor/case.yaml, line 20: mode of p_detect, 1.5, is out of range.\n"
            "It must be at least 0 and at most 1. Shares and probabilities are never in percent."
        ),
    ),
    (
        "patience of one",
        "case.yaml",
        "high: 0.95",
        "high: 1",
        (
            "cases/corridor/case.yaml, line 11: high of patience, 1, is out of range.\n"
            "It must be above 0 and below 1. Shares and probabilities are never in percent."
        ),
    ),
    (
        "negative stake",
        "case.yaml",
        "{mode: 5,",
        "{mode: -5,",
        (
            "cases/corridor/case.yaml, line 10: mode of stake_usd_bn_per_year, -5, is out of range.\n"
            "It must be at least 0."
        ),
    ),
    (
        "cited without source",
        "case.yaml",
        ", source: a book",
        "",
        (
            "cases/corridor/case.yaml, line 11: origin cited needs source.\n"
            "Fill in source: Where it was read (cited) or which model gave it (estimated)."
        ),
    ),
    (
        "assumed without why",
        "case.yaml",
        "{mode: 5, unit: USD bn per year, origin: assumed, why: example}",
        "{mode: 5, unit: USD bn per year, origin: assumed}",
        (
            "cases/corridor/case.yaml, line 10: origin assumed needs why.\n"
            "Fill in why: Why it is taken for granted (assumed)."
        ),
    ),
    (
        "origin missing",
        "case.yaml",
        "mode: 1, unit: per year, origin: assumed, why: example",
        "mode: 1, unit: per year",
        (
            "cases/corridor/case.yaml, line 62: an estimate needs origin.\n"
            "Fill in origin: Whether the number was read somewhere, came out of a model or is taken for "
            "granted."
        ),
    ),
    (
        "unknown party in package",
        "case.yaml",
        "required: [EAST, WEST]",
        "required: [EAST, NORTH]",
        (
            'cases/corridor/case.yaml, line 47: required "NORTH" is not a party of this case.\n'
            "The parties are EAST and WEST."
        ),
    ),
    (
        "unknown measure",
        "case.yaml",
        "lifts: [M1]",
        "lifts: [M2]",
        ('cases/corridor/case.yaml, line 34: lifts "M2" is not a measure of this case.\nThe measures are M1.'),
    ),
    (
        "package takes unknown option",
        "case.yaml",
        "ROAD: ROAD.open",
        "ROAD: ROAD.opne",
        (
            'cases/corridor/case.yaml, line 49: choices takes "ROAD.opne", which is not an option of ROAD.\n'
            'Did you mean "ROAD.open"? The options of ROAD are ROAD.shut and ROAD.open.'
        ),
    ),
    (
        "package names unknown element",
        "case.yaml",
        "      ROAD: ROAD.open",
        "      RAOD: ROAD.open",
        (
            'cases/corridor/case.yaml, line 49: choices names "RAOD", which is not an element of this case.\n'
            'Did you mean "ROAD"? The elements are ROAD and FLAG.'
        ),
    ),
    (
        "status quo not an option",
        "case.yaml",
        "status_quo: ROAD.shut",
        "status_quo: ROAD.closed",
        (
            'cases/corridor/case.yaml, line 28: status_quo "ROAD.closed" is not an option of ROAD.\n'
            'Did you mean "ROAD.open"? The options of ROAD are ROAD.shut and ROAD.open.'
        ),
    ),
    (
        "one option only",
        "case.yaml",
        "      - {id: FLAG.both, title: Both}\n",
        "",
        (
            "cases/corridor/case.yaml, line 41: element FLAG has only 1 option.\n"
            "Add the other ways to settle it; two at least.\n"
            "\n"
            'cases/corridor/case.yaml, line 64: other "FLAG.both" is not an option of this case.\n'
            "The options are ROAD.shut, ROAD.open and FLAG.none.\n"
            "\n"
            'cases/corridor/claims.csv, line 3: option "FLAG.both" is not an option of FLAG.\n'
            "The options of FLAG are FLAG.none.\n"
            "\n"
            'cases/corridor/preferences.yaml, line 7: red_lines "FLAG.both" is not an option of this case.\n'
            "The options are ROAD.shut, ROAD.open and FLAG.none."
        ),
    ),
    (
        "thirteen ordered options",
        "case.yaml",
        "      - {id: FLAG.both, title: Both}\n",
        (
            "      - {id: FLAG.both, title: Both}\n"
            "      - {id: F0, title: More}\n"
            "      - {id: F1, title: More}\n"
            "      - {id: F2, title: More}\n"
            "      - {id: F3, title: More}\n"
            "      - {id: F4, title: More}\n"
            "      - {id: F5, title: More}\n"
            "      - {id: F6, title: More}\n"
            "      - {id: F7, title: More}\n"
            "      - {id: F8, title: More}\n"
            "      - {id: F9, title: More}\n"
            "      - {id: F10, title: More}\n"
        ),
        (
            "cases/corridor/case.yaml, line 41: element FLAG is ordered and has 13 options, more than 12.\n"
            "Merge options that nobody tells apart, split the element, or set ordered: no."
        ),
    ),
    (
        "two ends of conflict",
        "case.yaml",
        "economic: no",
        "ends_conflict: yes",
        (
            "cases/corridor/case.yaml, line 39: element FLAG ends the conflict, and so does ROAD.\n"
            "Keep ends_conflict: yes on one element: the cost is credited once."
        ),
    ),
    (
        "package without required parties",
        "case.yaml",
        "required: [EAST, WEST]",
        "required: []",
        (
            "cases/corridor/case.yaml, line 47: required of a package is empty.\n"
            "Fill in required: Ids of the parties whose signature it needs."
        ),
    ),
    (
        "id with space",
        "case.yaml",
        "id: PLAN",
        "id: THE PLAN",
        (
            'cases/corridor/case.yaml, line 45: id "THE PLAN" is not an id.\n'
            "Start with a letter and use letters, digits, dots, hyphens and underscores, such as GAS.1.\n"
            "\n"
            'cases/corridor/claims.csv, line 4: package "PLAN" is not a package of this case.\n'
            "The packages are THE PLAN."
        ),
    ),
    (
        "id twice in yaml",
        "case.yaml",
        "- id: second",
        "- id: first",
        (
            'cases/corridor/case.yaml, line 58: the id "first" of a phase is here a second time; the first '
            "is on line 55.\n"
            "Give one of the two another id.\n"
            "\n"
            'cases/corridor/obligations.csv, line 3: phase "second" is not a phase of this case.\n'
            "The phases are first and first."
        ),
    ),
    (
        "option id twice",
        "case.yaml",
        "{id: FLAG.both,",
        "{id: ROAD.open,",
        (
            'cases/corridor/case.yaml, line 43: the id "ROAD.open" of an option is here a second time; the '
            "first is on line 32.\n"
            "Give one of the two another id.\n"
            "\n"
            'cases/corridor/case.yaml, line 65: other "FLAG.both" is not an option of this case.\n'
            "The options are ROAD.shut, ROAD.open, FLAG.none and ROAD.open.\n"
            "\n"
            'cases/corridor/claims.csv, line 3: option "FLAG.both" is not an option of FLAG.\n'
            "The options of FLAG are FLAG.none and ROAD.open.\n"
            "\n"
            'cases/corridor/preferences.yaml, line 7: red_lines "FLAG.both" is not an option of this case.\n'
            "The options are ROAD.shut, ROAD.open, FLAG.none and ROAD.open."
        ),
    ),
    (
        "probabilities",
        "case.yaml",
        "probability: {mode: 1,",
        "probability: {mode: 0.9,",
        (
            "cases/corridor/case.yaml, line 50: the probabilities of the no-deal outcomes sum to 0.9, not 1.\n"
            "Change the modes, or add the outcome that is missing."
        ),
    ),
    (
        "first phase late",
        "case.yaml",
        "starts_years: 0",
        "starts_years: 0.5",
        (
            "cases/corridor/case.yaml, line 57: the first phase starts at 0.5 years, not at 0.\n"
            "Set starts_years: 0: the first phase begins at signature."
        ),
    ),
    (
        "phases not rising",
        "case.yaml",
        "starts_years: 1",
        "starts_years: 0",
        (
            "cases/corridor/case.yaml, line 60: phase second does not start later than phase first before "
            "it.\n"
            "Put the phases in order and give each a later start."
        ),
    ),
    (
        "document later than as_of",
        "documents/gazette.md",
        "2024-05-01",
        "2025-05-01",
        (
            "cases/corridor/documents/gazette.md, line 3: published_on 2025-05-01 is later than the as_of of "
            "the case, 2024-06-30.\n"
            "Correct the date, leave the record out, or move as_of."
        ),
    ),
    (
        "boolean in yaml",
        "case.yaml",
        "economic: no",
        "economic: maybe",
        ('cases/corridor/case.yaml, line 39: economic "maybe" is neither yes nor no.\nWrite yes or no.'),
    ),
    (
        "alias",
        "case.yaml",
        "title: The plan",
        "title: *title",
        (
            'cases/corridor/case.yaml, line 46: the alias "*title" is refused.\n'
            "Write the value out in full.\n"
            "\n"
            "cases/corridor/case.yaml, line 46: title of a package is empty.\n"
            "Fill in title: What the package is called."
        ),
    ),
    (
        "anchor",
        "case.yaml",
        "title: The plan",
        "title: &plan The plan",
        (
            'cases/corridor/case.yaml, line 46: the anchor "&plan" is refused.\n'
            "Delete it and write the value out in full wherever it is needed."
        ),
    ),
    (
        "tag",
        "case.yaml",
        "title: The plan",
        "title: !!python/object:os.system The plan",
        (
            'cases/corridor/case.yaml, line 46: the tag "tag:yaml.org,2002:python/object:os.system" is '
            "refused.\n"
            "Delete it: the field tables say what is what."
        ),
    ),
    (
        "key twice",
        "case.yaml",
        "    title: The plan\n",
        ("    title: The plan\n    title: A plan\n"),
        (
            'cases/corridor/case.yaml, line 47: the key "title" is here a second time; the first is on line '
            "46.\n"
            "Keep one of the two."
        ),
    ),
    (
        "tab",
        "case.yaml",
        "    title: The plan",
        "\ttitle: The plan",
        (
            "cases/corridor/case.yaml, line 46: a tab stands at the beginning of this line.\n"
            "Put spaces in its place: YAML wants spaces."
        ),
    ),
    (
        "colon",
        "case.yaml",
        "title: Corridor",
        "title: Corridor: a case",
        (
            "cases/corridor/case.yaml, line 1: this is not readable as YAML: mapping values are not allowed "
            "in this context.\n"
            "Look at indentation, colons and quotes on this line and the one before."
        ),
    ),
    (
        "unclosed",
        "case.yaml",
        "required: [EAST, WEST]",
        "required: [EAST, WEST",
        (
            "cases/corridor/case.yaml, line 48: this is not readable as YAML: did not find expected ',' or "
            "']'.\n"
            "Look at indentation, colons and quotes on this line and the one before."
        ),
    ),
    (
        "second document",
        "case.yaml",
        "parties:",
        ("---\nparties:"),
        (
            "cases/corridor/case.yaml, line 5: a second YAML document begins here.\n"
            "Keep one document per file: delete the ---."
        ),
    ),
    (
        "list as key",
        "case.yaml",
        "title: Corridor",
        ("? [a]\n: b\ntitle: Corridor"),
        (
            "cases/corridor/case.yaml, line 1: a list or mapping stands where a key is expected.\n"
            "Write a word, a colon and a value."
        ),
    ),
    (
        "deep",
        "case.yaml",
        "title: The plan",
        "title: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
        ("cases/corridor/case.yaml, line 46: lists and mappings are nested more than 40 deep.\nFlatten this part."),
    ),
    (
        "list instead of text",
        "case.yaml",
        "title: The plan",
        "title: [The plan]",
        (
            "cases/corridor/case.yaml, line 46: title must be a single value, not a list.\n"
            "Write title, a colon and one value."
        ),
    ),
    (
        "text instead of list",
        "case.yaml",
        "required: [EAST, WEST]",
        "required: EAST",
        (
            "cases/corridor/case.yaml, line 47: required must be a list, not a single value.\n"
            "Write one entry per line, each behind a dash, or all between square brackets."
        ),
    ),
    (
        "text instead of mapping",
        "case.yaml",
        ("  - id: stays\n    title: Stays\n    probability: {mode: 1, unit: share, origin: assumed, why: example}\n"),
        "  - stays\n",
        (
            "cases/corridor/case.yaml, line 51: an entry of no_deal must be a mapping, not a single value.\n"
            "Write one key, a colon and its value per line."
        ),
    ),
    (
        "list instead of estimate",
        "case.yaml",
        "stake_usd_bn_per_year: {mode: 5, unit: USD bn per year, origin: assumed, why: example}",
        "stake_usd_bn_per_year: [5]",
        (
            "cases/corridor/case.yaml, line 10: stake_usd_bn_per_year must be a mapping, not a list.\n"
            "Write one key, a colon and its value per line."
        ),
    ),
    (
        "choices as list",
        "case.yaml",
        ("    choices:\n      ROAD: ROAD.open"),
        "    choices: [ROAD.open]",
        (
            "cases/corridor/case.yaml, line 48: choices must be a mapping, not a list.\n"
            "Write one key, a colon and its value per line."
        ),
    ),
    (
        "number instead of list",
        "case.yaml",
        "no_deal:\n",
        ("no_deal: 3\nno_deals:\n"),
        (
            "cases/corridor/case.yaml, line 50: no_deal must be a list, not a single value.\n"
            "Write one entry per line, each behind a dash, or all between square brackets.\n"
            "\n"
            'cases/corridor/case.yaml, line 51: "no_deals" is not a key of a case.\n'
            'Did you mean "no_deal"? The keys are title, question, as_of, currency, price_year, parties, '
            "elements, packages, no_deal, phases, assumptions, escrows, exposures, transfers, "
            "verifiers, reciprocity, leverage, guarantees, casualties, rules and 9 more."
        ),
    ),
    (
        "no packages listed but dash",
        "case.yaml",
        "  - id: second\n",
        ("  -\n  - id: second\n"),
        (
            "cases/corridor/case.yaml, line 58: an entry of phases must be a mapping, not a single value.\n"
            "Write one key, a colon and its value per line."
        ),
    ),
    (
        "control",
        "documents/gazette.md",
        "Text.",
        "Te\x07xt.",
        (
            "cases/corridor/documents/gazette.md, line 5: the text holds a control character (number 7).\n"
            "Delete the character, or save the file as plain text."
        ),
    ),
    (
        "no front",
        "documents/gazette.md",
        ("---\ntitle"),
        "title",
        (
            "cases/corridor/documents/gazette.md, line 1: the front matter is missing.\n"
            "Begin with a line ---, then title: and published_on:, then a line ---, then the text."
        ),
    ),
    (
        "front no end",
        "documents/gazette.md",
        ("---\nText"),
        "Text",
        (
            "cases/corridor/documents/gazette.md, line 1: the front matter does not end.\n"
            "Begin with a line ---, then title: and published_on:, then a line ---, then the text."
        ),
    ),
    (
        "front unknown key",
        "documents/gazette.md",
        "title: Gazette",
        ("title: Gazette\nauthor: nobody"),
        (
            'cases/corridor/documents/gazette.md, line 3: "author" is not a key of a document.\n'
            "The keys are title, published_on, publisher, url and language."
        ),
    ),
    (
        "front not mapping",
        "documents/gazette.md",
        ("title: Gazette\npublished_on: 2024-05-01"),
        "Gazette",
        (
            "cases/corridor/documents/gazette.md, line 1: the front matter does not hold keys with values.\n"
            "Begin with a line ---, then title: and published_on:, then a line ---, then the text."
        ),
    ),
    (
        "list as element in choices",
        "case.yaml",
        "      ROAD: ROAD.open",
        ("      ? [ROAD]\n      : ROAD.open"),
        (
            "cases/corridor/case.yaml, line 49: a list or mapping stands where a key is expected.\n"
            "Write a word, a colon and a value."
        ),
    ),
    (
        "character that yaml refuses",
        "case.yaml",
        "title: The plan",
        "title: The \x80 plan",
        (
            "cases/corridor/case.yaml, line 46: this is not readable as YAML: control characters are not "
            "allowed.\n"
            "Look at indentation, colons and quotes on this line and the one before."
        ),
    ),
    (
        "number too small",
        "case.yaml",
        "{mode: 5,",
        "{mode: 5e-999,",
        (
            'cases/corridor/case.yaml, line 10: mode "5e-999" is too small.\n'
            "Write 0, or use the unit that the field table states."
        ),
    ),
    (
        "choice left empty",
        "case.yaml",
        "ROAD: ROAD.open",
        "ROAD:",
        (
            'cases/corridor/case.yaml, line 49: choices takes "", which is not an option of ROAD.\n'
            "The options of ROAD are ROAD.shut and ROAD.open."
        ),
    ),
    (
        "number of two hundred digits",
        "case.yaml",
        "price_year: 2024",
        (
            "price_year: "
            "999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999"
            "999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999"
            "99999999"
        ),
        (
            "cases/corridor/case.yaml, line 4: price_year "
            '"999999999999999999999999999999999999999999999999999999999..." is too large.\n'
            "Use the unit that the field table states."
        ),
    ),
    (
        "party required twice",
        "case.yaml",
        "required: [EAST, WEST]",
        "required: [EAST, EAST]",
        ("cases/corridor/case.yaml, line 47: package PLAN requires EAST twice.\nName each party once."),
    ),
    (
        "transfer to oneself",
        "case.yaml",
        "phases:\n",
        (
            "transfers:\n  - id: T\n    payer: EAST\n    payee: EAST\n    from_phase: first\n    "
            "amount_usd_bn_per_year: {mode: 1, unit: USD bn per year, origin: assumed, why: example}\nphases:\n"
        ),
        ("cases/corridor/case.yaml, line 57: transfer T goes from EAST to itself.\nName the party that is paid."),
    ),
    (
        "something that no option provides",
        "case.yaml",
        "        lifts: [M1]",
        "        lifts: [M1]\n        provides: [trade, snapbak]",
        (
            'cases/corridor/case.yaml, line 35: "snapbak" is not something that an option can provide.\n'
            'Did you mean "snapback"? Options provide trade, energy, joint_venture, investment, transport, guarantee, '
            "third_party, verification, joint_body, snapback and phased."
        ),
    ),
    (
        "market without prices",
        "case.yaml",
        "monitoring:",
        "signals: {market: Tolls}\nmonitoring:",
        (
            'cases/corridor/case.yaml, line 61: market "Tolls" has no row in prices.csv.\n'
            'Did you mean "Toll"? The series are Toll.'
        ),
    ),
    (
        "guarantee against oneself",
        "case.yaml",
        "phases:\n",
        (
            "guarantees:\n  - id: G\n    guarantor: EAST\n    against: EAST\n    from_phase: first\n    "
            "p_honoured: {mode: 1, unit: share, origin: assumed, why: example}\n    "
            "loss_usd_bn_per_year: {mode: 1, unit: USD bn per year, origin: assumed, why: example}\nphases:\n"
        ),
        (
            "cases/corridor/case.yaml, line 57: guarantee G is by EAST against itself.\n"
            "Name the party that would bear the response."
        ),
    ),
]
