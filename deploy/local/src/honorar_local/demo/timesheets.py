"""The time: imported from the file, submitted and approved."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from honorar_local import LocalError
from honorar_local.demo.account import DemoAccount
from honorar_local.demo.client import wait_for

_IMPORTS = "/timer/v1/imports"
_SHEETS_PER_REQUEST = 200
_LINES_SHOWN = 8


@dataclass(frozen=True)
class ImportResult:
    """What the file held, and the currency of its money (Danish kroner where it has none)."""

    report: dict[str, Any]
    currency: str
    other_currencies: tuple[str, ...]
    first_day: date
    last_day: date


def currency_of(account: DemoAccount, options: dict[str, str]) -> str:
    """Look at the file without writing: the currency of its money. Raises LocalError when it holds no time."""
    preview = _send(account, f"{_IMPORTS}/preview", options)
    if preview["period"] is None or not _rows_taken(preview):
        reasons = rejected_rows(preview) or "  it has no rows of time below its header"
        raise LocalError(f"{account.file} holds no time that can be imported:\n{reasons}")
    return _currencies(preview)[0]


def import_time(account: DemoAccount, options: dict[str, str]) -> ImportResult:
    """Import the file; a second time nothing is created."""
    url = f"{_IMPORTS}/{_send(account, _IMPORTS, options)['id']}"
    job = wait_for("the import of time", lambda: _ended(account.gateway.get(url)))
    assert job
    report = job["report"]
    if report is None:
        problem = job["problem"] or {"title": job["state"]}
        raise LocalError(f"{account.file} was not imported: {problem['title']}")
    currency, *others = _currencies(report)
    first, last = (date.fromisoformat(report["period"][end]) for end in ("first", "last"))
    return ImportResult(report, currency, tuple(others), first, last)


def _currencies(report: dict[str, Any]) -> list[str]:
    return [m["currency"] for m in report["money"] if m["currency"]] or ["DKK"]


def rejected_rows(report: dict[str, Any]) -> str:
    """Which rows were not taken and why, the first ones."""
    errors = [
        f"    line {e['line']}, {e['column']}: {e['reason']} ({e['value']!r})"
        for e in report["errors"]
    ]
    conflicts = [f"    line {c['line']}: {c['kind']}: {c['detail']}" for c in report["conflicts"]]
    skipped = [
        f"    {tally['count']} skipped: {reason.replace('_', ' ')}"
        for reason, tally in report["skipped_by_reason"].items()
        if tally["count"]
    ]
    found = skipped + errors + conflicts
    rest = len(found) - _LINES_SHOWN
    return "\n".join(found[:_LINES_SHOWN] + ([f"    … and {rest} more"] if rest > 0 else []))


def approve_all(account: DemoAccount) -> int:
    """Submit every timesheet and approve it, as a manager does at the end of a month. Returns their number."""
    gateway = account.gateway
    for state, verb in (("draft", "submit"), ("submitted", "approve")):
        pages = gateway.pages("/timer/v1/timesheets", state=state)
        waiting = [{"id": sheet["id"], "version": sheet["version"]} for sheet in pages]
        for start in range(0, len(waiting), _SHEETS_PER_REQUEST):
            some = waiting[start : start + _SHEETS_PER_REQUEST]
            gateway.post(f"/timer/v1/timesheets/{verb}", {"timesheets": some})
    return sum(1 for _ in gateway.pages("/timer/v1/timesheets", state="approved"))


def approved_billable_seconds(account: DemoAccount) -> int:
    """The approved billable time according to timer, billed or not."""
    return int(account.gateway.get("/timer/v1/reports/work")["approved_billable_seconds"])


def _rows_taken(report: dict[str, Any]) -> int:
    return int(report["rows"]["create"]["count"] + report["rows"]["unchanged"]["count"])


def _ended(job: dict[str, Any]) -> dict[str, Any] | None:
    return job if job["ended_at"] else None


def _send(account: DemoAccount, path: str, options: dict[str, str]) -> dict[str, Any]:
    query = {"create_agents": True, **options}
    return dict(account.gateway.post_bytes(path, account.content, "text/csv", **query))
