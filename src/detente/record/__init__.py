"""Was it done?"""

from detente.record.bundle import Verified, export_bundle, tile_files, verify_bundle
from detente.record.checkpoint import Checkpoint, parse_checkpoint, parse_head
from detente.record.compare import check_signatures, continues, first_difference, is_fresh, known_head
from detente.record.entries import Draft, Entry, opened_draft, parse_entry, parse_time
from detente.record.faults import Fault
from detente.record.keys import KeyKind, SigningKey, VerifierKey, new_key, parse_signing_key, parse_verifier_key
from detente.record.kinds import EntryField, entry_kinds
from detente.record.log import (
    Sealed,
    append,
    attach,
    charter_policy,
    check_hashes,
    current_head,
    opening_of,
    prove_growth,
    prove_inclusion,
    start_record,
)
from detente.record.policy import Policy, parse_policy, policy_text
from detente.record.postgres import postgres_store
from detente.record.proofs import GrowthProof, InclusionProof, parse_growth_proof, parse_inclusion_proof
from detente.record.sqlite import (
    back_up_sqlite,
    forget_deleted,
    is_sqlite_record,
    new_sqlite_store,
    open_sqlite_store,
    sqlite_store,
)
from detente.record.store import SqlStore, Store
from detente.record.witness import Witness, open_witness

__all__ = [
    "Checkpoint",
    "Draft",
    "Entry",
    "EntryField",
    "Fault",
    "GrowthProof",
    "InclusionProof",
    "KeyKind",
    "Policy",
    "Sealed",
    "SigningKey",
    "SqlStore",
    "Store",
    "Verified",
    "VerifierKey",
    "Witness",
    "append",
    "attach",
    "back_up_sqlite",
    "charter_policy",
    "check_hashes",
    "check_signatures",
    "continues",
    "current_head",
    "entry_kinds",
    "export_bundle",
    "first_difference",
    "forget_deleted",
    "is_fresh",
    "is_sqlite_record",
    "known_head",
    "new_key",
    "new_sqlite_store",
    "open_sqlite_store",
    "open_witness",
    "opened_draft",
    "opening_of",
    "parse_checkpoint",
    "parse_entry",
    "parse_growth_proof",
    "parse_head",
    "parse_inclusion_proof",
    "parse_policy",
    "parse_signing_key",
    "parse_time",
    "parse_verifier_key",
    "policy_text",
    "postgres_store",
    "prove_growth",
    "prove_inclusion",
    "sqlite_store",
    "start_record",
    "tile_files",
    "verify_bundle",
]
