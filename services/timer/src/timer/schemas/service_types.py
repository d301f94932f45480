"""Kinds of work."""

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
    """Whether new time of this kind is billable, unless its task, ticket or project or the entry says otherwise."""
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
    """Whether new time of this kind is billable, unless its task, ticket or project or the entry says otherwise."""
    archived: bool
    """Whether it takes no new time."""
