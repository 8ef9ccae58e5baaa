"""The sentences of the page that `validate_energy.py` writes."""

TITLE = """\
# The energy networks against published figures

This page is written by `python tools/validate_energy.py`. Where the figures come from, and which are recalled or
assumed, is on [the page on the data](energy-data.md).

## Gas: the fit to 2021

Storage is taken as it was filled and emptied, and demand passes through the price of its month, for the model foresees
a whole year and nobody did foresee 2021. The last column has the model with foresight: storage then levels the price
over the year, so that its rise is lost; what enters hardly moves. Errors are those of the model as observed; before the
fit, every parameter is at its prior. The bar is 10 percent.
"""

PARAMETERS = """
Seven parameters were fitted, by least squares held to priors: a goal missed by 10 percent weighs as much as a parameter
one spread away from its prior. Most of the agreement is in the priors already. In 2021 prices were above the cost of
every supplier, so that costs of supply are not identified; they stay as assumed. What the year does tell is who had how
much to offer, and where cargoes went.
"""

MONTHS = """
The hub price by month, EUR/MWh. The shape over the year of what Russia offered, of what LNG plants gave and of demand
in Asia, and the shortage of ships in January, are assumptions made with this path in sight. The path is no test of the
model; it shows that the assumptions hang together.
"""

BEFORE = """
## Gas: 2024, predicted

Nothing is fitted to 2024. The inputs are what could be known before: pipelines that were shut, transit through Ukraine
at its level since May 2022, terminals built by 2023, closed fields, expected US and Norwegian exports, and demand
through the quantity and the price of 2023, both recalled. Storage has foresight. "No change" takes the model's 2021 as
the forecast.
"""

AFTER = """
What is off, and why:

- US LNG is too high, and LNG in 2022 too (below): cargoes leave Asia more easily in the model than in fact. Contracts
  bind more, or buyers there give way less, than assumed. After a shock, expect too much LNG in Europe and too low a
  price.
- Russian LNG is too low. The pool of cargoes is shared in proportion among Europe, Turkey and Britain, and part of it
  goes where Russian cargoes in fact did not go.
- The published figures of 2024 come from a secondary report. For Algeria they are read as pipelines only. Pipelines and
  cargoes together would go up in the model, from 44 to 47 bcm.
- That the total is met so closely is luck within the errors of demand; see the sensitivity below.
- The inputs were put together after 2024, by people who knew the year. What is recalled as an expectation may be
  coloured by what came. Algeria was split into pipelines and cargoes after a first comparison; nothing else was changed
  with the result in sight."""

EVENTS = """
## Gas: the squeeze of 2022, directions only

Pipelines close step by step as they did, and storage must be refilled; demand and supply elsewhere stay as in 2021. So
this is no forecast: the closures are known, and the model foresees them from January on. Published quantities are those
of eleven months, times 12/11.
"""

SAVED = """
Consumption in the EU falls from {:.0f} to {:.0f} bcm in the model; it fell to about 357 (recalled). The rise of the
price is too small: nobody hoards or is surprised in the model, and LNG comes too easily, as in 2024.
"""

SENSITIVITY = """
## Gas: what the answers hang on

Hub prices in EUR/MWh. "Reopening" opens Nord Stream, Yamal-Europe and transit through Ukraine in 2025, with Russia
offering what it did in 2021. The first column is the fitted year without a new fit. Elasticities are changed at the
reference points of each year, so that a year near its reference price hardly moves, and a shock does.
"""

FINDINGS = """
What to take from this:

- A demand that is 5 percent off, in Europe or in Asia, moves the hub by {low:.0f} to {high:.0f} EUR/MWh, for
  demand answers little within a year. A price is an order of magnitude.
- How Russia would sell decides what reopening does. If it takes prices, the hub goes from {0}. If it holds
  back like a Cournot owner, from {1}.
- The years as they were hardly hang on assumed costs of supply; the price after reopening does. With all costs
  5 EUR/MWh higher the hub goes from {2}.
"""

CRUDE = """
## Crude: an illustration

Nearly all figures of the crude network are recalled or assumed. It shows mechanisms: how a ban sends crude on longer
ways, how scarce ships and a price cap make a discount. Its numbers are no forecast. Published figures of 2023 are those
of the month of May; what buyers can take of a grade was set with the flows in sight.
"""
