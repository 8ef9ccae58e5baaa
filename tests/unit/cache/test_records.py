from __future__ import annotations

import math
import pickle
from enum import Enum
from io import BytesIO

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from detente.cache import Damaged, Unnamed, digest_of, pack, unpack
from detente.case import Estimate, Origin
from detente.worlds import SolvedNetwork


class Foreign(Enum):
    NAME = 1


PLAIN = st.none() | st.booleans() | st.integers() | st.text() | st.floats()
ARRAYS = arrays.arrays(
    st.sampled_from([np.float64, np.bool_, np.int64]), arrays.array_shapes(min_dims=0, max_dims=3, min_side=0)
)
NESTED = st.recursive(
    PLAIN | ARRAYS,
    lambda inner: st.lists(inner) | st.lists(inner).map(tuple) | st.dictionaries(st.text(), inner),
    max_leaves=12,
)


@given(NESTED)
def test_what_is_read_has_the_name_of_what_was_written(thing: object) -> None:
    """Type, bits and order in memory included, for the name holds them all."""
    assert digest_of(unpack(pack(thing))) == digest_of(thing)


def test_records_come_back_with_arrays_in_their_order() -> None:
    turned = np.arange(24.0).reshape(2, 3, 4).transpose(2, 0, 1)
    record = SolvedNetwork(turned, turned, turned.copy(), np.full(2, np.nan), np.array([True, False]))
    back = unpack(pack([record]))[0]
    assert type(back) is SolvedNetwork
    assert back.money.strides == turned.strides
    assert digest_of(back) == digest_of(record)


def test_names_from_our_lists_come_back_as_themselves() -> None:
    estimate = Estimate("a", 1.0, "", Origin.CITED)
    back = unpack(pack(estimate))
    assert back == estimate
    assert back.origin is Origin.CITED


def test_a_float_comes_back_to_the_last_bit() -> None:
    numbers = [0.1, math.nextafter(0.1, 1), -0.0, 5e-324, math.inf, math.nan]
    assert np.array(unpack(pack(numbers))).tobytes() == np.array(numbers).tobytes()


@pytest.mark.parametrize(
    "thing",
    [
        Foreign.NAME,
        np.array([object()]),
        np.arange(9.0).reshape(3, 3)[:, :2],
        np.arange(4.0)[::-1],
        {1, 2},
    ],
)
def test_what_would_not_come_back_the_same_is_refused(thing: object) -> None:
    with pytest.raises(Unnamed):
        pack(thing)


class Trap:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return (pytest.fail, ("code of the cache was run",))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b'["array",[0]]\n',
        b'["record","os","system",{}]\n',
        b'["record","detente.case","Nothing",{}]\n',
        b'["record","detente.nowhere","Estimate",{}]\n',
        b'["record","detente.case","DetenteError",{}]\n',
        b'["enum","detente.case","Estimate","mode"]\n',
        b'["enum","detente.case","Origin","NOWHERE"]\n',
        b'["enum","signal","Signals","SIGKILL"]\n',
        b'["unheard",1]\n',
        pickle.dumps(Trap()),
        b'["array",[]]\n' + pickle.dumps(Trap()),
    ],
)
def test_foreign_bytes_hold_no_result_and_run_nothing(content: bytes) -> None:
    with pytest.raises(Damaged):
        unpack(content)


def test_an_array_of_objects_is_not_read() -> None:
    into = BytesIO()
    np.lib.format.write_array(into, np.array([Trap()], dtype=object), allow_pickle=True)
    with pytest.raises(Damaged):
        unpack(b'["array",[0]]\n' + into.getvalue())
