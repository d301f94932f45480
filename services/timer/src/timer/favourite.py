"""Work that an agent does often, kept to start it by one touch."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from domain_errors import ConflictError

MOST_FAVOURITES = 50


class TooManyFavouritesError(ConflictError):
    """An agent keeps at most 50 favourites."""


@dataclass(frozen=True, slots=True)
class WorkToStart:
    """What is worked on, without what follows from it."""

    organization_id: UUID | None
    project_id: UUID | None
    task_id: UUID | None
    ticket_id: UUID | None
    service_type_id: UUID | None
    description: str


@dataclass(frozen=True, slots=True)
class Favourite:
    """The lower its position, the earlier it stands."""

    id: UUID
    position: int
    work: WorkToStart


@dataclass(frozen=True, slots=True)
class RecentWork:
    """What was worked on, and when last."""

    work_date: date
    work: WorkToStart
