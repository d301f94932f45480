"""What other services say of their books is compared with rates' own, in up to three looks."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from prometheus_client import REGISTRY
from sqlalchemy import text

from contracts import Event
from contracts.invoicing import ChargedTimeStated
from contracts.rates import BooksDiffer, FiguresAsked
from contracts.statements import StatedApproval, StatedDay
from contracts.timer import ApprovedEntriesStated, ApprovedTimeStated, TimeEntryRecorded
from database import new_id
from rates.domain.books import BookEntry, differing_days, differing_entries
from rates.tasks import measure
from services.rates.tests.driver import Driver, Json
from services.rates.tests.factories import recorded
from services.rates.tests.sheet_driver import approved
from testkit import ACCOUNT, Served

DAY = date(2026, 3, 2)


@pytest.fixture
async def driver(served: Served) -> Driver:
    return Driver(served, await served.as_("owner"))


async def ask(driver: Driver) -> UUID:
    """Have the books compared; rates' own are at once."""
    asked = await driver.client.post("/v1/reconciliations")
    assert asked.status_code == 202, asked.text
    await run(driver)
    return UUID(asked.json()["id"])


async def run(driver: Driver) -> None:
    while await driver.served.run_due():
        pass


async def questions(driver: Driver, service: str = "timer") -> list[FiguresAsked]:
    return [one for one in await driver.served.published(FiguresAsked) if one.service == service]


async def pause_is_over(driver: Driver) -> None:
    """Let the second look begin."""
    async with driver.served.database.transaction(ACCOUNT) as session:
        await session.execute(
            text("UPDATE scheduled_tasks SET due_at = now() WHERE kind = 'ask-for-books'")
        )
    await run(driver)


async def books(driver: Driver, service: str = "timer") -> Json:
    """How the newest comparison with a service stands."""
    newest = (await driver.get("/v1/reconciliations"))["items"][0]
    return next(dict(one) for one in newest["books"] if one["service"] == service)


def answer(question: FiguresAsked, **more: Any) -> dict[str, Any]:
    return {
        "account_id": ACCOUNT,
        "version": question.look,
        "reconciliation_id": question.reconciliation_id,
        "look": question.look,
        "part": 1,
        "parts": 1,
        "stated_at": datetime.now(UTC),
        **more,
    }


def days_stated(question: FiguresAsked, *days: StatedDay, **more: Any) -> ApprovedTimeStated:
    whole = {"first_day": None, "last_day": None, **more}
    return ApprovedTimeStated(**answer(question, days=days, **whole))


def entries_stated(
    question: FiguresAsked, *entries: TimeEntryRecorded, **more: Any
) -> ApprovedEntriesStated:
    stated = [
        StatedApproval(
            day=one.work_date, **one.model_dump(include=set(StatedApproval.model_fields))
        )
        for one in entries
    ]
    return ApprovedEntriesStated(**answer(question, entries=stated, **{"more": False, **more}))


async def look_again(driver: Driver, *entries: TimeEntryRecorded, **more: Any) -> None:
    """Let the pause end, and timer say that it has these entries."""
    await pause_is_over(driver)
    *_, question = await questions(driver)
    assert question.days == (DAY,)
    await driver.consume(entries_stated(question, *entries, **more))
    await run(driver)


async def differing(driver: Driver) -> TimeEntryRecorded:
    """An entry that is approved here and that timer does not have on that day; the first look found it."""
    entry = recorded()
    await driver.consume(entry, approved(entry))
    await ask(driver)
    [question] = await questions(driver)
    await driver.consume(days_stated(question))
    await run(driver)
    return entry


async def test_every_service_is_asked_and_a_question_has_a_version_of_its_own(
    driver: Driver,
) -> None:
    reconciliation_id = await ask(driver)
    asked = await driver.served.published(FiguresAsked)
    assert [(one.service, one.look, one.days) for one in asked] == [
        ("timer", 1, ()),
        ("invoicing", 1, ()),
    ]
    assert [one.version for one in asked] == [1, 2]
    assert {one.reconciliation_id for one in asked} == {reconciliation_id}
    again = await driver.client.post("/v1/reconciliations")
    assert again.status_code == 409, "it is under way until all services have answered"


async def test_what_differs_in_the_same_way_twice_is_told(driver: Driver) -> None:
    entry = await differing(driver)
    assert (await books(driver))["state"] == "waiting"
    await look_again(driver)
    assert await driver.served.published(BooksDiffer) == []
    await look_again(driver)
    shown = await books(driver)
    assert (shown["state"], shown["found"]) == ("differ", 1)
    [told] = await driver.served.published(BooksDiffer)
    [difference] = told.differences
    assert (difference.entry_id, difference.kind) == (entry.entry_id, "approved")
    assert (difference.seconds, difference.other_seconds) == (3000, 0)
    assert (told.service, told.total, told.version) == ("timer", 1, 5)


async def test_what_was_on_its_way_is_no_difference(driver: Driver) -> None:
    entry = await differing(driver)
    await look_again(driver, entry)
    assert (await books(driver))["state"] == "agree"
    assert await driver.served.published(BooksDiffer) == []


async def test_what_differs_otherwise_the_second_time_is_under_way(driver: Driver) -> None:
    entry = await differing(driver)
    await look_again(driver)
    await look_again(driver, entry.model_copy(update={"version": 2}))
    assert (await books(driver))["state"] == "agree"
    assert await driver.served.published(BooksDiffer) == []


async def test_parts_may_come_twice_and_in_any_order(driver: Driver) -> None:
    entry = recorded()
    await driver.consume(entry, approved(entry))
    await ask(driver)
    [question] = await questions(driver)
    edge = DAY + timedelta(days=1)
    last = days_stated(question, part=2, parts=2, first_day=edge)
    records = await driver.consume(last, last)
    await run(driver)
    assert (await books(driver))["state"] == "asked"
    first = days_stated(question, parts=2, last_day=DAY)
    records += await driver.consume(first)
    await run(driver)
    assert (await books(driver))["state"] == "waiting"
    await look_again(driver, entry)
    await driver.served.process(records)
    await run(driver)
    assert (await books(driver))["state"] == "agree"
    async with driver.served.database.transaction(ACCOUNT) as session:
        assert await session.scalar(text("SELECT count(*) FROM stated_books")) == 0
    assert await driver.served.dead_letters() == []


async def test_answers_to_what_nobody_asked_are_left(driver: Driver) -> None:
    await ask(driver)
    [question] = await questions(driver)
    other = question.model_copy(update={"reconciliation_id": new_id()})
    later = question.model_copy(update={"look": 2})
    events: Sequence[Event] = (days_stated(other), entries_stated(later))
    await driver.consume(*events)
    await run(driver)
    assert (await books(driver))["state"] == "asked"
    assert await driver.served.dead_letters() == []


async def test_a_statement_of_another_account_reaches_nothing(driver: Driver) -> None:
    await ask(driver)
    [question] = await questions(driver)
    stranger = days_stated(question).model_copy(update={"account_id": new_id()})
    await driver.consume(stranger)
    await run(driver)
    assert (await books(driver))["state"] == "asked"


@pytest.mark.parametrize("state", ["asked", "waiting"])
async def test_what_does_not_end_is_given_up(driver: Driver, state: str) -> None:
    await ask(driver)
    async with driver.served.database.transaction(ACCOUNT) as session:
        await session.execute(
            text("UPDATE scheduled_tasks SET due_at = now() WHERE kind = 'give-up-on-books'")
        )
        overdue = "UPDATE compared_books SET asked_at = now() - interval '1 h', state = :state"
        await session.execute(text(overdue), {"state": state})
    await run(driver)
    assert {(await books(driver, one))["state"] for one in ("timer", "invoicing")} == {"unanswered"}
    assert (await driver.client.post("/v1/reconciliations")).status_code == 202


async def test_where_invoicing_has_the_time_is_shown(driver: Driver) -> None:
    await ask(driver)
    [question] = await questions(driver, "invoicing")
    seconds = {
        "approved_seconds": 12,
        "unpriced_seconds": 1,
        "held_seconds": 1,
        "ready_seconds": 2,
        "drafted_seconds": 1,
        "billed_seconds": 2,
        "written_off_seconds": 5,
    }
    nothing = {"first_day": None, "last_day": None, "days": ()}
    await driver.consume(ChargedTimeStated(**answer(question, **nothing, **seconds)))
    await run(driver)
    shown = await books(driver, "invoicing")
    assert (shown["state"], shown["buckets"]) == ("agree", seconds)


async def test_operators_see_how_old_comparisons_are_and_what_differs(driver: Driver) -> None:
    await differing(driver)
    await look_again(driver)
    await look_again(driver)
    async with driver.served.database.transaction(ACCOUNT) as session:
        await session.execute(
            text(
                "UPDATE compared_books SET asked_at = now() - interval '3 d' WHERE service = 'invoicing'"
            )
        )
    await measure(driver.served.database)

    def gauge(name: str, service: str) -> float:
        found = REGISTRY.get_sample_value(name, {"service": service})
        assert found is not None
        return found

    names = ("rates", "timer", "invoicing")
    assert [gauge("figures_differing", one) for one in names] == [0, 1, 0]
    ages = [gauge("figures_comparison_age_seconds", one) for one in names]
    assert max(ages[:2]) < 3600 < ages[2]


def test_a_day_that_one_side_does_not_have_differs() -> None:
    day = {"day": DAY, "entries": 1, "seconds": 60, "digest": "5"}
    assert differing_days([day], [day]) == []
    assert differing_days([day], []) == differing_days([], [day]) == [DAY]
    assert differing_days([day], [{**day, "digest": "6"}]) == [DAY]


def test_entries_behind_the_end_of_a_list_that_was_cut_are_not_missing() -> None:
    entries = [BookEntry(UUID(int=number), DAY, 1, 60, True, None) for number in range(1, 5)]
    assert differing_entries(entries, entries[:2], cut=[entries[:2]]) == []
    [missing] = differing_entries(entries, entries[:1] + entries[2:3], cut=[entries[2:3]])
    assert missing.entry == entries[1]
