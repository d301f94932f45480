"""What time is spent on, as callers say it."""

from uuid import UUID

from pydantic import Field

import web
from timer.api.texts import Shorts, Text
from timer.commands.work import WorkAsked


class WorkIn(web.RequestModel):
    """A task or a ticket brings its project, customer and kind of work; `billable` None: their default."""

    organization_id: UUID | None = None
    project_id: UUID | None = None
    task_id: UUID | None = None
    ticket_id: UUID | None = None
    service_type_id: UUID | None = None
    billable: bool | None = None
    description: Text = ""
    tags: Shorts = Field(default_factory=list)

    def asked(self) -> WorkAsked:
        return WorkAsked(
            self.organization_id,
            self.project_id,
            self.task_id,
            self.ticket_id,
            self.service_type_id,
            self.billable,
            self.description,
            tuple(self.tags),
        )


class WorkAnswer(web.ResponseModel):
    organization_id: UUID | None
    project_id: UUID | None
    task_id: UUID | None
    ticket_id: UUID | None
    service_type_id: UUID | None
    billable: bool
    description: str
    tags: list[str]
