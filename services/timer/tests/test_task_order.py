"""Tasks keep the order in which people put them."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain_errors import InvalidInputError
from timer.task_order import FARTHEST, Part, placed

A, B, C, D = (UUID(int=number) for number in range(1, 5))


def parts(**positions: float) -> list[Part]:
    ids = {"A": A, "B": B, "C": C, "D": D}
    return [Part(ids[name], position) for name, position in positions.items()]


def test_a_task_goes_between_its_new_neighbours_and_no_other_moves() -> None:
    assert placed(parts(A=1, B=2, C=3), C, B) == {C: 1.5}
    assert placed(parts(A=1, B=2, C=3), A, None) == {A: 4}
    assert placed(parts(A=1, B=2, C=3), C, A) == {C: 0}
    assert placed(parts(A=1, B=2), D, B) == {D: 1.5}
    assert placed([], D, None) == {D: 1}


@pytest.mark.parametrize(("task_id", "before_id"), [(A, B), (B, C), (C, None)])
def test_a_task_that_stands_there_already_stays(task_id: UUID, before_id: UUID | None) -> None:
    assert placed(parts(A=1, B=1, C=2), task_id, before_id) == {}


def test_where_no_number_is_left_all_are_counted_anew() -> None:
    assert placed(parts(A=1, B=1, C=2), C, B) == {C: 2, B: 3}
    near = 1.0000000000000002
    assert placed(parts(A=1, B=near, C=9), C, B) == {C: 2, B: 3}
    assert placed(parts(A=0, B=FARTHEST), A, None) == {B: 1, A: 2}
    assert placed(parts(A=-FARTHEST, B=0), B, A) == {B: 1, A: 2}


@pytest.mark.parametrize("before_id", [C, D])
def test_what_it_stands_before_is_another_part(before_id: UUID) -> None:
    with pytest.raises(InvalidInputError) as refusal:
        placed(parts(A=1, B=2, C=3), C, before_id)
    assert [one.field for one in refusal.value.fields] == ["before_id"]


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 6)), max_size=200))
def test_any_moves_make_the_order_that_a_list_would_have(moves: list[tuple[int, int]]) -> None:
    ids = [UUID(int=number) for number in range(1, 7)]
    stored, model = dict.fromkeys(ids, 1.0), list(ids)
    for moved, place in moves:
        task_id = ids[moved]
        others = [one for one in model if one != task_id]
        before_id = others[place] if place < len(others) else None
        stored |= placed(_ordered(stored), task_id, before_id)
        model = [*others[:place], task_id, *others[place:]]
        assert [part.id for part in _ordered(stored)] == model


def _ordered(stored: dict[UUID, float]) -> list[Part]:
    found = [Part(one, position) for one, position in stored.items()]
    return sorted(found, key=lambda part: (part.position, part.id))
