"""Undoing a change of rates by the opposite change, and where time that was billed forbids it."""

from datetime import date

import pytest

from services.rates.tests.change_driver import Changes, create, end, refusal, replace, withdraw
from services.rates.tests.driver import Driver, Json
from services.rates.tests.factories import billed, recorded


@pytest.fixture
def changes(driver: Driver) -> Changes:
    return Changes(driver)


def _held(rates: list[Json]) -> list[tuple[str, str, str | None]]:
    shown = ((one["hourly_rate"]["amount"], one["valid_from"], one["valid_to"]) for one in rates)
    return sorted(shown, key=str)


async def test_undoing_brings_back_rates_and_prices(driver: Driver, changes: Changes) -> None:
    raised, ended, mistaken = (
        await driver.create_rate("1000"),
        await driver.create_rate("800", valid_from="2025-01-01", valid_to="2025-12-31"),
        await driver.create_rate("900", valid_from="2024-01-01", valid_to="2024-12-31"),
    )
    await driver.consume(entry := recorded(), old := recorded(work_date=date(2024, 5, 6)))
    before = _held(await driver.rates())
    change = await changes.change(
        replace(raised, "1200", "2026-03-01"), end(ended, "2025-06-30"), withdraw(mistaken)
    )
    assert _held(await driver.rates()) != before
    undone = await changes.undo(change)
    assert _held(await driver.rates()) == before
    assert await driver.published_rates(entry.entry_id) == ["1000.00", "1200.00", "1000.00"]
    assert await driver.published_rates(old.entry_id) == ["900.00", "no-rate", "900.00"]
    assert undone["undoes"] == change["id"]
    assert (await changes.read(change))["undone_by"] == undone["id"]
    assert undone["figures"]["totals"][0]["after"] == change["figures"]["totals"][0]["before"]


async def test_undoing_can_be_undone_but_not_done_twice(driver: Driver, changes: Changes) -> None:
    rate = await driver.create_rate("1000")
    change = await changes.change(replace(rate, "1200", "2026-03-01"))
    after = _held(await driver.rates())
    undone = await changes.undo(change)
    status, problem, errors = refusal(await changes.try_to_undo(change))
    assert (status, problem) == (422, "rate-change-refused")
    assert set(errors) == {"acts.0.withdraw.rate_id", "acts.1.end.version"}
    await changes.undo(undone)
    assert _held(await driver.rates()) == after


async def test_a_change_at_which_time_was_billed_is_refused_to_be_undone_and_says_where(
    driver: Driver, changes: Changes
) -> None:
    rate = await driver.create_rate("1000")
    change = await changes.change(replace(rate, "1200", "2026-03-01"))
    await driver.consume(entry := recorded(), recorded())
    await driver.consume(billed(entry, amount="1200"))
    assert refusal(await changes.try_to_undo(change)) == (
        409,
        "rate-billed",
        {"acts.0.withdraw.rate_id": "billed at it: 1 entry, 0:50 hours; end it instead"},
    )


async def test_time_that_is_billed_after_the_preview_keeps_a_rate_from_being_withdrawn(
    driver: Driver, changes: Changes
) -> None:
    rate = await driver.create_rate("1000")
    await driver.consume(entry := recorded())
    seen = await changes.preview(withdraw(rate))
    await driver.consume(billed(entry))
    assert refusal(await changes.try_to_apply(seen))[:2] == (409, "rate-billed")
    assert await driver.rates() == [rate]


async def test_acts_are_refused_with_all_that_is_wrong_and_nothing_is_kept(
    driver: Driver, changes: Changes
) -> None:
    rate = await driver.create_rate("1000")
    outdated = {**rate, "version": 4}
    unknown = create("1", agent_id="01932f00-0000-7000-8000-0000000000ff")
    status, problem, errors = refusal(
        await changes.try_to_preview(
            create("1100"), end(outdated, None), replace(rate, "1", "2025-12-31"), unknown
        )
    )
    assert (status, problem) == (422, "rate-change-refused")
    assert set(errors) == {
        "acts.0.create.valid_from",
        "acts.1.end.version",
        "acts.2.replace.valid_from",
        "acts.2.replace.rate_id",
        "acts.3.create.agent_id",
    }
    assert refusal(await changes.try_to_preview(unknown))[:2] == (422, "unknown-reference")


@pytest.mark.parametrize(
    ("act", "field"),
    [
        (create("-1"), "acts.0.create.hourly_rate.amount"),
        (create("1", currency="XXX"), "acts.0.create.hourly_rate.currency"),
        (create("1", valid_to="2025-01-01"), "acts.0.create.valid_to"),
        ({}, "acts.0"),
        ({**create(), "withdraw": {"rate_id": str(None), "version": 1}}, "acts.0.withdraw.rate_id"),
        ({"raise": {}}, "acts.0.raise"),
    ],
)
async def test_a_bad_act_is_refused_by_field(changes: Changes, act: Json, field: str) -> None:
    status, _, errors = refusal(await changes.try_to_preview(act))
    assert status == 422
    assert field in errors


async def test_a_change_has_one_act_at_least_and_five_hundred_at_most(changes: Changes) -> None:
    for acts in ([], [create()] * 501):
        assert refusal(await changes.try_to_preview(*acts))[::2][0] == 422


@pytest.mark.parametrize(
    ("role", "reads", "changes_rates"),
    [("owner", 200, 200), ("billing", 200, 200), ("manager", 200, 403), ("agent", 403, 403)],
)
async def test_who_may_see_changes_and_who_may_make_them(
    driver: Driver, role: str, reads: int, changes_rates: int
) -> None:
    client = await driver.served.as_(role)
    assert (await client.get("/v1/rate-changes")).status_code == reads
    body = {"acts": [create()]}
    seen = await client.post("/v1/rate-changes/preview", json=body)
    assert seen.status_code == changes_rates
    token = {"token": seen.json().get("token", "01932f00-0000-7000-8000-0000000000ff")}
    applied = await client.post("/v1/rate-changes", json=token)
    assert applied.status_code == (202 if changes_rates == 200 else 403)
