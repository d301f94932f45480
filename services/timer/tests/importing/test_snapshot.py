"""What a file needs to know of the account: the agents and days that it speaks of, and its rows' keys."""

from datetime import date
from uuid import UUID

from services.timer.tests.importing.factories import BO, IDA, line, parsed
from timer.importing.snapshot import AgentDirectory, KnownAgent, Scope, row_key


def scope(*lines: str) -> Scope:
    return Scope.of(parsed(*lines))


def test_a_scope_spans_the_agents_and_the_days_of_a_file() -> None:
    rows = (line("2026-10-03 09:00:00"), line("2026-10-01 23:30:00"), line(who="Eve,eve@x.dk"))
    found = scope(*rows)
    assert (found.source, found.agents((BO, IDA))) == ("toggl", frozenset({BO.id}))
    assert (found.first, found.last) == (date(2026, 10, 1), date(2026, 10, 3))


def test_a_scope_has_the_keys_of_all_rows_also_of_unknown_agents() -> None:
    rows = (line(), line(), line(who="Eve,eve@x.dk"))
    assert scope(*rows).row_keys == {row_key("toggl", row) for row in parsed(*rows).rows}
    assert len(scope(*rows).row_keys) == 2


def test_an_empty_file_speaks_of_nobody() -> None:
    assert scope().agents((BO, IDA)) == scope().row_keys == frozenset()


def test_an_address_goes_before_a_name() -> None:
    other = KnownAgent(UUID(int=9), "Somebody", frozenset({"bo.lind@example.dk"}))
    directory = AgentDirectory((BO, other))
    (row,) = parsed(line(who="Bo Lind,bo.lind@example.dk")).rows
    assert directory.find(row.person) == other.id
    assert not directory.is_new(row.person)


def test_a_new_agent_is_one_whom_neither_address_nor_name_names() -> None:
    directory = AgentDirectory((BO,))
    new, known_name, known = parsed(
        line(who="Eve,eve@x.dk"), line(who="Bo Lind,other@x.dk"), line(who="bo lind,")
    ).rows
    assert directory.is_new(new.person)
    assert directory.is_new(known_name.person)  # two people may have one name, but not one address
    assert not directory.is_new(known.person)
