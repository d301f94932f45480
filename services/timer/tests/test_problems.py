"""Every refusal of the domain, and every constraint that a caller can run into, is a problem of its own."""

from collections.abc import Iterator

import pytest
from pydantic import SecretStr

from domain_errors import ConflictError, DomainError
from services.timer.tests.driver import Driver
from timer.main import service
from timer.problems import PROBLEMS
from timer.settings import Settings
from timer.store.tables import Base
from timer.timesheet import TimesheetError


def domain_errors(of: type[DomainError] = DomainError) -> Iterator[type[DomainError]]:
    """The errors that the timer's domain raises."""
    settings = Settings(
        database_url="postgresql://nobody@localhost/none", seal_secret=SecretStr("x" * 16)
    )
    assert service(settings).name == "timer"
    for error in of.__subclasses__():
        yield from domain_errors(error)
        if error.__module__.startswith("timer.") and not error.__subclasses__():
            yield error


@pytest.mark.parametrize("error", set(domain_errors()), ids=lambda error: error.__name__)
def test_each_error_has_its_problem(error: type[DomainError]) -> None:
    problem = PROBLEMS[error]
    assert 400 <= problem.status < 500
    assert problem.slug
    assert problem.title
    if issubclass(error, TimesheetError):
        assert problem.slug == error.code
    if issubclass(error, ConflictError):
        assert problem.status in (403, 409, 412, 429)


BY_TRIGGERS = {"project_budget", "time_entries_day"}


def test_each_constraint_in_the_table_exists() -> None:
    names = BY_TRIGGERS | {
        str(getattr(named, "name", None))
        for table in Base.metadata.tables.values()
        for named in (*table.constraints, *table.indexes)
    }
    assert {key for key in PROBLEMS if isinstance(key, str)} <= names


async def test_a_race_for_a_name_ends_in_the_problem_too(driver: Driver) -> None:
    for _ in range(2):
        response = await driver.manager.post("/v1/service-types", json={"name": "Design"})
    assert response.json() == {
        "type": "urn:honorar:problem:name-taken",
        "title": "Another service type has this name",
        "status": 409,
    }
