"""Ids: ordered by time, and read in every form that a UUID has."""

import copy
import pickle
from uuid import UUID

import pytest

from database import new_id, parse_id


def test_new_ids_are_in_the_order_of_time() -> None:
    ids = [new_id() for _ in range(1000)]
    assert ids == sorted(ids)
    assert {one.version for one in ids} == {7}


def test_an_id_is_a_uuid_like_any_other() -> None:
    one = new_id()
    other = UUID(str(one))
    assert isinstance(one, UUID)
    assert (one, hash(one), repr(one), one.hex) == (other, hash(other), repr(other), other.hex)
    assert not one < other
    assert copy.deepcopy(one) == pickle.loads(pickle.dumps(one)) == other


@pytest.mark.parametrize("form", ["{}", "{{{}}}", "urn:uuid:{}"])
def test_every_form_is_read(form: str) -> None:
    one = new_id()
    assert parse_id(form.format(one)) == one
    assert parse_id(form.format(one.hex.upper())) == one


@pytest.mark.parametrize("text", ["", "7", "0" * 31, "0" * 33, "g" * 32])
def test_what_is_no_id_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"UUID|literal"):
        parse_id(text)
