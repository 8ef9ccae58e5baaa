"""A second, independent solver of the same program: the active-set method of HiGHS. Slow, and exact."""

from __future__ import annotations

import highspy
import numpy as np
from scipy import sparse

from detente.case import NotConverged
from detente.economy.energy.reduction import Reduced
from detente.economy.energy.solver import Answer

# Its default of 1e-7 bends prices by some 1e-6; none at all is exact, and sometimes too stiff to start.
REGULARIZATIONS = (0.0, 1e-10, 1e-7)
TIME_LIMIT = 20.0


def highs_solver(reduced: Reduced) -> Answer:
    """Solve by the active-set method of [Huangfu2018]_; some hundred times slower than Clarabel at 29 nodes.

    Raises
    ------
    NotConverged
        When HiGHS does not report an optimum.
    """
    for regularization in REGULARIZATIONS:
        highs = _run(reduced, regularization)
        status = highs.getModelStatus()
        if status == highspy.HighsModelStatus.kOptimal:
            return _answer(reduced, highs)
    raise NotConverged(f"The energy equilibrium was not found: HiGHS stopped with {status.name}.")


def _run(reduced: Reduced, regularization: float) -> highspy.Highs:
    highs = highspy.Highs()  # type: ignore[no-untyped-call]
    settings = {"output_flag": False, "threads": 1, "time_limit": TIME_LIMIT, "qp_regularization_value": regularization}
    for name, value in (
        *settings.items(),
        ("primal_feasibility_tolerance", 1e-9),
        ("dual_feasibility_tolerance", 1e-9),
    ):
        highs.setOptionValue(name, value)
    highs.passModel(_model(reduced))
    highs.run()
    return highs


def _answer(reduced: Reduced, highs: highspy.Highs) -> Answer:
    solution, info = highs.getSolution(), highs.getInfo()
    # HiGHS gives the change of the objective per unit of a right-hand side; our multipliers have the other sign.
    multipliers = -np.array(solution.row_dual)
    equal = len(reduced.equal_to)
    iterations = int(info.qp_iteration_count) + int(info.simplex_iteration_count)
    return Answer(np.array(solution.col_value), multipliers[:equal], multipliers[equal:], iterations, "HiGHS")


def _model(reduced: Reduced) -> highspy.HighsModel:
    model = highspy.HighsModel()
    rows = sparse.vstack([reduced.equal, reduced.at_most], format="csc")
    program = model.lp_
    program.num_row_, program.num_col_ = rows.shape
    program.col_cost_ = reduced.cost
    program.col_lower_ = reduced.lower
    program.col_upper_ = np.where(np.isfinite(reduced.upper), reduced.upper, highspy.kHighsInf)
    program.row_lower_ = np.concatenate([reduced.equal_to, np.full(len(reduced.limit), -highspy.kHighsInf)])
    program.row_upper_ = np.concatenate([reduced.equal_to, reduced.limit])
    matrix = program.a_matrix_
    matrix.format_ = highspy.MatrixFormat.kColwise
    matrix.start_, matrix.index_, matrix.value_ = rows.indptr, rows.indices, rows.data
    half = sparse.tril(reduced.quadratic, format="csc")
    hessian = model.hessian_
    hessian.dim_ = half.shape[0]
    hessian.format_ = highspy.HessianFormat.kTriangular
    hessian.start_, hessian.index_, hessian.value_ = half.indptr, half.indices, half.data
    return model
