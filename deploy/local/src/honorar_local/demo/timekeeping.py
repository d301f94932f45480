"""The time: imported from the file, submitted and approved."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from honorar_local.demo.stage import Stage
from honorar_local.errors import LocalError

_IMPORT = "/timer/v1/time-entries/import"
_PER_CALL = 200


@dataclass(frozen=True)
class Imported:
    """What the file held, and the currency of its money (Danish kroner where it has none)."""

    report: dict[str, Any]
    currency: str
    other_currencies: tuple[str, ...]
    first_day: date
    last_day: date


def import_time(stage: Stage, options: dict[str, str]) -> Imported:
    """Look at the file without writing, then import just that; a second time nothing is created."""
    preview = _send(stage, options, dry_run=True)
    if preview["period"] is None or not _stored(preview):
        reasons = complaints(preview) or "  it has no rows of time below its header"
        raise LocalError(f"{stage.file} holds no time that can be imported:\n{reasons}")
    report = _send(stage, options, dry_run=False)
    currency, *others = [m["currency"] for m in report["money"] if m["currency"]] or ["DKK"]
    first, last = (date.fromisoformat(report["period"][end]) for end in ("first", "last"))
    return Imported(report, currency, tuple(others), first, last)


def complaints(report: dict[str, Any]) -> str:
    """Say which rows were not taken and why, the first ones of each kind."""
    faults = [
        f"    line {e['line']}, {e['column']}: {e['reason']} ({e['value']!r})"
        for e in report["errors"]
    ]
    conflicts = [f"    line {c['line']}: {c['kind']}: {c['detail']}" for c in report["conflicts"]]
    skipped = [
        f"    {tally['count']} skipped: {reason.replace('_', ' ')}"
        for reason, tally in report["skipped_by_reason"].items()
        if tally["count"]
    ]
    found = skipped + faults + conflicts
    more = [f"    … and {len(found) - 8} more"] if len(found) > 8 else []
    return "\n".join([*found[:8], *more])


def approve_everything(stage: Stage) -> int:
    """Submit every sheet and approve it, as a manager does at the end of a month; gives the sheets' number."""
    for state, verb in (("draft", "submit"), ("submitted", "approve")):
        waiting = [s["id"] for s in stage.gateway.pages("/timer/v1/timesheets", state=state)]
        for start in range(0, len(waiting), _PER_CALL):
            ids = waiting[start : start + _PER_CALL]
            stage.gateway.post(f"/timer/v1/timesheets/{verb}", {"timesheet_ids": ids})
    return sum(1 for _ in stage.gateway.pages("/timer/v1/timesheets", state="approved"))


def approved_billable_seconds(stage: Stage) -> int:
    """What timer says was approved to be billed, whether it is billed yet or not."""
    return int(stage.gateway.get("/timer/v1/reports/work")["approved_billable_seconds"])


def _stored(report: dict[str, Any]) -> int:
    return int(report["rows"]["create"]["count"] + report["rows"]["unchanged"]["count"])


def _send(stage: Stage, options: dict[str, str], *, dry_run: bool) -> dict[str, Any]:
    return dict(
        stage.gateway.send(
            _IMPORT,
            stage.content,
            "text/csv",
            dry_run=dry_run,
            create_agents=True,
            **options,
        )
    )
