import copy
import json
from collections.abc import Callable
from typing import Any, ClassVar, Literal

import pytest
from pydantic import Field, create_model

from contracts import Event, PayloadModel
from contracts.compatibility import incompatibilities
from contracts.stored import schema_of, stored_schemas


class Item(PayloadModel):
    """Something that was ordered."""

    name: str
    weight: int = 0


class OrderPlaced(Event):
    """An order was placed."""

    type: ClassVar[str] = "shop.order-placed.v1"
    topic: ClassVar[str] = "shop.orders"
    key_field: ClassVar[str] = "order"

    order: str
    speed: Literal["express", "normal"] = "normal"
    count: int = Field(ge=1)
    items: tuple[Item, ...] = ()
    remark: str | None = Field(None, description="The customer's own words")


OLD = schema_of(OrderPlaced)


def changed(change: Callable[[Any], object]) -> list[str]:
    new = copy.deepcopy(OLD)
    change(new)
    return list(incompatibilities(OLD, new))


def set_at(path: str, value: Any) -> Callable[[Any], None]:
    """Set what lies at `path` in a schema."""

    def change(schema: Any) -> None:
        *steps, last = path.split("/")
        for step in steps:
            schema = schema[int(step) if step.isdigit() else step]
        schema[last] = value

    return change


BREAKING = {
    "a field that is gone": lambda s: s["properties"].pop("remark"),
    "a required field that is gone": lambda s: (s["properties"].pop("order"), s["required"].remove("order")),
    "a new required field": lambda s: (s["properties"].update(x={"type": "string"}), s["required"].append("x")),
    "an optional field that must now be there": lambda s: s["required"].append("remark"),
    "a required field that may now be missing": lambda s: s["required"].remove("order"),
    "another type": set_at("properties/order/type", "integer"),
    "a new enum value": set_at("properties/speed/enum", ["express", "normal", "slow"]),
    "an enum value that is gone": set_at("properties/speed/enum", ["express"]),
    "enum values in another place": set_at("properties/speed/enum", ["normal", "express"]),
    "another default": set_at("properties/speed/default", "express"),
    "a default that is gone": lambda s: s["properties"]["speed"].pop("default"),
    "a narrower range": set_at("properties/count/minimum", 2),
    "a wider range": set_at("properties/count/minimum", 0),
    "a range that is gone": lambda s: s["properties"]["count"].pop("minimum"),
    "another format": set_at("properties/account_id/format", "email"),
    "null that is no longer allowed": set_at("properties/remark/anyOf", [{"type": "string"}]),
    "another kind inside an alternative": set_at("properties/remark/anyOf/0/type", "integer"),
    "another type inside an object": set_at("$defs/Item/properties/weight/type", "string"),
    "a field of an object that is gone": lambda s: s["$defs"]["Item"]["properties"].pop("weight"),
    "a new required field of an object": lambda s: s["$defs"]["Item"]["required"].append("weight"),
    "an object that is gone": lambda s: s["$defs"].pop("Item"),
    "other items": set_at("properties/items/items", {"type": "string"}),
    "a limit to how many": set_at("properties/items/maxItems", 3),
    "unknown fields refused": set_at("additionalProperties", False),
}  # fmt: skip

SURVIVED = {
    "nothing": lambda s: None,
    "a new optional field": lambda s: s["properties"].update(x={"type": "string", "default": ""}),
    "a new optional field of an object": lambda s: s["$defs"]["Item"]["properties"].update(x={"default": 1}),
    "a new object": lambda s: s["$defs"].update(Other={"type": "object"}),
    "other prose": set_at("description", "An order came."),
    "other prose of a field": set_at("properties/remark/description", "Anybody's words"),
    "another title": set_at("properties/order/title", "The order"),
    "prose inside an alternative": set_at("properties/remark/anyOf/0/description", "Text"),
    "fields in another order": lambda s: s.update(properties=dict(reversed(s["properties"].items()))),
    "required fields in another order": lambda s: s["required"].reverse(),
}  # fmt: skip


@pytest.mark.parametrize("name", BREAKING)
def test_a_published_event_cannot_change_by(name: str) -> None:
    [problem, *_] = changed(BREAKING[name])
    assert problem.startswith("/")


@pytest.mark.parametrize("name", SURVIVED)
def test_consumers_survive(name: str) -> None:
    assert changed(SURVIVED[name]) == []


def test_a_problem_names_the_place_and_both_sides() -> None:
    assert changed(set_at("properties/speed/default", "express")) == [
        "/properties/speed/default: was 'normal', is 'express'"
    ]


def test_a_field_called_like_prose_is_a_field() -> None:
    old = {"properties": {"description": {"type": "string"}, "title": {"type": "string"}}}
    assert list(incompatibilities(old, {"properties": {"title": {"type": "integer"}}})) == [
        "/properties/description: is gone",
        "/properties/title/type: was 'string', is 'integer'",
    ]


def test_a_class_that_gains_an_optional_field_is_compatible() -> None:
    grown = create_model("OrderPlaced", __base__=OrderPlaced, gift=(bool, False))
    grown.__doc__ = OrderPlaced.__doc__
    assert list(incompatibilities(OLD, schema_of(grown))) == []
    assert list(incompatibilities(schema_of(grown), OLD)) == ["/properties/gift: is gone"]


def test_a_class_that_gains_a_required_field_is_not() -> None:
    grown = create_model("OrderPlaced", __base__=OrderPlaced, gift=(bool, ...))
    assert list(incompatibilities(OLD, schema_of(grown))) == ["/required: gift must now be there"]


def test_every_stored_schema_is_compatible_with_itself_as_read_again() -> None:
    for schema in stored_schemas().values():
        assert list(incompatibilities(schema, json.loads(json.dumps(schema)))) == []
