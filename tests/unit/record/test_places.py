"""A record is in a file or in a database, by how its place is written."""

from __future__ import annotations

import pytest

from detente.case import CaseError
from detente.record import is_record, new_store, open_store, shown

# Nobody answers at the first port.
NOWHERE = "postgresql://north:secret@127.0.0.1:1/talks"


def test_a_file_is_made_opened_and_told_from_what_is_no_record(tmp_path):
    place = str(tmp_path / "r.record")
    assert not is_record(place)
    with pytest.raises(CaseError, match="is not a record"), open_store(place):
        pass
    with new_store(place) as store:
        assert store.size() == 0
    with open_store(place) as store:
        assert store.size() == 0
    assert is_record(place)
    assert shown(place) == place


@pytest.mark.parametrize("way", [new_store, open_store])
def test_an_address_is_asked_as_one_and_shown_without_its_password(way):
    assert is_record(NOWHERE)
    assert shown(NOWHERE) == "postgresql://north@127.0.0.1:1/talks"
    with pytest.raises(CaseError) as refused, way(NOWHERE):
        pass
    assert "cannot be reached" in str(refused.value) or "needs the package psycopg" in str(refused.value)
    assert "secret" not in str(refused.value)
