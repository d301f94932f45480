"""The order of tasks that are parts of the same one: by their positions, equal ones by their ids."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from domain_errors import ConflictError, InvalidInputError

FARTHEST = 1e9
"""No position is farther from 0."""


class TasksBusyError(ConflictError):
    """Somebody changes tasks beside this one just now."""


@dataclass(frozen=True, slots=True)
class Part:
    """A task where it stands among the parts of its parent."""

    id: UUID
    position: float


def placed(parts: Sequence[Part], task_id: UUID, before_id: UUID | None) -> dict[UUID, float]:
    """The positions that change when a task is put right before one of these ordered parts; None: behind all.

    One position, as long as there is a number between those of its new neighbours; else all are counted anew. Raises
    `InvalidInputError` for a neighbour that is no part.
    """
    others = [part for part in parts if part.id != task_id]
    place = _place(others, task_id, before_id)
    before, after = others[:place], others[place:]
    order = [*(part.id for part in before), task_id, *(part.id for part in after)]
    if order == [part.id for part in parts]:
        return {}
    position = _between(
        before[-1].position if before else None, after[0].position if after else None
    )
    if position is not None:
        return {task_id: position}
    stored = {part.id: part.position for part in others}
    return {one: float(number) for number, one in enumerate(order, 1) if stored.get(one) != number}


def _place(others: Sequence[Part], task_id: UUID, before_id: UUID | None) -> int:
    if before_id is None:
        return len(others)
    if before_id == task_id:
        raise InvalidInputError("before_id", "a task does not stand before itself")
    for place, part in enumerate(others):
        if part.id == before_id:
            return place
    raise InvalidInputError("before_id", "there is no such task among the parts of this parent")


def _between(left: float | None, right: float | None) -> float | None:
    """A position between two others; None where there is no room."""
    if left is None and right is None:
        return 1.0
    if left is None or right is None:
        found = (right or 0.0) - 1 if left is None else left + 1
        return found if abs(found) <= FARTHEST else None
    middle = (left + right) / 2
    return middle if left < middle < right else None
