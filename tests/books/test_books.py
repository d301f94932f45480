"""The books of timer, rates and invoicing say the same of each entry; what differs in one of them is named."""

from collections.abc import AsyncIterator
from datetime import date, timedelta
from random import Random
from uuid import UUID

import pytest

from contracts.rates import BooksDiffer, FiguresAsked
from services.invoicing.tests.driver import Driver
from tests.books.three_services import Books, Services, named, sabotage, states, three_services

AGREE = {"timer": "agree", "invoicing": "agree"}


@pytest.fixture(scope="module")
async def services() -> AsyncIterator[Services]:
    async with three_services() as running:
        yield running


@pytest.fixture
async def books(services: Services) -> Books:
    return await Books.open(services)


async def write_off(driver: Driver, entry_id: UUID, seconds: int) -> None:
    part = {"entry_id": str(entry_id), "seconds": seconds}
    body = {"organization_id": str(driver.organization_id), "reason": "Ours", "entries": [part]}
    answer = await driver.write("write-offs", body)
    assert answer.status_code == 201, answer.text


async def test_books_that_agree_are_no_event_and_show_where_the_time_is(books: Books) -> None:
    first, second, third, _ = await books.approve(
        ("2026-09-07", 3600), ("2026-09-08", 1800), ("2026-09-15", 900), ("2026-09-16", 60)
    )
    await books.wire.settle()
    await books.bill(first)
    await books.invoicing.draft(entry_ids=[str(second)])
    await write_off(books.invoicing, third, seconds=600)
    await books.wire.settle()
    run = await books.compare()
    assert states(run) == AGREE, run
    by_service = {one["service"]: one for one in run["books"]}
    assert {(one["entries"], one["seconds"]) for one in by_service.values()} == {(4, 6360)}
    assert by_service["timer"]["buckets"] is None
    assert by_service["invoicing"]["buckets"] == {
        "approved_seconds": 6360,
        "unpriced_seconds": 0,
        "held_seconds": 0,
        "ready_seconds": 360,
        "drafted_seconds": 1800,
        "billed_seconds": 3600,
        "written_off_seconds": 600,
    }
    assert await books.rates.served.published(BooksDiffer) == []


async def test_books_without_time_agree(books: Books) -> None:
    assert states(await books.compare()) == AGREE


@pytest.mark.parametrize(
    ("service", "change", "expected"),
    [
        ("rates", "DELETE FROM time_entries WHERE entry_id = '{open}'", "approved"),
        ("rates", "UPDATE time_entries SET seconds = 1 WHERE entry_id = '{open}'", "approved"),
        (
            "rates",
            "UPDATE time_entries SET approved_version = NULL WHERE entry_id = '{open}'",
            "approved",
        ),
        ("timer", "DELETE FROM time_entries WHERE id = '{open}'", "approved"),
        ("timer", "UPDATE time_entries SET seconds = 1 WHERE id = '{open}'", "approved"),
        ("timer", "UPDATE time_entries SET version = 9 WHERE id = '{open}'", "approved"),
        ("timer", "UPDATE time_entries SET billable = false WHERE id = '{open}'", "approved"),
    ],
)
async def test_an_entry_that_timer_approved_otherwise_is_named(
    books: Books, services: Services, service: str, change: str, expected: str
) -> None:
    entry_id, *_ = await books.approve(
        ("2026-09-08", 1800), ("2026-09-08", 900), ("2026-09-09", 3600)
    )
    await books.wire.settle()
    await sabotage(getattr(services, service), change.format(open=entry_id))
    run = await books.compare()
    assert states(run)["timer"] == "differ"
    assert named(run, "timer") == [(expected, str(entry_id))]
    told = [one for one in await published(books) if one.service == "timer"]
    assert [(one.total, one.differences[0].entry_id) for one in told] == [(1, entry_id)]


@pytest.mark.parametrize(
    ("service", "change", "expected"),
    [
        ("invoicing", "DELETE FROM time_entries WHERE entry_id = '{open}'", "approved"),
        (
            "invoicing",
            "UPDATE time_entries SET seconds = 900 WHERE entry_id = '{open}'",
            "approved",
        ),
        (
            "invoicing",
            "UPDATE time_entries SET currency = 'EUR' WHERE entry_id = '{open}'",
            "price",
        ),
        (
            "invoicing",
            (
                "UPDATE time_entries SET segments = jsonb_set(segments, '{{0,hourly_rate}}', '1000.01')"
                " WHERE entry_id = '{open}'"
            ),
            "price",
        ),
        (
            "invoicing",
            "UPDATE time_entries SET price_version = 7 WHERE entry_id = '{open}'",
            "price",
        ),
        ("invoicing", "UPDATE time_entries SET held_seconds = 5 WHERE entry_id = '{open}'", "held"),
        (
            "invoicing",
            "UPDATE time_entries SET claimed_seconds = 5 WHERE entry_id = '{open}'",
            "buckets",
        ),
        ("invoicing", "DELETE FROM claims WHERE entry_id = '{billed}'", "buckets"),
        (
            "invoicing",
            "UPDATE claims SET billed_seconds = 3599 WHERE entry_id = '{billed}'",
            "billed",
        ),
        (
            "invoicing",
            (
                "UPDATE invoice_lines SET hourly_rate = 999 WHERE line_id ="
                " (SELECT line_id FROM claims WHERE entry_id = '{billed}')"
            ),
            "billed",
        ),
        ("rates", "DELETE FROM billed_ranges WHERE entry_id = '{billed}'", "billed"),
        ("rates", "UPDATE billed_ranges SET amount = 1 WHERE entry_id = '{billed}'", "billed"),
        ("rates", "UPDATE billed_ranges SET end_second = 60 WHERE entry_id = '{billed}'", "billed"),
        ("rates", "UPDATE time_entries SET amount = 1001 WHERE entry_id = '{open}'", "price"),
        ("rates", "DELETE FROM time_entries WHERE entry_id = '{billed}'", "approved"),
    ],
)
async def test_an_entry_that_invoicing_has_otherwise_is_named(
    books: Books, services: Services, service: str, change: str, expected: str
) -> None:
    entry_id, _, billed = await books.approve(
        ("2026-09-08", 1800), ("2026-09-08", 900), ("2026-09-09", 3600)
    )
    await books.wire.settle()
    await books.bill(billed)
    await books.wire.settle()
    await sabotage(getattr(services, service), change.format(open=entry_id, billed=billed))
    run = await books.compare()
    named_one = billed if "{billed}" in change else entry_id
    assert named(run, "invoicing") == [(expected, str(named_one))], run
    assert run["found"] == len(run["differences"])


async def test_what_is_given_back_in_part_agrees(books: Books) -> None:
    entry_id, _ = await books.approve(("2026-09-08", 1800), ("2026-09-08", 900))
    await books.wire.settle()
    invoice = await books.bill(entry_id)
    await books.wire.settle()
    assert states(await books.compare()) == AGREE
    part = {"entry_id": str(entry_id), "start": 0, "end": 600}
    line = {"line_id": invoice["lines"][0]["line_id"], "entries": [part]}
    await books.invoicing.credit(invoice["id"], line, delivery="hand")
    await books.wire.settle()
    assert states(await books.compare()) == AGREE


async def published(books: Books) -> list[BooksDiffer]:
    found = await books.rates.served.published(BooksDiffer)
    return [one for one in found if one.account_id == books.rates.account]


async def test_what_is_on_its_way_is_no_difference(books: Books) -> None:
    """The statements come before what they state; all of it comes before the second look."""
    [first] = await books.approve(("2026-09-08", 1800))
    await books.wire.settle()
    await books.bill(first)
    await books.approve(("2026-09-15", 900))
    await books.wire.carry()
    late = {name: dict(inbox.waiting) for name, inbox in books.wire.inboxes.items()}
    for inbox in books.wire.inboxes.values():
        inbox.waiting.clear()
    await books.ask()
    while not await asked_again(books):
        for inbox in books.wire.inboxes.values():
            await inbox.served.run_due()
            await books.wire.carry()
            await inbox.consume(books.wire.chance, all_of_it=True)
    for name, waiting in late.items():
        for key, records in waiting.items():
            books.wire.inboxes[name].waiting[key][:0] = records
    await deliver(books)
    await books.wire.settle()
    assert states(await books.found()) == AGREE
    assert await published(books) == []


@pytest.mark.parametrize("seed", [1, 2])
async def test_a_busy_account_whose_books_are_right_differs_nowhere(
    books: Books, seed: int
) -> None:
    """People go on while books are compared. Between looks there is time enough for what was sent to arrive."""
    chance = Random(seed)
    await books.approve(("2026-09-07", 3600), ("2026-09-08", 1800))
    await books.wire.settle()
    await books.ask()
    looks = 0
    while "asked" in states(await books.found()).values() or looks < 3:
        monday = date(2026, 1, 5) + timedelta(weeks=looks)
        made = await books.approve((monday.isoformat(), chance.randint(1, 7200)))
        if chance.random() < 0.5:
            await deliver(books)
            await books.bill(*made)
        await books.wire.step()
        for inbox in books.wire.inboxes.values():
            await inbox.served.run_due()
        await deliver(books)
        looks += 1
        assert looks < 20
    await books.wire.settle()
    assert states(await books.found()) == AGREE
    assert await published(books) == []


async def asked_again(books: Books) -> bool:
    """Whether the first look found days that differ."""
    asked = await books.rates.served.published(FiguresAsked)
    return any(one.look > 1 for one in asked if one.account_id == books.rates.account)


async def deliver(books: Books) -> None:
    """Let all that was sent arrive, and do nothing else."""
    while await books.wire.carry() or any(
        any(inbox.waiting.values()) for inbox in books.wire.inboxes.values()
    ):
        for inbox in books.wire.inboxes.values():
            await inbox.consume(books.wire.chance, all_of_it=True)
