"""JSON merge patch: the cases of RFC 7396, appendix A, where removed members are null."""

from typing import Annotated, Any

import pytest
from pydantic import TypeAdapter

from web.merge_patch import PatchOf, merge_patch
from web.schemas import Money, RequestModel


@pytest.mark.parametrize(
    ("target", "patch", "result"),
    [
        ({"a": "b"}, {"a": "c"}, {"a": "c"}),
        ({"a": "b"}, {"b": "c"}, {"a": "b", "b": "c"}),
        ({"a": "b"}, {"a": None}, {"a": None}),
        ({"a": "b", "b": "c"}, {"a": None}, {"a": None, "b": "c"}),
        ({"a": ["b"]}, {"a": "c"}, {"a": "c"}),
        ({"a": "c"}, {"a": ["b"]}, {"a": ["b"]}),
        ({"a": {"b": "c"}}, {"a": {"b": "d", "c": None}}, {"a": {"b": "d", "c": None}}),
        ({"a": [{"b": "c"}]}, {"a": [1]}, {"a": [1]}),
        ({"a": "foo"}, {}, {"a": "foo"}),
        ({"a": None}, {"a": {"b": {"c": 1}}}, {"a": {"b": {"c": 1}}}),
    ],
)
def test_a_patch_changes_what_it_names(target: Any, patch: Any, result: Any) -> None:
    before = dict(target)
    assert merge_patch(target, patch) == result
    assert target == before


class SeatRequest(RequestModel):
    row: int
    price: Money | None
    tags: tuple[str, ...] = ()


def test_a_patch_is_documented_as_the_request_of_which_nothing_must_be_there() -> None:
    schema = TypeAdapter(Annotated[dict[str, Any], PatchOf(SeatRequest)]).json_schema()
    seat = TypeAdapter(SeatRequest).json_schema()
    price, null = schema["properties"]["price"]["anyOf"]
    assert set(schema["properties"]) == set(seat["properties"])
    assert "required" not in schema
    assert "required" not in price
    assert set(price["properties"]) == {"amount", "currency"}
    assert null == {"type": "null"}
    assert "default" not in schema["properties"]["tags"]
