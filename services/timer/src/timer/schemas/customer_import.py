"""How a list of customers is to be imported, and how its columns are understood."""

from typing import Annotated, Literal

from pydantic import Field

import web
from timer.schemas.importing import ImportMappingResponse

ChosenColumn = Annotated[str, Field(max_length=600, pattern=r"^[a-z_]+=.*\S")]


class CustomerImportRequest(web.FilterModel):
    """What to do with the file, and what the caller knows about it."""

    dry_run: bool = False
    """Only report what would happen."""
    token: str | None = None
    """The `token` of a dry run's report: do exactly that, or refuse because something has changed since."""
    columns: Annotated[list[ChosenColumn], Field(default_factory=list, max_length=50)]
    """Which column holds which field, as `field=Header of the column`; when some are named, no others are read.
    When none is, they are read as is remembered of these headers (`/import-mappings`), else by their names."""


class SeenColumnResponse(web.ResponseModel):
    """A column of a file."""

    header: str
    """What it is called."""
    field: str | None
    """The field that it holds, as is remembered of it, or as far as its name says; null for one that is not read."""
    samples: list[str]
    """What the first rows have there."""


class SeenFileResponse(web.ResponseModel):
    """How a file is understood, before anything is said about it."""

    source: Literal["quickbooks", "harvest", "kimai", "onedesk", "other"]
    """The program whose list this is, by its columns."""
    encoding: str
    """How the file's bytes were read."""
    delimiter: str
    """What separates its cells."""
    columns: list[SeenColumnResponse]
    """Its columns, in their order."""
    fields: list[str]
    """The fields that a column may hold."""
    mapping: ImportMappingResponse | None
    """What is remembered of files with these headers, and what the columns' fields follow from; null for nothing."""
