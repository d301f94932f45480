"""What a service looks at without consuming it."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from database import Database

Sightings = Mapping[UUID, frozenset[str]]
"""On which topics, without prefix, something was published for each account."""


@dataclass(frozen=True, slots=True)
class Observation:
    """Topics that are looked at, and what is done about what was seen: at most once in `pause_seconds`.

    What is seen may have been seen before, and some is never seen. The processes of one group share the partitions.
    """

    group: str
    topics: tuple[str, ...]
    act: Callable[[Database, Sightings], Awaitable[None]]
    pause_seconds: float = 0.25
