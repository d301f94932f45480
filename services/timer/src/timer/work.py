"""What time is spent on, and what follows from it."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Work:
    """`organization_id` is the customer who may be charged; at most one of task and ticket is set."""

    organization_id: UUID | None = None
    project_id: UUID | None = None
    task_id: UUID | None = None
    ticket_id: UUID | None = None
    service_type_id: UUID | None = None
    billable: bool = True
    description: str = ""
    tags: tuple[str, ...] = ()


def billable_by_default(project: bool | None, service_type: bool | None) -> bool:
    """The project decides, else the kind of work, else time is billable."""
    if project is not None:
        return project
    return True if service_type is None else service_type
