"""The collector of circular garbage is paused while many records are made, and left as it was found."""

from __future__ import annotations

import gc

import pytest

from detente.case import collector_paused


def test_it_runs_again_after_an_error():
    with pytest.raises(ValueError, match="broken"), collector_paused():
        raise ValueError("broken")
    assert gc.isenabled()


def test_it_stays_off_where_it_was_off():
    gc.disable()
    try:
        with collector_paused():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
