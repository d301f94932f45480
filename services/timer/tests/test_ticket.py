"""The rules of tickets, without a database."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, get_args
from uuid import UUID

import pytest

from domain_errors import DomainError, ForbiddenError, InvalidInputError
from timer.names import search_words
from timer.ticket import (
    Requester,
    Status,
    Ticket,
    TicketMergedError,
    TicketNotMergedError,
    TicketReferences,
    check_move,
)

STATUSES: tuple[Status, ...] = get_args(Status)
EVA, PROJECT, BO = UUID(int=1), UUID(int=2), UUID(int=3)
TICKET = Ticket(
    id=UUID(int=9),
    version=1,
    number=12,
    name="Printer",
    description="",
    channel="phone",
    priority="normal",
    status="open",
    requester_id=EVA,
    assignee_id=None,
    service_type_id=None,
    project_id=None,
    created_at=datetime(2026, 10, 5, tzinfo=UTC),
)
OTHER = replace(TICKET, id=UUID(int=10), number=13)
FOUND = TicketReferences(Requester(EVA, "Eva", None, UUID(int=4)), None, None, None)

AGENTS = {
    "new": {"open", "waiting", "solved"},
    "open": {"waiting", "solved"},
    "waiting": {"open", "solved"},
    "solved": {"open", "waiting"},
    "closed": set[str](),
}
MANAGERS = {
    "new": {*AGENTS["new"], "closed"},
    "open": {*AGENTS["open"], "closed"},
    "waiting": {*AGENTS["waiting"], "closed"},
    "solved": {*AGENTS["solved"], "closed"},
    "closed": {"open"},
}


def may_move(before: Status, after: Status, *, manages: bool) -> bool:
    try:
        check_move(before, after, manages=manages)
    except DomainError:
        return False
    return True


@pytest.mark.parametrize(("manages", "table"), [(False, AGENTS), (True, MANAGERS)])
def test_agents_work_on_tickets_and_managers_also_close_and_open_them(
    manages: bool, table: dict[str, set[str]]
) -> None:
    for before in STATUSES:
        moves = {after for after in STATUSES if may_move(before, after, manages=manages)}
        assert moves == {before, *table[before]}, before


def test_a_ticket_takes_time_until_it_is_closed_or_merged() -> None:
    taking = [status for status in STATUSES if not replace(TICKET, status=status).closed]
    assert taking == ["new", "open", "waiting", "solved"]
    assert TICKET.merged_into(OTHER).closed


def test_a_change_is_a_version_and_none_is_none() -> None:
    changed = TICKET.changed({"priority": "high"}, manages=False)
    assert (changed.priority, changed.version) == ("high", 2)
    assert TICKET.changed({"priority": "normal"}, manages=False) is TICKET


def test_what_is_closed_is_a_managers_and_what_is_merged_nobodys() -> None:
    closed = replace(TICKET, status="closed")
    with pytest.raises(ForbiddenError):
        closed.changed({"name": "Scanner"}, manages=False)
    assert closed.changed({"name": "Scanner"}, manages=True).name == "Scanner"
    with pytest.raises(TicketMergedError):
        TICKET.merged_into(OTHER).changed({"name": "Scanner"}, manages=True)


def test_a_merge_points_to_the_survivor_and_is_undone_without_a_trace() -> None:
    merged = TICKET.merged_into(OTHER)
    assert (merged.merged_into_id, merged.version) == (OTHER.id, 2)
    assert merged.unmerged() == replace(TICKET, version=3)
    with pytest.raises(TicketNotMergedError):
        TICKET.unmerged()


def test_no_merge_makes_a_circle() -> None:
    merged = TICKET.merged_into(OTHER)
    for ticket, survivor, error in (
        (TICKET, TICKET, InvalidInputError),
        (OTHER, merged, InvalidInputError),
        (merged, OTHER, TicketMergedError),
    ):
        with pytest.raises(error):
            ticket.merged_into(survivor)


@pytest.mark.parametrize(
    ("field", "found", "reason"),
    [
        ("assignee_id", {"assignee_active": None}, "there is no such agent"),
        ("assignee_id", {"assignee_active": False}, "the agent is not active"),
        ("service_type_id", {"service_type_archived": True}, "the service type is archived"),
        ("project_id", {"project_closed": None}, "there is no such project"),
        ("project_id", {"project_closed": True}, "the project is archived or closed"),
        ("requester_id", {"requester": None}, "there is no such contact"),
    ],
)
def test_what_a_ticket_newly_names_exists_and_takes_part(
    field: str, found: dict[str, Any], reason: str
) -> None:
    newly: dict[str, Any] = {field: UUID(int=7)}
    named = replace(TICKET, **newly)
    references = replace(FOUND, **found)
    with pytest.raises(InvalidInputError) as refused:
        references.check(named, TICKET)
    (error,) = refused.value.fields
    assert (error.field, error.reason) == (field, reason)
    if field != "requester_id":
        assert references.check(named, named) == FOUND.requester


def test_words_are_found_whatever_their_accents_and_case() -> None:
    assert search_words("Ærø: PRINTER #12, prïnter") == ("aero", "printer", "12")
