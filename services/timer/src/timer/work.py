"""What time is spent on, and what follows from it."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID

from domain_errors import InvalidInputError

OrganizationSource = Literal["agent", "requester", "project"]
"""`agent`: who logged the time named the customer."""
BillableSource = Literal["agent", "work_item", "project", "service_type", "organization", "default"]
"""`work_item`: the task or the ticket; `default`: nothing said otherwise."""


@dataclass(frozen=True, slots=True)
class WorkReference:
    """Work as a caller names it; what is None follows from what is named."""

    organization_id: UUID | None = None
    project_id: UUID | None = None
    task_id: UUID | None = None
    ticket_id: UUID | None = None
    service_type_id: UUID | None = None
    billable: bool | None = None
    description: str = ""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Work(WorkReference):
    """`organization_id` is the customer who may be charged; at most one of task and ticket is set.

    `organization_source` and `billable_source`: where they came from when they were filled; None: not known.
    """

    billable: bool = True
    organization_source: OrganizationSource | None = field(default=None, compare=False)
    billable_source: BillableSource | None = field(default=None, compare=False)

    @property
    def work_item_id(self) -> UUID | None:
        """The task or the ticket."""
        return self.task_id or self.ticket_id

    def is_on(self, stored: "ReferencedWork") -> bool:
        """Whether this is the same project, task or ticket, and kind of work."""
        return all(getattr(self, name) == getattr(stored, name) for name in _ITEMS)


_ITEMS = ("project_id", "task_id", "ticket_id", "service_type_id")


@dataclass(frozen=True, slots=True)
class ReferencedWork:
    """What is stored of the things that a reference names, or that those bring; None where there is no such thing.

    `organization_id` is the customer who is named, else whom the requester or the project brings; the one that
    stays where they were merged into another. `item_…` is
    what the task or the ticket brings: its project, its requester's organization. `…_billable`: what each says of new
    time on it.
    `project_watched`: who exceeds its budget of hours is told.
    """

    organization_id: UUID | None = None
    organization_billable: bool | None = None
    project_id: UUID | None = None
    project_organization_id: UUID | None = None
    project_billable: bool | None = None
    project_closed: bool = False
    project_watched: bool = False
    task_id: UUID | None = None
    ticket_id: UUID | None = None
    item_billable: bool | None = None
    item_project_id: UUID | None = None
    item_organization_id: UUID | None = None
    service_type_id: UUID | None = None
    service_type_billable: bool | None = None
    closed: tuple[str, ...] = ()
    """The fields above whose things are archived, or a ticket that is closed."""


_NOUNS = {
    "task_id": "task",
    "ticket_id": "ticket",
    "project_id": "project",
    "service_type_id": "service type",
    "organization_id": "organization",
}


def fill_in(named: WorkReference, stored: ReferencedWork, before: Work | None = None) -> Work:
    """Complete what a caller names; work that stays what it was keeps the customer and the flag that it was given.

    Raises `InvalidInputError` for what does not exist or does not fit.
    """
    if named.task_id and named.ticket_id:
        raise InvalidInputError("ticket_id", "time is spent on a task or on a ticket, not on both")
    for name, noun in _NOUNS.items():
        if getattr(named, name) and getattr(stored, name) is None:
            raise InvalidInputError(name, f"there is no such {noun}")
    _must_be_of_project(named, stored)
    if before is not None and before.is_on(stored):
        customer, default = before.organization_id, before.billable
        sources = before.organization_source, before.billable_source
        if named.organization_id not in (None, customer):
            _must_take_time(named, stored, of=("organization_id",))
    else:
        _must_take_time(named, stored)
        customer = stored.item_organization_id or stored.project_organization_id
        default, source = billable_by_default(
            work_item=stored.item_billable,
            project=stored.project_billable,
            service_type=stored.service_type_billable,
            organization=stored.organization_billable,
        )
        sources = _customer_source(stored), source
    own_customer = named.organization_id not in (None, customer)
    return Work(
        stored.organization_id if own_customer else customer,
        stored.project_id,
        named.task_id,
        named.ticket_id,
        stored.service_type_id,
        default if named.billable is None else named.billable,
        named.description,
        named.tags,
        "agent" if own_customer else sources[0],
        sources[1] if named.billable in (None, default) else "agent",
    )


def _must_be_of_project(named: WorkReference, stored: ReferencedWork) -> None:
    """Raises `InvalidInputError` for a task, or a ticket that is of a project, beside another project."""
    if named.project_id in (None, stored.item_project_id):
        return
    if named.task_id:
        raise InvalidInputError("task_id", "the task belongs to another project")
    if named.ticket_id and stored.item_project_id:
        raise InvalidInputError("ticket_id", "the ticket belongs to another project")


def _customer_source(stored: ReferencedWork) -> OrganizationSource | None:
    """What the customer follows from."""
    if stored.item_organization_id:
        return "requester"
    return "project" if stored.project_organization_id else None


def _must_take_time(
    named: WorkReference, stored: ReferencedWork, of: Collection[str] = tuple(_NOUNS)
) -> None:
    """Raises `InvalidInputError` that names what is archived or closed by the field that brought it."""
    for closed in stored.closed:
        if closed in of:
            reason = f"the {_NOUNS[closed]} is archived and takes no time"
            raise InvalidInputError(_bringer(named, stored, closed), reason)
    if stored.project_closed and "project_id" in of:
        reason = "the project is closed to new time"
        raise InvalidInputError(_bringer(named, stored, "project_id"), reason)


def _bringer(named: WorkReference, stored: ReferencedWork, brought: str) -> str:
    """The field by which the caller named this, or what brings it."""
    if getattr(named, brought):
        return brought
    if brought == "organization_id" and named.project_id and not stored.item_organization_id:
        return "project_id"
    return "task_id" if named.task_id else "ticket_id"


def billable_by_default(
    *,
    work_item: bool | None,
    project: bool | None,
    service_type: bool | None,
    organization: bool | None,
) -> tuple[bool, BillableSource]:
    """The flag of new time and what it follows from: the first of these that says one; else time is billable."""
    if work_item is not None:
        return work_item, "work_item"
    if project is not None:
        return project, "project"
    if service_type is not None:
        return service_type, "service_type"
    if organization is not None:
        return organization, "organization"
    return True, "default"
