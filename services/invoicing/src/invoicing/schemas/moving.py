"""Time that goes to another line, as JSON."""

from typing import Annotated, Self
from uuid import UUID

from pydantic import Field, model_validator

import web
from invoicing.domain.moving import Move
from invoicing.schemas.write_offs import TimePartRequest


class MoveTimeRequest(web.RequestModel):
    """Which time of a line goes, and where to."""

    entries: Annotated[tuple[TimePartRequest, ...], Field(max_length=1000)] = ()
    """Entries of the line, each once, or some of their seconds. Empty: all that it has."""
    to_line_id: UUID | None = None
    """A line of time with the same price per hour and tax, whose discount is taken off it then. Null: a new line, so that
    this one is split; a discount in per cent goes along, an amount only with all of the line.
    """
    to_invoice_id: UUID | None = None
    """Another draft of the same customer, in the same currency. Null: the same draft."""
    to_version: Annotated[int, Field(ge=1)] | None = None
    """The version of that other draft, as its `ETag` has it: it is changed as well."""
    description: Annotated[str, Field(min_length=1, max_length=5000, pattern=r"\S")] | None = None
    """What is printed on a new line. Null: what is printed on this one."""

    @model_validator(mode="after")
    def _says_where(self) -> Self:
        if (self.to_invoice_id is None) != (self.to_version is None):
            raise ValueError("to_invoice_id and to_version belong together")
        if self.to_line_id is not None and self.description is not None:
            raise ValueError("description belongs to a new line")
        return self

    def to_domain(self) -> Move:
        """As the command takes it."""
        parts = tuple(one.to_domain() for one in self.entries)
        return Move(parts, self.to_invoice_id, self.to_version, self.to_line_id, self.description)
