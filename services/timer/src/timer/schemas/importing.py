"""How a file of time is to be imported."""

import web
from timer.importing.parsing import ImportOptions


class ImportRequest(web.FilterModel):
    """What to do with the file, and what the caller knows about it; what is left out is found out from the file."""

    dry_run: bool = False
    """Only report what would happen."""
    token: str | None = None
    """The `token` of a dry run's report: do exactly that, or refuse because something has changed since."""
    create_agents: bool = False
    """Also make agents of people in the file whom nobody knows yet; else their rows are skipped."""
    time_zone: str = ""
    """IANA name of the zone of the file's times; the account's when left out."""
    source: str | None = None
    """The program that wrote the file: `toggl`."""
    date_format: str | None = None
    """How the file writes days, where that leaves a choice, such as `DD/MM/YYYY`."""
    decimal: str | None = None
    """The file's decimal mark, where that leaves a choice: `.` or `,`."""

    @property
    def options(self) -> ImportOptions:
        """What is known about the file."""
        return ImportOptions(**self.model_dump(exclude={"dry_run", "token"}))
