"""Faults in the CSV files: name, file, text before, text after, and the whole message."""

FAULTS = [
    (
        "stance misspelt",
        "claims.csv",
        ",accepts,",
        ",accept,",
        (
            'cases/corridor/claims.csv, line 2: stance "accept" is not a stance.\n'
            'Did you mean "accepts"? '
            "Use proposes, accepts, accepts_in_part, conditional, open, rejects, demands, concerned or "
            "unknown."
        ),
    ),
    (
        "evidence status misspelt",
        "measures.csv",
        "in_force",
        "inforce",
        (
            'cases/corridor/measures.csv, line 2: status "inforce" is not a status.\n'
            'Did you mean "in_force"? Use in_force, announced, pending, political or licence.'
        ),
    ),
    (
        "number with comma",
        "prices.csv",
        "Toll,3.5,USD",
        'Toll,"3,5",USD',
        ('cases/corridor/prices.csv, line 2: value "3,5" is not a number.\nWrite 3.5: a point, not a comma.'),
    ),
    (
        "wrong unit of payoff",
        "economy/payoffs.csv",
        "USD bn per year",
        "USD m",
        (
            'cases/corridor/economy/payoffs.csv, line 2: unit "USD m" is not the unit of this table.\n'
            "Use USD bn per year."
        ),
    ),
    (
        "payoff without low",
        "economy/payoffs.csv",
        ",1,2,3,",
        ",,2,3,",
        (
            "cases/corridor/economy/payoffs.csv, line 2: the payoff states a range without low.\n"
            "Add low, or leave both low and high out."
        ),
    ),
    (
        "payoff out of order",
        "economy/payoffs.csv",
        ",1,2,3,",
        ",3,2,1,",
        (
            "cases/corridor/economy/payoffs.csv, line 2: the payoff has low 3, mode 2 and high 1, which are "
            "not in order.\n"
            "See that low is at most mode and mode is at most high."
        ),
    ),
    (
        "reliability of zero",
        "claims.csv",
        ",1,Gazette",
        ",0,Gazette",
        (
            "cases/corridor/claims.csv, line 2: reliability 0 is out of range.\n"
            "It must be above 0 and at most 1. Shares and probabilities are never in percent."
        ),
    ),
    (
        "row cited without source",
        "obligations.csv",
        ("assumed,,example\nO2"),
        ("cited,,example\nO2"),
        (
            "cases/corridor/obligations.csv, line 2: origin cited needs source.\n"
            "Fill in source: Where they were read (cited) or which model gave them (estimated)."
        ),
    ),
    (
        "payoff estimated without source",
        "economy/payoffs.csv",
        "assumed,,example",
        "estimated,,",
        (
            "cases/corridor/economy/payoffs.csv, line 2: origin estimated needs source.\n"
            "Fill in source: Where they were read (cited) or which model gave them (estimated)."
        ),
    ),
    (
        "unknown party in claims",
        "claims.csv",
        "C1,EAST",
        "C1,EST",
        (
            'cases/corridor/claims.csv, line 2: party "EST" is not a party of this case.\n'
            'Did you mean "WEST"? The parties are EAST and WEST.'
        ),
    ),
    (
        "unknown element in claim",
        "claims.csv",
        "EAST,ROAD,",
        "EAST,ROADS,",
        (
            'cases/corridor/claims.csv, line 2: element "ROADS" is not an element of this case.\n'
            'Did you mean "ROAD"? The elements are ROAD and FLAG.'
        ),
    ),
    (
        "unknown package in claim",
        "claims.csv",
        ",PLAN,",
        ",PLANS,",
        (
            'cases/corridor/claims.csv, line 4: package "PLANS" is not a package of this case.\n'
            'Did you mean "PLAN"? The packages are PLAN.'
        ),
    ),
    (
        "unknown condition option",
        "claims.csv",
        "conditional,ROAD.open",
        "conditional,ROAD.opened",
        (
            'cases/corridor/claims.csv, line 3: condition_option "ROAD.opened" is not an option of this '
            "case.\n"
            'Did you mean "ROAD.open"? The options are ROAD.shut, ROAD.open, FLAG.none and FLAG.both.'
        ),
    ),
    (
        "unknown phase",
        "obligations.csv",
        ",first,",
        ",frist,",
        (
            'cases/corridor/obligations.csv, line 2: phase "frist" is not a phase of this case.\n'
            'Did you mean "first"? The phases are first and second.'
        ),
    ),
    (
        "unknown obligation",
        "obligations.csv",
        ",O1,,assumed",
        ",O9,,assumed",
        (
            'cases/corridor/obligations.csv, line 3: after "O9" is not an obligation of this case.\n'
            "The obligations are O1 and O2."
        ),
    ),
    (
        "option of another element",
        "claims.csv",
        "ROAD,ROAD.open",
        "ROAD,FLAG.both",
        (
            'cases/corridor/claims.csv, line 2: option "FLAG.both" is not an option of ROAD.\n'
            "The options of ROAD are ROAD.shut and ROAD.open."
        ),
    ),
    (
        "option without its element",
        "claims.csv",
        "EAST,ROAD,",
        "EAST,,",
        (
            'cases/corridor/claims.csv, line 2: option "ROAD.open" is named without its element.\n'
            "Fill in element: the id of the element to which the option belongs."
        ),
    ),
    (
        "id twice in csv",
        "claims.csv",
        "C2,WEST",
        "C1,WEST",
        (
            'cases/corridor/claims.csv, line 3: the id "C1" of a claim is here a second time; the first is '
            "on line 2.\n"
            "Give one of the two another id."
        ),
    ),
    (
        "claim names options and package",
        "claims.csv",
        "ROAD.open,,accepts",
        "ROAD.open,PLAN,accepts",
        (
            "cases/corridor/claims.csv, line 2: the claim names options and a package.\n"
            "Keep one of the two, or write two claims."
        ),
    ),
    (
        "shares do not sum",
        "obligations.csv",
        "second,0.5",
        "second,0.4",
        (
            "cases/corridor/obligations.csv, line 2: the shares of the obligations that carry out ROAD.open "
            "of ROAD sum to 0.9, not 1.\n"
            "Change the shares on the rows of ROAD, or add the one that is missing."
        ),
    ),
    (
        "circle",
        "obligations.csv",
        ",5/10/20,,",
        ",5/10/20,O2,",
        (
            "cases/corridor/obligations.csv, line 2: the order runs in a circle: O1 after O2 after O1.\n"
            "Take one of these out of after."
        ),
    ),
    (
        "claim later than as_of",
        "claims.csv",
        "2024-05-01",
        "2024-07-01",
        (
            "cases/corridor/claims.csv, line 2: said_on 2024-07-01 is later than the as_of of the case, "
            "2024-06-30.\n"
            "Correct the date, leave the record out, or move as_of."
        ),
    ),
    (
        "month later than as_of",
        "claims.csv",
        ",2024-05\n",
        ",2024-07\n",
        (
            "cases/corridor/claims.csv, line 3: said_on 2024-07-01 is later than the as_of of the case, "
            "2024-06-30.\n"
            "Correct the date, leave the record out, or move as_of."
        ),
    ),
    (
        "price later than as_of",
        "prices.csv",
        "2024-05-01",
        "2024-12-24",
        (
            "cases/corridor/prices.csv, line 2: on 2024-12-24 is later than the as_of of the case, "
            "2024-06-30.\n"
            "Correct the date, leave the record out, or move as_of."
        ),
    ),
    (
        "said_on in words",
        "claims.csv",
        "2024-05-01",
        "May 2024",
        (
            'cases/corridor/claims.csv, line 2: said_on "May 2024" is not a date.\n'
            "Write 2024-05-31, 2024-05 or 2024 as far as it is known, or undated."
        ),
    ),
    (
        "said_on empty",
        "claims.csv",
        ",2024-05-01\n",
        ",\n",
        (
            "cases/corridor/claims.csv, line 2: a claim needs said_on.\n"
            "Fill in said_on: Day of the words (YYYY-MM or YYYY when only that is known), or undated."
        ),
    ),
    (
        "since no such day",
        "measures.csv",
        "2025-01-01",
        "2025-02-30",
        (
            'cases/corridor/measures.csv, line 2: since "2025-02-30" is not a date.\n'
            "Write 2024-05-31, 2024-05 or 2024 as far as it is known, or undated."
        ),
    ),
    (
        "boolean",
        "claims.csv",
        ",no,1,",
        ",n,1,",
        ('cases/corridor/claims.csv, line 2: red_line "n" is neither yes nor no.\nWrite yes or no.'),
    ),
    (
        "quantity with two parts",
        "obligations.csv",
        "5/10/20",
        "5/10",
        (
            'cases/corridor/obligations.csv, line 2: lag_days "5/10" is neither a number nor a range.\n'
            "Write one number, or low/mode/high such as 20/30/60."
        ),
    ),
    (
        "quantity out of order",
        "obligations.csv",
        "5/10/20",
        "20/10/5",
        (
            "cases/corridor/obligations.csv, line 2: lag_days has low 20, mode 10 and high 5, which are not "
            "in order.\n"
            "See that low is at most mode and mode is at most high."
        ),
    ),
    (
        "quantity with unit",
        "obligations.csv",
        ",10,O1",
        ",10 days,O1",
        (
            'cases/corridor/obligations.csv, line 3: lag_days "10 days" is not a number.\n'
            "Write digits with a point, such as 1200 or 2.5; no colons, commas, underscores or units."
        ),
    ),
    (
        "predicate with space",
        "obligations.csv",
        "cross:gate",
        "cross the gate",
        (
            'cases/corridor/obligations.csv, line 2: needs "cross the gate" is not an activity.\n'
            "Write verb:object without spaces, such as invest:energy; join several by |."
        ),
    ),
    (
        "empty entry in list",
        "ventures.csv",
        "East|West",
        "East||West",
        (
            "cases/corridor/ventures.csv, line 2: partners has an empty entry.\n"
            "Delete the bar or the dash that has nothing beside it."
        ),
    ),
    (
        "value without unit",
        "ventures.csv",
        "1.5,USD bn",
        "1.5,",
        (
            "cases/corridor/ventures.csv, line 2: the value has no unit.\n"
            "Fill in unit, such as USD bn: a number never stands alone."
        ),
    ),
    (
        "payoff twice",
        "economy/payoffs.csv",
        "assumed,,example\n",
        ("assumed,,example\nEAST,ROAD,ROAD.open,,2,,USD bn per year,assumed,,example\n"),
        (
            "cases/corridor/economy/payoffs.csv, line 3: party EAST and option ROAD.open have a payoff on "
            "line 2 already.\n"
            "Keep one of the two rows."
        ),
    ),
    (
        "payoff of status quo",
        "economy/payoffs.csv",
        "ROAD.open",
        "ROAD.shut",
        (
            'cases/corridor/economy/payoffs.csv, line 2: option "ROAD.shut" is the status quo of ROAD, '
            "against which payoffs are counted.\n"
            "Delete the row: the status quo is worth 0."
        ),
    ),
    (
        "payoff where not economic",
        "economy/payoffs.csv",
        "ROAD,ROAD.open",
        "FLAG,FLAG.both",
        (
            "cases/corridor/economy/payoffs.csv, line 2: element FLAG is declared not to be economic, yet "
            "this row states money.\n"
            "Delete the row, or set economic: yes on the element."
        ),
    ),
    (
        "too few cells",
        "claims.csv",
        ",2024-05-01\n",
        "\n",
        (
            "cases/corridor/claims.csv, line 2: the row has 10 cells, the header has 11.\n"
            "Give every column a cell, empty when nothing is stated; put quotes around a cell that holds a "
            "comma."
        ),
    ),
    (
        "too many cells",
        "claims.csv",
        ",2024-05-01\n",
        ",2024-05-01,more\n",
        (
            "cases/corridor/claims.csv, line 2: the row has 12 cells, the header has 11.\n"
            "Give every column a cell, empty when nothing is stated; put quotes around a cell that holds a "
            "comma."
        ),
    ),
    (
        "unknown column",
        "claims.csv",
        "reliability,source",
        "reliability,souce",
        (
            'cases/corridor/claims.csv, line 1: "souce" is not a column of claims.csv.\n'
            'Did you mean "source"? The columns are id, party, speaker, element, option, package, stance, '
            "condition, condition_option, red_line, hedged, reliability, source, url, said_on, published_on, "
            "words, evidence, document, confirmed_by and 1 more."
        ),
    ),
    (
        "column twice",
        "claims.csv",
        "condition_option,",
        "stance,",
        ('cases/corridor/claims.csv, line 1: the column "stance" is here 2 times.\nKeep one of them.'),
    ),
    (
        "semicolons",
        "councils.csv",
        "id,name,remit,members",
        "id;name;remit;members",
        (
            "cases/corridor/councils.csv, line 2: the row has 1 cell, the header has 4.\n"
            "Give every column a cell, empty when nothing is stated; put quotes around a cell that holds a "
            "semicolon."
        ),
    ),
    (
        "open quote",
        "councils.csv",
        "tolls,one",
        '"tolls,one',
        (
            "cases/corridor/councils.csv, line 2: this is not readable as CSV: unexpected end of data.\n"
            "Look at the quotes: a cell that holds a comma, a quote or a line break stands between double "
            "quotes."
        ),
    ),
    (
        "empty csv",
        "councils.csv",
        ("id,name,remit,members\nK1,Road council,tolls,one of each\n"),
        "",
        (
            "cases/corridor/councils.csv: the file is empty.\n"
            "Write the header row, or delete the file: no file means none."
        ),
    ),
    (
        "deep mapping in claims quote",
        "claims.csv",
        "Gazette",
        '"Gazette',
        (
            "cases/corridor/claims.csv, line 2: this is not readable as CSV: unexpected end of data.\n"
            "Look at the quotes: a cell that holds a comma, a quote or a line break stands between double "
            "quotes."
        ),
    ),
    (
        "nul",
        "claims.csv",
        "Gazette",
        "Ga\x00zette",
        (
            "cases/corridor/claims.csv, line 2: the text holds a control character (number 0).\n"
            "Delete the character, or save the file as plain text."
        ),
    ),
    (
        "said_on in no calendar",
        "claims.csv",
        "2024-05-01",
        "0000-05-01",
        (
            'cases/corridor/claims.csv, line 2: said_on "0000-05-01" is not a date.\n'
            "Write 2024-05-31, 2024-05 or 2024 as far as it is known, or undated."
        ),
    ),
    (
        "claim on an element and a package",
        "claims.csv",
        "C3,WEST,*,,PLAN",
        "C3,WEST,FLAG,,PLAN",
        (
            "cases/corridor/claims.csv, line 4: the claim names an element and a package.\n"
            "Keep one of the two, or write two claims."
        ),
    ),
    (
        "condition that is an option of the same element",
        "claims.csv",
        "conditional,ROAD.open",
        "conditional,FLAG.none",
        (
            "cases/corridor/claims.csv, line 3: the condition FLAG.none is an option of FLAG itself.\n"
            "Name an option of another element, or leave it empty."
        ),
    ),
    (
        "condition that the stance does not heed",
        "claims.csv",
        "accepts,,no",
        "accepts,FLAG.both,no",
        (
            "cases/corridor/claims.csv, line 2: a condition_option stands with stance accepts, and only conditional "
            "heeds it.\n"
            "Write stance conditional, or say the condition in words alone."
        ),
    ),
    (
        "red line on an acceptance",
        "claims.csv",
        "accepts,,no",
        "accepts,,yes",
        (
            "cases/corridor/claims.csv, line 2: a red line stands with stance accepts, and only a rejection "
            "draws one.\n"
            "Add a claim that rejects the options behind the line, or write no."
        ),
    ),
]
