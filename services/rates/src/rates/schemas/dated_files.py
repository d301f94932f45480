"""Requests and responses about files of rounding policies, multipliers and holidays."""

from datetime import date
from typing import Literal
from uuid import UUID

import web


class ImportRequest(web.FilterModel):
    """How a file is taken."""

    dry_run: bool = False
    """Whether to tell what would change, and change nothing."""


class ImportedLineResponse(web.ResponseModel):
    """A line that changes something."""

    line: int
    """Its number in the file; the header has 1."""
    act: Literal["create", "end", "replace"]
    """What it does: begin one, give one another last day, or let something else hold from a day on."""
    id: UUID | None
    """What was there and is ended or replaced; null: it begins one."""
    valid_from: date
    """First day of work for which what the line says holds."""
    valid_to: date | None
    """Last day of work for which it holds; null: until further notice."""


class ImportResponse(web.ResponseModel):
    """What a file changed, or would change."""

    dry_run: bool
    """Whether nothing was changed."""
    unchanged: int
    """Number of rows that say what is there already."""
    changes: list[ImportedLineResponse]
    """The others."""
