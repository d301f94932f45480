"""What is printed, as finished text: the template only places it."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from timer.customer_timesheet import Approval, CustomerTimesheet, Party, SignedEntry
from timer.printing.wording import Wording, wording
from typesetting.languages import hours, written_days


def placed(sheet: CustomerTimesheet) -> dict[str, Any]:
    """All that the template places."""
    words, zone = wording(sheet.language), ZoneInfo(sheet.time_zone)
    total = hours(sheet.seconds)
    abroad = sheet.seller.country != sheet.customer.country
    return {
        "language": words.language,
        "title": words.title,
        "seller": _party(sheet.seller, words, abroad=abroad),
        "customer_label": words.customer,
        "customer": _party(sheet.customer, words, abroad=abroad),
        "details": _details(sheet, words),
        "columns": list(words.columns),
        "entries": [_entry(entry, words, zone) for entry in sheet.entries],
        "total": [words.total, total],
        "sums": [
            _sums(words.by_person, sheet.by_person(), words),
            _sums(words.by_work, sheet.by_work(), words),
        ],
        "approvals": [words.approvals, *words.approval_columns],
        "approved": [_approval(approval, words, zone) for approval in sheet.approvals],
        "confirmation": words.confirmation(total),
        "fields": [words.name, words.signed_on, words.signature, words.electronic_signature],
        "sealed": words.sealed,
        "page": words.page("{page}", "{pages}"),
    }


def _party(party: Party, words: Wording, *, abroad: bool) -> dict[str, Any]:
    country = words.country(party.country) if abroad and party.country else ""
    numbers = (
        (words.registration_number, party.registration_number),
        (words.vat_number, party.vat_number),
    )
    registrations = [f"{label} {number}" for label, number in numbers if number]
    return {"name": party.name, "lines": [*party.lines, *filter(None, [country]), *registrations]}


def _details(sheet: CustomerTimesheet, words: Wording) -> list[list[str]]:
    details = [
        (words.period, written_days(sheet.period.first, sheet.period.last, words.locale)),
        (words.project, sheet.project),
        (words.time_zone, sheet.time_zone),
        (words.hours, hours(sheet.seconds)),
    ]
    return [[label, value] for label, value in details if value]


def _entry(entry: SignedEntry, words: Wording, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "day": words.day(entry.work_date),
        "agent": entry.agent,
        "work": " · ".join(entry.work),
        "description": entry.description,
        "note": "" if entry.approved else words.not_approved,
        "times": _times(entry.started_at, entry.ended_at, zone),
        "pauses": hours(entry.break_seconds) if entry.break_seconds else "",
        "hours": hours(entry.seconds),
    }


def _times(started_at: datetime | None, ended_at: datetime | None, zone: ZoneInfo) -> str:
    if started_at is None or ended_at is None:
        return ""
    return f"{started_at.astimezone(zone):%H:%M} – {ended_at.astimezone(zone):%H:%M}"


def _sums(title: str, sums: list[tuple[str, int]], words: Wording) -> dict[str, Any]:
    rows = [[name or words.other_work, hours(seconds)] for name, seconds in sums]
    return {"title": title, "rows": rows}


def _approval(approval: Approval, words: Wording, zone: ZoneInfo) -> list[str]:
    return [
        approval.agent,
        written_days(approval.period.first, approval.period.last, words.locale),
        approval.approved_by or "",
        words.moment(approval.approved_at, zone),
    ]
