"""How a file of time is to be imported, how far that is, and what the columns of files hold."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints

import web
from timer.customer_import.column_mapping import CustomerMapping
from timer.importing.column_mapping import ColumnMapping, MappingKind, TimeMapping
from timer.importing.parsing import ImportOptions, Meaning
from timer.importing.report import ImportReport
from timer.schemas.fields import Name, Text

_MEANING = r"^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}:\S(.{0,198}\S)?$"
_UUID_LENGTH = 36
MeaningText = Annotated[str, StringConstraints(pattern=_MEANING)]


def _meanings(texts: list[str]) -> tuple[Meaning, ...]:
    return tuple((UUID(text[:_UUID_LENGTH]), text[_UUID_LENGTH + 1 :]) for text in texts)


class PreviewRequest(web.FilterModel):
    """What the caller knows about the file; what is left out is found out from the file."""

    create_agents: bool = False
    """Also make agents of people in the file whom nobody knows yet; else their rows are skipped."""
    history: bool = False
    """Also import what was invoiced elsewhere, as time that is not billable; else those rows are skipped."""
    people: list[MeaningText] = Field(default=[], max_length=100)
    """Whom the file means: `<agent's id>:<address, or name, as in the file>`. It is remembered for later files."""
    customers: list[MeaningText] = Field(default=[], max_length=100)
    """Which customer the file means: `<organization's id>:<name as in the file>`. It is remembered for later files."""
    time_zone: str = ""
    """IANA name of the zone of the file's times; the account's when left out."""
    source: str | None = None
    """The program that wrote the file (`toggl`, `clockify`, `harvest`, `kimai`, `solidtime`, `honorar`), or the name of
    one of the account's mappings of columns."""
    date_format: str | None = None
    """How the file writes days, where that leaves a choice, such as `DD/MM/YYYY`."""
    decimal: str | None = None
    """The file's decimal mark, where that leaves a choice: `.` or `,`."""

    @property
    def options(self) -> ImportOptions:
        """What is known about the file."""
        told = self.model_dump(exclude={"token", "file_name", "people", "customers"})
        people, customers = _meanings(self.people), _meanings(self.customers)
        return ImportOptions(**told, people=people, customers=customers)


class ImportRequest(PreviewRequest):
    """What to do with the file, and what the caller knows about it."""

    token: str | None = None
    """The `token` of a preview: do exactly that, or refuse because something has changed since."""
    file_name: Name | None = None
    """What the file is called, for the list of imports and the history of timesheets whose period is locked."""


class ProblemReport(web.ResponseModel):
    """Why nothing was imported, as a refused request would be told."""

    type: str
    """What it is, for programs: `urn:honorar:problem:…`."""
    title: str
    """The same in words."""
    status: int
    """The status that a request would have been refused with."""
    detail: str | None = None
    """About this case."""
    errors: list[dict[str, Any]] = Field(default=[])
    """The options that would settle it."""


class ImportSummary(web.ResponseModel):
    """An import of a file: a job that a worker does, all or nothing."""

    id: UUID
    """The import."""
    state: Literal["waiting", "running", "done", "failed", "cancelled"]
    """`done`: everything is stored; `failed` and `cancelled`: nothing is."""
    file_name: str | None
    """What the file is called; null where the request did not say it."""
    by: str
    """Subject of the token of whoever sent it."""
    created_at: datetime
    """When the file was sent."""
    ended_at: datetime | None
    """When it was done, failed or cancelled; null until then."""
    rows_total: int | None
    """How many entries it makes; null until the file was read."""
    rows_done: int
    """How many of them are written; they are seen when all are."""


class ImportResponse(ImportSummary):
    """An import with how it ended."""

    report: ImportReport | None
    """What was done; null until it is done."""
    problem: ProblemReport | None
    """Why nothing was done; null unless it failed."""


_KINDS: dict[MappingKind, type[ColumnMapping]] = {
    one.kind: one for one in (TimeMapping, CustomerMapping)
}
ColumnField = Literal[*TimeMapping.fields, *CustomerMapping.fields]  # type: ignore[valid-type]
Header = Annotated[Text, StringConstraints(min_length=1)]


def _not_alike(headers: list[str]) -> list[str]:
    if len({header.casefold() for header in headers}) < len(headers):
        raise ValueError("two headers differ only in case")
    return headers


class ImportMappingRequest(web.RequestModel):
    """What the columns of files with these headers hold."""

    kind: MappingKind = "time"
    """What such files hold: it is remembered for imports of time, or for those of customers."""
    name: web.Name
    """The program that writes them; it is the source of the time they bring."""
    headers: Annotated[list[Header], AfterValidator(_not_alike)] = Field(
        min_length=1, max_length=500
    )
    """All headers of such files, in any order."""
    columns: dict[ColumnField, Header]
    """The header of each field that the files have; files of customers have those that `fields` of
    `/organizations/import/columns` lists."""

    @property
    def mapping(self) -> ColumnMapping:
        """What is said of the columns. Raises InvalidInputError."""
        return _KINDS[self.kind](self.name, tuple(self.headers), self.columns)


class ImportMappingFilter(web.FilterModel):
    """Which mappings are wanted; what is left out does not matter."""

    kind: MappingKind | None = None
    """Only those of files that hold this."""


class ImportMappingResponse(web.ResponseModel):
    """What the columns of files with these headers hold."""

    id: UUID
    """The mapping."""
    version: int
    """Grows with each change; the `ETag`."""
    kind: MappingKind
    """What such files hold."""
    name: str
    """The program that writes them."""
    headers: list[str]
    """All headers of such files."""
    columns: dict[str, str]
    """The header of each field."""
