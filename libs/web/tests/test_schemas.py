"""Values of requests are what their schema says, and nothing that happens to parse."""

from typing import Any

import pytest
from pydantic import ValidationError

import web


class SwitchRequest(web.RequestModel):
    on: bool
    spare: bool | None = None


class SwitchFilter(web.FilterModel):
    on: bool


@pytest.mark.parametrize("value", [0, 1, "true", "no", 1.0])
@pytest.mark.parametrize("field", ["on", "spare"])
def test_what_is_not_true_or_false_is_refused(field: str, value: Any) -> None:
    with pytest.raises(ValidationError, match="send true or false"):
        SwitchRequest(**{"on": True, field: value})


def test_true_false_and_null_are_taken() -> None:
    assert SwitchRequest(on=False, spare=None).on is False
    assert SwitchRequest(on=True, spare=True).spare


def test_an_address_knows_no_types() -> None:
    assert SwitchFilter.model_validate({"on": "true"}).on


def test_what_is_trusted_is_as_what_was_checked() -> None:
    checked = SwitchRequest(on=True, spare=False)
    made = web.trusted(SwitchRequest, {"on": True, "spare": False})
    assert made == checked
    assert made.model_fields_set == checked.model_fields_set
    assert made.model_dump_json() == checked.model_dump_json()
    assert made.model_copy(update={"on": False}).on is False
