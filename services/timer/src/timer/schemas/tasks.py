"""Tasks: pieces of projects, which may be parts of each other and wait for each other."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field

import web
from timer.schemas.fields import Complete, Day, LongText, Name, Partial, VersionedResponse
from timer.schemas.projects import Seconds
from timer.task import TaskStatus
from timer.task_order import FARTHEST


def _each_once(ids: tuple[UUID, ...]) -> tuple[UUID, ...]:
    return tuple(sorted(set(ids)))


Ids = Annotated[tuple[UUID, ...], Field(max_length=50), AfterValidator(_each_once)]
Percent = Annotated[int, Field(ge=0, le=100)]
Position = Annotated[float, Field(ge=-FARTHEST, le=FARTHEST, allow_inf_nan=False)]


class TaskRequest(web.RequestModel):
    """A piece of a project that time is logged on."""

    name: Name
    """What it is called; no two tasks of a project have the same name."""
    project_id: UUID
    """The project. A task with subtasks or dependencies stays in its project."""
    parent_id: UUID | None = None
    """The task of the same project that it is a part of; null when it is none. A tree has at most eight levels."""
    position: Position | None = None
    """Where it stands among the parts of its parent: they are in the order of this number. To put one between two others,
    send a number between theirs; null puts a new one last, and leaves one where it is."""
    service_type_id: UUID | None = None
    """The kind of work that time on it is; null when it has none."""
    billable: bool | None = None
    """Whether new time on it is billable, unless the entry says otherwise; null: as its project says."""
    requester_id: UUID | None = None
    """The contact who asked for it; time on it is for their organization. Null: for that of the project."""
    description: LongText = ""
    """What is to be done."""
    planned_start: Day | None = None
    """The first day on which it is to be worked on; null when that is not planned."""
    planned_finish: Day | None = None
    """The day on which it is to be finished; null when that is not planned."""
    estimate_seconds: Seconds | None = None
    """How long the task itself will take, without its subtasks; null when nobody has said. A milestone takes no time."""
    status: TaskStatus = "planned"
    """How it stands. A task that is done is 100 % done."""
    percent_done: Percent | None = None
    """How much of it is done; null when nobody has said."""
    milestone: bool = False
    """Whether it is no work, but a day on which something is reached: its `planned_finish`."""
    assignee_ids: Ids = ()
    """The agents who are to do it; its estimate is theirs in equal shares."""
    depends_on: Ids = ()
    """The tasks of the same project that must be finished before it begins; none may wait for each other."""
    archived: bool = False
    """An archived task takes no new time."""


class TaskReplacement(TaskRequest, Complete):
    """All fields, also those that stay as they are."""


class TaskPatch(TaskRequest, Partial):
    """The fields that change."""


class TaskMoveRequest(web.RequestModel):
    """Where a task is to stand in the tree of its project."""

    parent_id: UUID | None
    """The task that it is to be a part of; null for none."""
    before_id: UUID | None
    """The part of that parent before which it is to stand; null behind all."""


class TaskResponse(VersionedResponse):
    """A piece of a project, as stored."""

    name: str
    """What it is called."""
    project_id: UUID
    """The project."""
    parent_id: UUID | None
    """The task that it is a part of; null when it is none."""
    position: float
    """Where it stands among the parts of its parent."""
    service_type_id: UUID | None
    """The kind of work that time on it is; null when it has none."""
    billable: bool | None
    """Whether new time on it is billable, unless the entry says otherwise; null: as its project says."""
    requester_id: UUID | None
    """The contact who asked for it; null when there is none."""
    description: str
    """What is to be done."""
    planned_start: date | None
    """The first day on which it is to be worked on; null when that is not planned."""
    planned_finish: date | None
    """The day on which it is to be finished; null when that is not planned."""
    estimate_seconds: int | None
    """How long the task itself will take, without its subtasks; null when nobody has said."""
    status: TaskStatus
    """How it stands."""
    percent_done: int | None
    """How much of it is done; null when nobody has said."""
    milestone: bool
    """Whether it is no work, but a day on which something is reached."""
    assignee_ids: list[UUID]
    """The agents who are to do it."""
    depends_on: list[UUID]
    """The tasks that must be finished before it begins."""
    archived: bool
    """Whether it takes no new time."""
