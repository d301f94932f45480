"""Favourites and recent work."""

from datetime import date
from uuid import UUID

from pydantic import Field

import web
from timer.favourite import WorkToStart
from timer.schemas.fields import FlatResponse, LongText


class FavouriteRequest(web.RequestModel):
    """Work to be kept."""

    position: int = Field(ge=0, le=1_000_000)
    """Its place: the lower, the earlier."""
    organization_id: UUID | None = None
    """The customer; null: that of the project or ticket."""
    project_id: UUID | None = None
    """The project; null: that of the task, or none."""
    task_id: UUID | None = None
    """The task of a project; null when it is none."""
    ticket_id: UUID | None = None
    """The ticket; null when it is none."""
    service_type_id: UUID | None = None
    """The kind of work; null: that of the task or ticket, or none."""
    description: LongText = ""
    """The note with which it is started."""

    @property
    def work(self) -> WorkToStart:
        """The work that is meant."""
        return WorkToStart(**self.model_dump(exclude={"position"}))


class _WorkResponse(FlatResponse):
    organization_id: UUID | None
    """The customer; null when it follows."""
    project_id: UUID | None
    """The project; null when it is none, or follows."""
    task_id: UUID | None
    """The task; null when it is none."""
    ticket_id: UUID | None
    """The ticket; null when it is none."""
    service_type_id: UUID | None
    """The kind of work; null when it is none, or follows."""
    description: str
    """The note."""


class FavouriteResponse(_WorkResponse):
    """Work that the caller keeps."""

    id: UUID
    """The id under which it was kept."""
    position: int
    """Its place: the lower, the earlier."""


class FavouritesResponse(web.ResponseModel):
    """The caller's favourites that take time."""

    items: list[FavouriteResponse]
    """In their order."""


class RecentWorkResponse(_WorkResponse):
    """Work that the caller did."""

    work_date: date
    """The last day of it."""


class RecentResponse(web.ResponseModel):
    """What the caller worked on of late, and still takes time."""

    items: list[RecentWorkResponse]
    """The newest first, each work once, at most 20."""
