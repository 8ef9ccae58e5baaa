"""NPZ files hold plain arrays, or are refused."""

from __future__ import annotations

import numpy as np
import pytest

from detente.case import CaseError
from detente.casefile.baseline import read_arrays


class Trap:
    """Leaves a trace when it is unpickled."""

    def __reduce__(self):
        return (open, ("trace", "w"))


def test_arrays_come_out_as_they_went_in(tmp_path):
    np.savez(tmp_path / "a.npz", pi=np.ones((2, 3)), countries=np.array(["x", "y"]))
    arrays = read_arrays(tmp_path / "a.npz")
    assert arrays["pi"].shape == (2, 3)
    assert arrays["countries"].tolist() == ["x", "y"]


def test_a_pickle_is_refused_and_never_run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    np.savez(tmp_path / "a.npz", pi=np.array([Trap()], dtype=object))
    with pytest.raises(CaseError, match=r"a\.npz: this cannot be read as an NPZ file of plain arrays"):
        read_arrays(tmp_path / "a.npz")
    assert not (tmp_path / "trace").exists()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"region,value\n", b"\x93NUMPY\x01\x00"])
def test_a_file_of_another_kind(content, tmp_path):
    (tmp_path / "a.npz").write_bytes(content)
    with pytest.raises(CaseError, match="cannot be read as an NPZ file"):
        read_arrays(tmp_path / "a.npz")


def test_a_damaged_file(tmp_path):
    np.savez_compressed(tmp_path / "a.npz", pi=np.random.default_rng(0).uniform(size=1000))
    content = bytearray((tmp_path / "a.npz").read_bytes())
    content[300:400] = bytes(100)
    (tmp_path / "a.npz").write_bytes(bytes(content))
    with pytest.raises(CaseError, match="cannot be read as an NPZ file"):
        read_arrays(tmp_path / "a.npz")


def test_a_file_that_is_too_large(tmp_path, monkeypatch):
    monkeypatch.setattr("detente.casefile.baseline.arrays.LARGEST_ARRAY_BYTES", 100)
    np.savez(tmp_path / "a.npz", pi=np.ones(100))
    with pytest.raises(CaseError, match="more than 100"):
        read_arrays(tmp_path / "a.npz")
