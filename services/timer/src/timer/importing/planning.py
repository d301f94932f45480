"""File + what the account holds -> what becomes of every row. Dry run and apply both begin here."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from timer.calendar import first_day_of_week
from timer.importing.keys import row_key
from timer.importing.known import Imported, Known, People
from timer.importing.matching import match_identities, pair_edits
from timer.importing.measuring import Measured
from timer.importing.occupancy import settle_overlaps
from timer.importing.outcome import Outcome
from timer.importing.reading import Options, TimeFile


@dataclass(slots=True)
class Plan:
    """`missing` were imported before, lie inside the file's period and agents, and are not in it."""

    outcomes: list[Outcome]
    period: tuple[date, date] | None
    missing: list[Imported] = field(default_factory=list)

    @property
    def creates(self) -> list[Outcome]:
        return [one for one in self.outcomes if one.fate == "create"]


def plan(file: TimeFile, options: Options, known: Known) -> Plan:
    """Never guesses and never drops: every row of the file has exactly one outcome."""
    people = People(known.agents)
    outcomes = [_first_look(row, people, options, file.columns.source) for row in file.rows]
    days = [row.line.work_date for row in file.rows]
    result = Plan(outcomes, (min(days), max(days)) if days else None)
    left_over = match_identities(result.creates, known.imported)
    result.missing = pair_edits(result.creates, _inside(result, left_over))
    for outcome in result.creates:
        _respect_closed_weeks(outcome, known.closed)
    if not options.allow_overlaps:
        settle_overlaps(result.creates, known.busy)
    return result


def _first_look(row: Measured, people: People, options: Options, source: str) -> Outcome:
    line = row.line
    outcome = Outcome(row, row_key(source, row), people.find(line.name, line.email))
    if row.skip:
        outcome.skip(row.skip)
    elif outcome.agent is None and not (
        options.create_agents and people.is_new(line.name, line.email)
    ):
        outcome.skip("unknown_agent")
    elif row.conflict:
        outcome.conflict(row.conflict, None, f"{row.seconds} s from {line.start or line.work_date}")
    return outcome


def _respect_closed_weeks(outcome: Outcome, closed: frozenset[tuple[UUID, date]]) -> None:
    monday = first_day_of_week(outcome.row.line.work_date)
    if outcome.agent and (outcome.agent, monday) in closed:
        outcome.conflict("timesheet_closed", None, f"the week of {monday} was handed in")


def _inside(result: Plan, left_over: Sequence[Imported]) -> list[Imported]:
    if result.period is None:
        return []
    first, last = result.period
    agents = {one.agent for one in result.outcomes}
    return [old for old in left_over if old.agent_id in agents and first <= old.work_date <= last]
