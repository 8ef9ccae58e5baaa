"""What was worked out before? Answers to tasks kept in a folder of the user, so that none is worked out twice."""

from detente.cache.canonical import Unnamed, digest_of
from detente.cache.folder import KEPT_MIB, CacheFolder, LookedUp
from detente.cache.place import OFF, cache_place
from detente.cache.program import program_digest, whole_program_digest
from detente.cache.records import Damaged, pack, unpack
from detente.cache.remembering import Remembering

__all__ = [
    "KEPT_MIB",
    "OFF",
    "CacheFolder",
    "Damaged",
    "LookedUp",
    "Remembering",
    "Unnamed",
    "cache_place",
    "digest_of",
    "pack",
    "program_digest",
    "unpack",
    "whole_program_digest",
]
