"""Hints: something of a kind changed in the account. Nothing else, and only to those who can read that kind."""

import json
from collections.abc import Iterable, Iterator, Mapping
from uuid import UUID

from identity.roles import permissions

MEMBERS = "identity.members"
"""Of this the database tells by itself, of invitations too, so its topic is not looked at."""
READABLE_WITH: Mapping[str, frozenset[str]] = {
    MEMBERS: frozenset({"see-members"}),
    "timer.account-settings": frozenset({"see-work", "see-invoices"}),
    "timer.organizations": frozenset({"see-work"}),
    "timer.agents": frozenset({"see-work"}),
    "timer.teams": frozenset({"see-work"}),
    "timer.memberships": frozenset({"see-work"}),
    "timer.projects": frozenset({"see-work"}),
    "timer.project-budgets": frozenset({"see-work"}),
    "timer.tasks": frozenset({"see-work"}),
    "timer.timers": frozenset({"see-work"}),
    "timer.service-types": frozenset({"see-work"}),
    "timer.tickets": frozenset({"see-work"}),
    "timer.time-entries": frozenset({"track-time", "see-work"}),
    "timer.timesheets": frozenset({"track-time", "see-work"}),
    "timer.missing-timesheets": frozenset({"approve-time"}),
    "rates.prices": frozenset({"see-rates"}),
    "rates.budgets": frozenset({"see-rates"}),
    "rates.agreement-charges": frozenset({"see-rates"}),
    "invoicing.invoices": frozenset({"see-invoices"}),
    "invoicing.write-offs": frozenset({"see-invoices"}),
    "invoicing.reopenings": frozenset({"see-invoices"}),
    "notifier.deliveries": frozenset({"see-invoices"}),
    "notifier.credit-note-deliveries": frozenset({"see-invoices"}),
    "notifier.reminders": frozenset({"see-invoices"}),
    "qbo-sync.invoices": frozenset({"see-invoices"}),
}
"""The kinds, and any of which permissions shows them. Not the topic `identity.links`, which says who logs in."""
KINDS = tuple(READABLE_WITH)
TOPICS = tuple(kind for kind in KINDS if kind != MEMBERS)

Hints = Mapping[UUID, frozenset[str]]
"""Of which kinds something changed, by account."""
_MOST_BYTES = 7_000
"""PostgreSQL takes notifications of less than 8,000 bytes."""


def readable_kinds(roles: Iterable[str]) -> frozenset[str]:
    """The kinds that somebody with these roles can read something of."""
    held = frozenset(permissions(roles))
    return frozenset(kind for kind, shown_by in READABLE_WITH.items() if held & shown_by)


def payloads(hints: Hints) -> Iterator[str]:
    """Hints as few notifications."""
    lines: list[str] = []
    for account, kinds in hints.items():
        line = json.dumps([str(account), *sorted(kinds)], separators=(",", ":"))
        if lines and sum(map(len, lines)) + len(lines) + len(line) > _MOST_BYTES:
            yield "\n".join(lines)
            lines = []
        lines.append(line)
    if lines:
        yield "\n".join(lines)


def read(payload: str) -> Hints:
    """The hints of a notification."""
    found = (json.loads(line) for line in payload.splitlines())
    return {UUID(account): frozenset(kinds) for account, *kinds in found}
