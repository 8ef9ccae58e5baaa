"""The same example in gegravity; run by the Python of an environment that has it. Prints one line of JSON."""

from __future__ import annotations

import contextlib
import io
import json
import statistics
import sys
import time
import warnings

import gegravity
import gravity_example as example
import numpy
import pandas

warnings.filterwarnings("ignore")
VARIABLES = ["lndist", "international", "pta"]


def table():
    """One row per pair, as gegravity wants it."""
    costs, flows, output = example.costs(), example.fitted_flows(), example.costs()["output"]
    rows = [
        {
            "exporter": seller,
            "importer": buyer,
            "year": "2006",
            "trade": flows[i, n],
            "Y": output[i],
            "E": output[n],
            **{name: costs[name][i, n] for name in VARIABLES},
        }
        for i, seller in enumerate(example.COUNTRIES)
        for n, buyer in enumerate(example.COUNTRIES)
    ]
    return pandas.DataFrame(rows)


def experiment(data):
    """The two partners sign."""
    changed = data.copy()
    both = changed["importer"].isin(example.PARTNERS) & changed["exporter"].isin(example.PARTNERS)
    changed.loc[both & (changed["importer"] != changed["exporter"]), "pta"] = 1.0
    return changed


def coefficients():
    """Coefficients of trade costs; that of the agreement is uncertain, the others hardly."""
    rows = pandas.DataFrame(
        {
            "name": VARIABLES,
            "value": [example.DISTANCE, example.INTERNATIONAL, example.AGREEMENT],
            "error": [0.01, 0.01, example.AGREEMENT_ERROR],
        }
    )
    spread = pandas.DataFrame(numpy.diag(rows["error"] ** 2), index=VARIABLES, columns=VARIABLES)
    return gegravity.CostCoeffs(rows, identifier_col="name", coeff_col="value", stderr_col="error", covar_matrix=spread)


def once(data):
    """Baseline and counterfactual of one model."""
    baseline = gegravity.BaselineData(data, trade_var_name="trade", expend_var_name="E", output_var_name="Y")
    model = gegravity.OneSectorGE(
        baseline,
        year="2006",
        reference_importer="C00",
        expend_var_name="E",
        output_var_name="Y",
        sigma=example.SIGMA,
        cost_variables=VARIABLES,
        cost_coeff_values=coefficients(),
        quiet=True,
    )
    start = time.perf_counter()
    model.build_baseline(omr_rescale=10)
    model.define_experiment(experiment(data))
    model.simulate()
    return time.perf_counter() - start, model


def trials(data, count):
    """Seconds of a Monte Carlo with `count` trials."""
    baseline = gegravity.BaselineData(data, trade_var_name="trade", expend_var_name="E", output_var_name="Y")
    model = gegravity.MonteCarloGE(
        baseline,
        year="2006",
        trials=count,
        sigma=example.SIGMA,
        reference_importer="C00",
        cost_variables=VARIABLES,
        cost_coeff_values=coefficients(),
        expend_var_name="E",
        output_var_name="Y",
        seed=1,
    )
    start = time.perf_counter()
    model.run_trials(experiment(data), omr_rescale=10, quiet=True)
    return time.perf_counter() - start


def main() -> None:
    """Median of three runs, and one Monte Carlo."""
    count = int(sys.argv[1])
    data = table()
    with contextlib.redirect_stdout(io.StringIO()):
        runs = [once(data) for _ in range(3)]
        seconds = trials(data, count)
    results = runs[0][1].country_results
    # Its welfare statistic is before over after.
    welfare = results["welfare statistic"]
    told = {
        "seconds": statistics.median(r[0] for r in runs),
        "all_seconds": [r[0] for r in runs],
        "per_trial": seconds / count,
        "real_income_hat": {c: 1 / float(welfare[c]) for c in example.COUNTRIES},
        "converged": {k: bool(v["success"]) for k, v in runs[0][1].solver_diagnostics.items()},
    }
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main()
