"""Who is blocked because of who owns or controls it?"""

from detente.legal.ownership.chains import Link, explain_answer
from detente.legal.ownership.decide import Answer, Decision, decide_ownership
from detente.legal.ownership.regimes import REGIMES, Regime, regime_on

__all__ = ["REGIMES", "Answer", "Decision", "Link", "Regime", "decide_ownership", "explain_answer", "regime_on"]
