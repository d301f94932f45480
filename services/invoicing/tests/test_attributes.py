"""Objects made from others by the names that both use."""

from dataclasses import dataclass, field

import pytest

from invoicing.domain.attributes import attributes, build


@dataclass(frozen=True)
class Source:
    name: str
    amount: int = 0


@dataclass(frozen=True)
class Target:
    name: str
    size: int
    note: str = "none"
    twice: int = field(init=False, default=0)


def test_what_the_first_source_has_wins() -> None:
    found = attributes(["name", "amount", "size"], Source("one", 1), Source("two", 2))
    assert found == {"name": "one", "amount": 1}


def test_what_is_given_wins_and_what_is_in_none_keeps_its_default() -> None:
    assert build(Target, Source("one"), size=3) == Target("one", 3)
    assert build(Target, Source("one"), name="given", size=3, note="x") == Target("given", 3, "x")


def test_what_has_no_default_must_be_somewhere() -> None:
    with pytest.raises(TypeError, match="size"):
        build(Target, Source("one"))
