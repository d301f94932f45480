"""Plan -> report: counts that add up, seconds that are explained, money that is only compared."""

from collections.abc import Iterable

from timer.importing.known import Known
from timer.importing.outcome import Outcome
from timer.importing.planning import Plan
from timer.importing.proposals import near_equal, proposals
from timer.importing.reading import TimeFile
from timer.importing.report import (
    Conflict,
    Difference,
    Fault,
    Missing,
    Money,
    Period,
    Report,
    Share,
    Tally,
    UnknownAgent,
)
from timer.importing.warning import warnings
from timer.names import folded


def report(file: TimeFile, plan: Plan, known: Known) -> Report:
    """Line numbers are those of the file, the header being line 1."""
    notation = file.notation
    result = Report(
        file.columns.source, file.columns.variant, file.encoding, file.delimiter,
        notation.date_format, notation.decimal, file.time_zone,
    )  # fmt: skip
    result.period = Period(*plan.period) if plan.period else None
    result.ignored_columns = [name for name in file.columns.ignored if name]
    result.warnings = list(warnings(file))
    result.money = [Money(code, total) for code, total in sorted(file.money.items(), key=_code)]
    result.to_create = proposals(plan.creates, known)
    result.near_equal_names = near_equal(
        [*known.organizations.values(), *(row.line.client for row in file.rows if row.line.client)]
    )
    result.missing_in_file = [
        Missing(old.entry_id, old.work_date, old.seconds, old.project, old.description)
        for old in plan.missing
    ]
    _errors(result, file)
    for outcome in plan.outcomes:
        _add(result, outcome)
    result.unknown_agents = _unknown(plan.outcomes)
    _shares(result, plan.outcomes, known)
    return result


def _code(item: tuple[str | None, object]) -> str:
    return item[0] or ""


def _errors(result: Report, file: TimeFile) -> None:
    result.rows.read = len(file.errors) + len(file.rows)
    for error in file.errors:
        result.rows.errors.add(error.line, error.seconds)
        result.errors.append(Fault(error.line, error.column, error.value, error.reason))
        result.totals.source_seconds += error.seconds


def _add(result: Report, outcome: Outcome) -> None:
    row, line, kept = outcome.row, outcome.row.line.line, outcome.row.seconds
    _tally(result, outcome).add(line, kept)
    if outcome.fate == "skipped":
        result.skipped_by_reason.setdefault(outcome.reason or "", Tally()).add(line, kept)
    if outcome.fate == "conflict":
        kind = outcome.reason or ""
        result.conflicts_by_kind.setdefault(kind, Tally()).add(line, kept)
        result.conflicts.append(Conflict(line, kind, outcome.existing, outcome.detail))
    if outcome.fate == "create":
        _add_created(result, outcome)
    result.totals.source_seconds += row.source_seconds
    if row.source_seconds != kept:
        why = "end - start is more precise than the duration"
        result.totals.differences.append(Difference(line, row.source_seconds, kept, why))


def _tally(result: Report, outcome: Outcome) -> Tally:
    rows = result.rows
    tallies = {"create": rows.create, "unchanged": rows.unchanged, "conflict": rows.conflicts}
    return tallies.get(outcome.fate, rows.skipped)


def _add_created(result: Report, outcome: Outcome) -> None:
    line, seconds = outcome.row.line.line, outcome.row.seconds
    result.totals.stored_seconds += seconds
    if not outcome.row.line.client:
        result.without_organization.add(line, seconds)
    if not outcome.timed:
        result.untimed_because_overlap.add(line, seconds)


def _unknown(outcomes: Iterable[Outcome]) -> list[UnknownAgent]:
    found: dict[str, UnknownAgent] = {}
    for one in outcomes:
        if one.reason == "unknown_agent":
            line = one.row.line
            agent = found.setdefault(line.person, UnknownAgent(line.name, line.email, Tally()))
            agent.rows.add(line.line, one.row.seconds)
    return [found[person] for person in sorted(found)]


def _shares(result: Report, outcomes: Iterable[Outcome], known: Known) -> None:
    names = {agent.id: agent.name for agent in known.agents}
    agents: dict[object, Share] = {}
    organizations: dict[str, Share] = {}
    for one in outcomes:
        if one.fate not in ("create", "unchanged"):
            continue
        line = one.row.line
        name = names[one.agent] if one.agent else line.name or line.email
        shares = (
            agents.setdefault(one.who, Share(name)),
            organizations.setdefault(folded(line.client), Share(line.client)),
        )
        for share in shares:
            if line.billable is False:
                share.other_seconds += one.row.seconds
            else:
                share.billable_seconds += one.row.seconds
    result.totals.by_agent = sorted(agents.values(), key=lambda share: share.name)
    result.totals.by_organization = sorted(organizations.values(), key=lambda share: share.name)
