"""Was it done?"""

from detente.record.bundle import export_bundle, read_bundle, tile_files, verify_bundle
from detente.record.checkpoint import Checkpoint, parse_checkpoint, parse_head
from detente.record.compare import check_signatures, continues, first_difference, is_fresh, known_head
from detente.record.copies import copy_record, move_record, restore_bundle
from detente.record.entries import Draft, Entry, opened_draft, parse_entry, parse_time
from detente.record.faults import Fault
from detente.record.keys import KeyKind, SigningKey, VerifierKey, new_key, parse_signing_key, parse_verifier_key
from detente.record.kinds import EntryField, entry_kinds
from detente.record.log import Sealed, append, attach, change_policy, start_record
from detente.record.places import is_address, is_record, new_store, open_store, shown
from detente.record.policy import Policy, parse_policy, policy_text, written_policy
from detente.record.postgres import postgres_store
from detente.record.proofs import GrowthProof, InclusionProof, parse_growth_proof, parse_inclusion_proof
from detente.record.reading import (
    check_hashes,
    check_terms,
    current_head,
    current_policy,
    opening_of,
    prove_growth,
    prove_inclusion,
)
from detente.record.schema import entry_schema, verifier_page
from detente.record.sql_store import SqlStore, forget_deleted
from detente.record.sqlite import (
    back_up_sqlite,
    is_sqlite_record,
    new_sqlite_store,
    open_sqlite_store,
    sqlite_store,
)
from detente.record.store import Store
from detente.record.terms import Term, terms_of
from detente.record.verifying import Verified
from detente.record.within import append_within, schema_statements, start_within, store_within
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
    "Term",
    "Verified",
    "VerifierKey",
    "Witness",
    "append",
    "append_within",
    "attach",
    "back_up_sqlite",
    "change_policy",
    "check_hashes",
    "check_signatures",
    "check_terms",
    "continues",
    "copy_record",
    "current_head",
    "current_policy",
    "entry_kinds",
    "entry_schema",
    "export_bundle",
    "first_difference",
    "forget_deleted",
    "is_address",
    "is_fresh",
    "is_record",
    "is_sqlite_record",
    "known_head",
    "move_record",
    "new_key",
    "new_sqlite_store",
    "new_store",
    "open_sqlite_store",
    "open_store",
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
    "read_bundle",
    "restore_bundle",
    "schema_statements",
    "shown",
    "sqlite_store",
    "start_record",
    "start_within",
    "store_within",
    "terms_of",
    "tile_files",
    "verifier_page",
    "verify_bundle",
    "written_policy",
]
