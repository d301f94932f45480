"""What agreements charge: a line of its own, on one draft or invoice at most."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from contracts.invoicing import (
    AgreementBilled,
    AgreementReleased,
    InvoiceIssued,
    TimeBilled,
    TimeReleased,
)
from database import new_id
from invoicing.domain.errors import TimeNotBilledError
from services.invoicing.tests.agreement_driver import (
    agreed,
    covered,
    give_line_back,
    lines_of,
    sums,
)
from services.invoicing.tests.driver import Driver
from services.invoicing.tests.test_segments import billed, give_back
from testkit import count_statements


async def test_a_fee_and_the_time_that_it_covers_are_one_line_and_the_rest_is_charged_by_the_hour(
    driver: Driver,
) -> None:
    charge = await agreed(driver)
    await covered(driver, charge, 3600)
    await covered(driver, charge, 3600, (1800, "included"), (3600, "overage"))
    await driver.worked(1800)
    assert await sums(driver) == {"held": 5400, "ready": 3600}
    draft = await driver.draft()
    assert lines_of(draft) == [
        ("agreement", 5400, "18000.00"),
        ("time", 1800, "600.00"),
        ("time", 1800, "600.00"),
    ]
    fee, *timed = draft["lines"]
    assert fee["description"] == "Care of the webshop, September 2026"
    assert (fee["charge_id"], fee["included_seconds"]) == (str(charge.charge_id), 72_000)
    assert fee["hourly_rate"] is None
    assert {line["description"] for line in timed} == {
        "Webshop: Checkout",
        "Webshop: Checkout (ud over aftalen)",
    }
    assert (draft["seconds"], await sums(driver)) == (9000, {"claimed": 9000})
    await driver.invariants_hold()


async def test_a_fee_is_billed_though_nothing_was_logged(driver: Driver) -> None:
    await agreed(driver)
    draft = await driver.draft()
    assert lines_of(draft) == [("agreement", None, "18000.00")]
    issued = await driver.issue(draft["id"])
    assert issued["subtotal"]["amount"] == "18000.00"
    await driver.invariants_hold()


async def test_issuing_publishes_the_charge_and_the_time_that_it_covers(driver: Driver) -> None:
    charge = await agreed(driver)
    made = await covered(driver, charge)
    issued = await driver.issue((await driver.draft())["id"])
    [line] = issued["lines"]
    [event] = await driver.published(InvoiceIssued)
    assert (event.lines[0].kind, event.lines[0].charge_id) == ("agreement", charge.charge_id)
    [told] = await driver.published(AgreementBilled)
    [one] = told.charges
    assert (one.charge_id, str(one.line_id), one.charge_version, one.amount) == (
        charge.charge_id,
        line["line_id"],
        1,
        Decimal("18000.00"),
    )
    [range_] = await billed(driver)
    assert (range_.entry_id, range_.hourly_rate, range_.charge_id) == (
        made.entry_id,
        None,
        charge.charge_id,
    )
    versions = [one.version for one in (event, *await driver.published(TimeBilled), told)]
    assert versions == [2, 3, 4]
    assert await sums(driver) == {"billed": 3600}


async def test_the_period_of_an_invoice_is_that_of_all_that_it_bills(driver: Driver) -> None:
    earlier = date(2026, 7, 1), date(2026, 7, 31)
    await agreed(driver, first_day=earlier[0], last_day=earlier[1])
    await driver.worked(60)
    draft = await driver.draft()
    assert (draft["first_day"], draft["last_day"]) == ("2026-07-01", "2026-09-30")
    issued = await driver.issue(draft["id"])
    assert (issued["first_day"], issued["last_day"]) == ("2026-07-01", "2026-09-30")


@pytest.mark.parametrize(
    ("changed", "taken"),
    [
        ({}, True),
        ({"first_day": date(2026, 10, 1)}, False),
        ({"first_day": date(2026, 10, 1), "in_advance": True}, True),
        ({"first_day": date(2026, 10, 2), "in_advance": True}, False),
        ({"first_day": date(2026, 7, 1)}, True),
        ({"billable_from": None}, False),
        ({"billable_from": date(2026, 11, 10)}, True),
        ({"billable_from": date(2026, 11, 11)}, False),
        ({"cancelled": True}, False),
        ({"currency": "EUR"}, False),
        ({"amount": Decimal(0)}, True),
        ({"kind": "true-up", "amount": Decimal(0)}, False),
        ({"kind": "true-up", "amount": Decimal(1)}, True),
    ],
)
async def test_a_draft_of_a_period_takes_what_may_be_billed_and_begins_in_it(
    driver: Driver, changed: dict[str, Any], taken: bool
) -> None:
    charge = await agreed(driver, **changed)
    await driver.worked(60)
    draft = await driver.draft()
    charged = [line["charge_id"] for line in draft["lines"] if line["kind"] == "agreement"]
    assert charged == ([str(charge.charge_id)] if taken else [])


async def test_a_draft_of_entries_takes_no_charges_and_one_of_charges_no_other_time(
    driver: Driver,
) -> None:
    charge = await agreed(driver)
    await covered(driver, charge)
    made = await driver.worked(1800)
    named = {"entry_ids": [str(made.entry_id)]}
    assert lines_of(await driver.draft(**named)) == [("time", 1800, "600.00")]
    of_charge = await driver.draft(entry_ids=[], charge_ids=[str(charge.charge_id)])
    assert lines_of(of_charge) == [("agreement", 3600, "18000.00")]


async def test_charges_that_cannot_be_billed_are_refused_each_with_its_reason(
    driver: Driver,
) -> None:
    taken, later, foreign = (
        await agreed(driver),
        await agreed(driver, billable_from=date(2027, 1, 1)),
        await agreed(driver, currency="EUR"),
    )
    theirs = driver.events.charge(new_id())
    await driver.served.consume(theirs)
    await driver.draft(entry_ids=[], charge_ids=[str(taken.charge_id)])
    ids = [one.charge_id for one in (taken, later, foreign, theirs)] + [new_id()]
    refused = await driver.try_draft(entry_ids=[], charge_ids=list(map(str, ids)))
    assert refused.status_code == 409
    assert refused.json()["type"].endswith("charges-not-ready")
    assert {e["field"]: e["reason"] for e in refused.json()["errors"]} == {
        "charge_ids.0": "is on another draft",
        "charge_ids.1": "cannot be billed before 2027-01-01",
        "charge_ids.2": "is in EUR: draft in that currency",
        "charge_ids.3": "is another customer's",
        "charge_ids.4": "is not known here; a new one is on its way",
    }


async def test_time_of_a_charge_that_may_not_be_billed_yet_is_left_out_and_says_so(
    driver: Driver,
) -> None:
    charge = await agreed(driver, billable_from=date(2027, 1, 1))
    made = await covered(driver, charge)
    await driver.worked(60)
    [left] = (await driver.draft())["left_out"]
    assert (left["reason"], left["detail"], left["seconds"]) == (
        "held-by-agreement",
        charge.name,
        3600,
    )
    refused = await driver.try_draft(entry_ids=[str(made.entry_id)])
    assert "covered by an agreement (Care of" in refused.json()["errors"][0]["reason"]
    refused = await driver.try_draft()
    assert refused.json()["errors"][0]["field"] == "held-by-agreement"


async def test_removing_the_line_or_deleting_the_draft_frees_the_charge_and_its_time(
    driver: Driver,
) -> None:
    charge = await agreed(driver)
    await covered(driver, charge)
    draft = await driver.draft()
    [line] = draft["lines"]
    await driver.try_remove_line(draft["id"], line["line_id"])
    assert await sums(driver) == {"held": 3600}
    again = await driver.draft()
    assert lines_of(again) == [("agreement", 3600, "18000.00")]
    await driver.client.delete(f"/v1/invoices/{again['id']}")
    assert await sums(driver) == {"held": 3600}
    await driver.invariants_hold()


async def test_a_draft_follows_its_charge(driver: Driver) -> None:
    charge = await agreed(driver)
    await covered(driver, charge)
    draft = await driver.draft()
    changed = charge.model_copy(
        update={
            "version": 2,
            "amount": Decimal("9000.00"),
            "name": "Half of September",
            "rolled_over_seconds": 600,
        }
    )
    await driver.served.consume(changed)
    found = await driver.read(f"invoices/{draft['id']}")
    [line] = found["lines"]
    assert (line["amount"]["amount"], line["description"]) == ("9000.00", "Half of September")
    assert (line["seconds"], line["rolled_over_seconds"]) == (3600, 600)
    stale = await driver.client.post(
        f"/v1/invoices/{draft['id']}/issue", json={}, headers={"If-Match": '"1"'}
    )
    assert stale.status_code == 412
    await driver.issue(draft["id"])
    [told] = await driver.published(AgreementBilled)
    assert (told.charges[0].charge_version, told.charges[0].amount) == (2, Decimal("9000.00"))


@pytest.mark.parametrize(
    "change",
    [
        {"cancelled": True},
        {"billable_from": None},
        {"currency": "EUR"},
        {"kind": "true-up", "amount": Decimal(0)},
    ],
)
async def test_a_draft_loses_a_charge_that_is_not_to_be_billed_any_more_and_says_so(
    driver: Driver, change: dict[str, Any]
) -> None:
    charge = await agreed(driver)
    made = await covered(driver, charge)
    draft = await driver.draft()
    await driver.served.consume(charge.model_copy(update={"version": 2, **change}))
    assert (await driver.read(f"invoices/{draft['id']}"))["lines"] == []
    [lost] = (await driver.read(f"invoices/{draft['id']}/lost-time"))["items"]
    assert (lost["entry_id"], lost["seconds"], lost["reason"]) == (
        str(made.entry_id),
        3600,
        "agreement-changed",
    )
    assert await sums(driver) == {"held": 3600}
    await driver.invariants_hold()


@pytest.mark.parametrize("order", [(1, 2), (2, 1), (2, 1, 2)])
async def test_the_newest_version_of_a_charge_wins_whatever_order_they_come_in(
    driver: Driver, order: tuple[int, ...]
) -> None:
    charge = driver.events.charge(driver.organization_id)
    for version in order:
        amount = Decimal(1000 * version)
        await driver.served.consume(
            charge.model_copy(update={"version": version, "amount": amount})
        )
    [line] = (await driver.draft())["lines"]
    assert line["amount"]["amount"] == "2000.00"


async def test_an_issued_invoice_keeps_what_its_charge_was(driver: Driver) -> None:
    charge = await agreed(driver)
    issued = await driver.issue((await driver.draft())["id"])
    await driver.served.consume(charge.model_copy(update={"version": 2, "amount": Decimal(1)}))
    assert (await driver.read(f"invoices/{issued['id']}"))["subtotal"]["amount"] == "18000.00"
    assert (await driver.try_draft()).status_code == 409
    explained = await driver.read(f"invoices/{issued['id']}/explain")
    assert explained["lines"][0]["charge"]["amount"]["amount"] == "1.00"


async def test_a_line_is_explained_by_its_charge_and_the_time_that_it_covers(
    driver: Driver,
) -> None:
    charge = await agreed(driver, used_seconds=5400, overage_seconds=60, rolled_over_seconds=7200)
    made = await covered(driver, charge)
    draft = await driver.draft()
    [line] = (await driver.read(f"invoices/{draft['id']}/explain"))["lines"]
    assert line["charge"] == {
        "agreement_id": str(charge.agreement_id),
        "kind": "fee",
        "currency": "DKK",
        "amount": {"amount": "18000.00", "currency": "DKK"},
        "used_seconds": 5400,
        "overage_seconds": 60,
    }
    assert (line["included_seconds"], line["rolled_over_seconds"]) == (72_000, 7200)
    assert (line["first_day"], line["last_day"]) == ("2026-09-01", "2026-09-30")
    assert [one["entry_id"] for one in line["entries"]] == [str(made.entry_id)]


async def test_a_credit_note_gives_the_charge_and_all_its_time_back(driver: Driver) -> None:
    charge = await agreed(driver)
    made = await covered(driver, charge)
    issued = await driver.issue((await driver.draft())["id"])
    await covered(driver, charge, 1800)
    [line] = issued["lines"]
    note = UUID((await driver.credit(issued["id"]))["id"])
    assert await sums(driver) == {"held": 5400}
    await driver.invariants_hold()
    [told] = await driver.published(AgreementReleased)
    assert [(one.charge_id, str(one.line_id)) for one in told.charges] == [
        (charge.charge_id, line["line_id"])
    ]
    [time] = await driver.published(TimeReleased)
    assert (len(time.ranges), made.entry_id in {one.entry_id for one in time.ranges}) == (2, True)
    assert told.credit_note_id == time.credit_note_id == note
    again = await driver.issue((await driver.draft())["id"])
    assert lines_of(again) == [("agreement", 5400, "18000.00")]
    await driver.invariants_hold()


async def test_the_time_of_an_agreements_line_is_given_back_with_the_line_alone(
    driver: Driver,
) -> None:
    charge = await agreed(driver)
    await covered(driver, charge)
    await driver.worked(60)
    issued = await driver.issue((await driver.draft())["id"])
    range_ = next(one for one in await billed(driver) if one.charge_id)
    with pytest.raises(TimeNotBilledError):
        await give_back(driver, issued, range_, note=new_id())
    other = next(line for line in issued["lines"] if line["kind"] == "time")
    with pytest.raises(TimeNotBilledError):
        await give_line_back(driver, issued, other["line_id"], new_id())
    await give_line_back(driver, issued, str(range_.line_id), new_id())
    with pytest.raises(TimeNotBilledError):
        await give_line_back(driver, issued, str(range_.line_id), new_id())


async def test_the_database_lets_one_line_bill_a_charge_and_no_invoice_lose_it(
    driver: Driver,
) -> None:
    charge = await agreed(driver)
    issued = await driver.issue((await driver.draft())["id"])
    async with driver.served.database.transaction(driver.account) as session:
        with pytest.raises(IntegrityError, match="charge_billed_once"):
            await session.execute(
                text(
                    "INSERT INTO charge_claims (invoice_id, line_id, charge_id, charge_version)"
                    " VALUES (uuidv7(), uuidv7(), :charge_id, 1)"
                ),
                {"charge_id": charge.charge_id},
            )
        await session.rollback()
    for change in ("DELETE FROM charge_claims", "UPDATE charge_claims SET charge_version = 9"):
        async with driver.served.database.transaction(driver.account) as session:
            with pytest.raises(IntegrityError, match="is kept"):
                await session.execute(text(change))
            await session.rollback()
    assert UUID(issued["lines"][0]["charge_id"]) == charge.charge_id


async def test_statements_of_drafting_and_issuing_charges_do_not_grow_with_them(
    driver: Driver,
) -> None:
    counts = []
    for number in (1, 5):
        for _ in range(number):
            charge = await agreed(driver)
            await covered(driver, charge)
        with count_statements(driver.served.database) as drafting:
            draft = await driver.draft()
        with count_statements(driver.served.database) as issuing:
            await driver.issue(draft["id"])
        counts.append((drafting.count, issuing.count))
    assert counts == [(9, 10)] * 2, f"{drafting}\n{issuing}"


async def test_charges_are_listed_with_how_far_they_are_billed(driver: Driver) -> None:
    charged = {
        "waiting": await agreed(driver, billable_from=None),
        "billable": await agreed(driver, used_seconds=5400, rolled_over_seconds=60),
        "nothing": await agreed(driver, cancelled=True),
        "drafted": await agreed(driver),
        "billed": await agreed(driver),
    }
    await covered(driver, charged["billable"], 3600, (1800, "included"), (3600, "overage"))
    ids = {state: str(charge.charge_id) for state, charge in charged.items()}
    draft = await driver.draft(entry_ids=[], charge_ids=[ids["billed"]])
    await driver.issue(draft["id"])
    await driver.draft(entry_ids=[], charge_ids=[ids["drafted"]])
    listed = (await driver.read("agreement-charges"))["items"]
    assert {one["charge_id"]: one["state"] for one in listed} == {
        charge_id: state for state, charge_id in ids.items()
    }
    for state, charge_id in ids.items():
        about = {"state": state, "organization_id": str(driver.organization_id)}
        [one] = (await driver.read("agreement-charges", **about))["items"]
        assert (one["charge_id"], one["state"]) == (charge_id, state)
        assert (one["invoice_id"] is None) == (state not in ("drafted", "billed"))
        assert (await driver.read("agreement-charges", charge_id=charge_id))["items"] == [one]
    [one] = (await driver.read("agreement-charges", state="billable"))["items"]
    assert (one["held_seconds"], one["used_seconds"], one["rolled_over_seconds"]) == (
        1800,
        5400,
        60,
    )
    assert one["amount"] == {"amount": "18000.00", "currency": "DKK"}
    first = await driver.read("agreement-charges", limit=3)
    rest = await driver.read("agreement-charges", limit=3, cursor=first["next_cursor"])
    assert [one["charge_id"] for one in first["items"] + rest["items"]] == sorted(ids.values())
