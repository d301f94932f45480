import copy
import json
from collections.abc import Callable
from typing import Any, ClassVar, Literal

import pytest
from pydantic import Field, create_model

from contracts import Event, PayloadModel
from contracts.compatibility import breaks
from contracts.stored import schema_of, stored_schemas


class Piece(PayloadModel):
    name: str
    weight: int = 0


class Bell(Event):
    """A bell rang."""

    type: ClassVar[str] = "tower.bell-rang.v1"
    topic: ClassVar[str] = "tower.bells"
    key_field: ClassVar[str] = "bell"

    bell: str
    tone: Literal["high", "low"] = "low"
    strokes: int = Field(ge=1)
    pieces: tuple[Piece, ...] = ()
    remark: str | None = Field(None, description="Said by the ringer")


OLD = schema_of(Bell)


def changed(change: Callable[[Any], object]) -> list[str]:
    new = copy.deepcopy(OLD)
    change(new)
    return list(breaks(OLD, new))


def in_place(path: str, value: Any) -> Callable[[Any], None]:
    """Set what lies at `path` in a schema."""

    def change(schema: Any) -> None:
        *way, last = path.split("/")
        for step in way:
            schema = schema[int(step) if step.isdigit() else step]
        schema[last] = value

    return change


BREAKING = {
    "a field that is gone": lambda s: s["properties"].pop("remark"),
    "a required field that is gone": lambda s: (s["properties"].pop("bell"), s["required"].remove("bell")),
    "a new required field": lambda s: (s["properties"].update(x={"type": "string"}), s["required"].append("x")),
    "an optional field that must now be there": lambda s: s["required"].append("remark"),
    "a required field that may now be missing": lambda s: s["required"].remove("bell"),
    "another type": in_place("properties/bell/type", "integer"),
    "a new enum value": in_place("properties/tone/enum", ["high", "low", "middle"]),
    "an enum value that is gone": in_place("properties/tone/enum", ["high"]),
    "enum values in another place": in_place("properties/tone/enum", ["low", "high"]),
    "another default": in_place("properties/tone/default", "high"),
    "a default that is gone": lambda s: s["properties"]["tone"].pop("default"),
    "a narrower range": in_place("properties/strokes/minimum", 2),
    "a wider range": in_place("properties/strokes/minimum", 0),
    "a range that is gone": lambda s: s["properties"]["strokes"].pop("minimum"),
    "another format": in_place("properties/account_id/format", "email"),
    "null that is no longer allowed": in_place("properties/remark/anyOf", [{"type": "string"}]),
    "another kind inside an alternative": in_place("properties/remark/anyOf/0/type", "integer"),
    "another type inside a part": in_place("$defs/Piece/properties/weight/type", "string"),
    "a field of a part that is gone": lambda s: s["$defs"]["Piece"]["properties"].pop("weight"),
    "a new required field of a part": lambda s: s["$defs"]["Piece"]["required"].append("weight"),
    "a part that is gone": lambda s: s["$defs"].pop("Piece"),
    "other items": in_place("properties/pieces/items", {"type": "string"}),
    "a limit to how many": in_place("properties/pieces/maxItems", 3),
    "unknown fields refused": in_place("additionalProperties", False),
}  # fmt: skip

SURVIVED = {
    "nothing": lambda s: None,
    "a new optional field": lambda s: s["properties"].update(x={"type": "string", "default": ""}),
    "a new optional field of a part": lambda s: s["$defs"]["Piece"]["properties"].update(x={"default": 1}),
    "a new part": lambda s: s["$defs"].update(Other={"type": "object"}),
    "other prose": in_place("description", "A bell was heard."),
    "other prose of a field": in_place("properties/remark/description", "Said by anybody"),
    "another title": in_place("properties/bell/title", "The bell"),
    "prose inside an alternative": in_place("properties/remark/anyOf/0/description", "Words"),
    "fields in another order": lambda s: s.update(properties=dict(reversed(s["properties"].items()))),
    "required fields in another order": lambda s: s["required"].reverse(),
}  # fmt: skip


@pytest.mark.parametrize("name", BREAKING)
def test_a_published_fact_may_not_change_by(name: str) -> None:
    [complaint, *_] = changed(BREAKING[name])
    assert complaint.startswith("/")


@pytest.mark.parametrize("name", SURVIVED)
def test_readers_survive(name: str) -> None:
    assert changed(SURVIVED[name]) == []


def test_a_complaint_names_the_place_and_both_sides() -> None:
    assert changed(in_place("properties/tone/default", "high")) == [
        "/properties/tone/default: was 'low', is 'high'"
    ]


def test_a_field_called_like_prose_is_a_field() -> None:
    old = {"properties": {"description": {"type": "string"}, "title": {"type": "string"}}}
    assert list(breaks(old, {"properties": {"title": {"type": "integer"}}})) == [
        "/properties/description: is gone",
        "/properties/title/type: was 'string', is 'integer'",
    ]


def test_a_class_that_gains_an_optional_field_is_compatible() -> None:
    grown = create_model("Bell", __base__=Bell, louder=(bool, False))
    grown.__doc__ = Bell.__doc__
    assert list(breaks(OLD, schema_of(grown))) == []
    assert list(breaks(schema_of(grown), OLD)) == ["/properties/louder: is gone"]


def test_a_class_that_gains_a_required_field_is_not() -> None:
    grown = create_model("Bell", __base__=Bell, louder=(bool, ...))
    assert list(breaks(OLD, schema_of(grown))) == ["/required: louder must now be there"]


def test_every_stored_schema_is_compatible_with_itself_as_read_again() -> None:
    for schema in stored_schemas().values():
        assert list(breaks(schema, json.loads(json.dumps(schema)))) == []
