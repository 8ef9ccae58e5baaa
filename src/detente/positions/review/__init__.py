"""What did the people who checked the proposals decide?"""

from detente.positions.review.agreement import Agreement, cohen_kappa, compare_coders
from detente.positions.review.events import Decision, Event, Merge, Reliability
from detente.positions.review.log import ReviewLog, read_events
from detente.positions.review.outcome import Outcome, State, outcomes_of, rejected_beside
from detente.positions.review.proposals import (
    Proposal,
    guesses_around,
    in_groups,
    in_reading_order,
    merged,
    merges_of,
    proposal_id,
)
from detente.positions.review.rows import with_rows
from detente.positions.review.table import Vocabulary, Written, claim_rows, lawful, problems_of

__all__ = [
    "Agreement",
    "Decision",
    "Event",
    "Merge",
    "Outcome",
    "Proposal",
    "Reliability",
    "ReviewLog",
    "State",
    "Vocabulary",
    "Written",
    "claim_rows",
    "cohen_kappa",
    "compare_coders",
    "guesses_around",
    "in_groups",
    "in_reading_order",
    "lawful",
    "merged",
    "merges_of",
    "outcomes_of",
    "problems_of",
    "proposal_id",
    "read_events",
    "rejected_beside",
    "with_rows",
]
