"""What time is spent on: kinds of work, projects and their tasks."""

from uuid import UUID

import web
from timer.schemas.fields import (
    Complete,
    Name,
    Partial,
    VersionedResponse,
)


class ServiceTypeRequest(web.RequestModel):
    """A kind of work, such as development or support."""

    name: Name
    """What it is called; no two kinds of work have the same name."""
    billable: bool = True
    """Whether time of this kind is billable, unless its project or the entry says otherwise."""
    archived: bool = False
    """An archived kind of work takes no new time."""


class ServiceTypeReplacement(ServiceTypeRequest, Complete):
    """All fields, also those that stay as they are."""


class ServiceTypePatch(ServiceTypeRequest, Partial):
    """The fields that change."""


class ServiceTypeResponse(VersionedResponse):
    """A kind of work, as stored."""

    name: str
    """What it is called."""
    billable: bool
    """Whether time of this kind is billable, unless its project or the entry says otherwise."""
    archived: bool
    """Whether it takes no new time."""


class ProjectRequest(web.RequestModel):
    """A project of a customer, or of the account itself."""

    name: Name
    """What it is called; no two projects of a customer have the same name."""
    organization_id: UUID | None = None
    """The customer; null for work that is for nobody's invoice."""
    billable: bool = True
    """Whether time on it is billable, unless the entry says otherwise."""
    archived: bool = False
    """An archived project takes no new time."""


class ProjectReplacement(ProjectRequest, Complete):
    """All fields, also those that stay as they are."""


class ProjectPatch(ProjectRequest, Partial):
    """The fields that change."""


class ProjectResponse(VersionedResponse):
    """A project, as stored."""

    name: str
    """What it is called."""
    organization_id: UUID | None
    """The customer; null when there is none."""
    billable: bool
    """Whether time on it is billable, unless the entry says otherwise."""
    archived: bool
    """Whether it takes no new time."""


class TaskRequest(web.RequestModel):
    """A piece of a project that time is logged on."""

    name: Name
    """What it is called; no two tasks of a project have the same name."""
    project_id: UUID
    """The project."""
    service_type_id: UUID | None = None
    """The kind of work that time on it is; null when it has none."""
    archived: bool = False
    """An archived task takes no new time."""


class TaskReplacement(TaskRequest, Complete):
    """All fields, also those that stay as they are."""


class TaskPatch(TaskRequest, Partial):
    """The fields that change."""


class TaskResponse(VersionedResponse):
    """A piece of a project, as stored."""

    name: str
    """What it is called."""
    project_id: UUID
    """The project."""
    service_type_id: UUID | None
    """The kind of work that time on it is; null when it has none."""
    archived: bool
    """Whether it takes no new time."""
