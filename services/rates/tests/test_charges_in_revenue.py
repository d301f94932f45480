"""Costs and revenue tell what agreements charge: time and charges together are what invoices bill, to the cent."""

import csv
import io
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import permutations
from typing import Any

import pytest

from contracts.timer import TimeEntryRecorded
from database import new_id
from services.rates.tests.agreement_driver import Agreements, charged, credited
from services.rates.tests.driver import Driver, Json
from services.rates.tests.factories import recorded
from services.rates.tests.sheet_driver import approved
from services.rates.tests.test_costs_and_revenue import ask
from services.rates.tests.test_merged_customers import changed, merged
from testkit import OTHER_ACCOUNT, Served, count_statements

HOUR = 3600
MARCH = {"first_day": "2026-03-01", "last_day": "2026-03-31"}
STATES = ("amount", "billed", "ready", "expected")
Sums = tuple[str, str, str, str]


@pytest.fixture
async def agreements(served: Served) -> Agreements:
    return Agreements(Driver(served, await served.as_("owner")))


def worked(agreement: Json, day: date, hours: float, **changes: Any) -> TimeEntryRecorded:
    """Time of the agreement's customer."""
    return recorded(
        organization_id=agreement["organization_id"],
        work_date=day,
        seconds=int(hours * HOUR),
        **changes,
    )


async def total(agreements: Agreements, **query: Any) -> Json:
    """All that a period earns, which is in one currency."""
    [found] = (await ask(agreements.driver, **{**MARCH, **query}))["totals"]
    return dict(found)


def sums(of: Json) -> Sums:
    """What agreements charge of it: in all, billed, what can be billed, the rest."""
    amount, billed, ready, expected = (str(of["charges"][name]["amount"]) for name in STATES)
    assert Decimal(amount) == Decimal(billed) + Decimal(ready) + Decimal(expected)
    return amount, billed, ready, expected


def earned(of: Json) -> tuple[str, str, str, str]:
    """What it earns: in all, on invoices, what an invoice could have now, the rest."""
    return tuple(str(of[one]["amount"]) for one in ("amount", "invoiced", "approved", "logged"))  # type: ignore[return-value]


async def test_a_fee_is_what_included_time_earns_and_overage_comes_on_top(
    agreements: Agreements,
) -> None:
    await agreements.driver.create_rate("900")
    made = await agreements.create(last_day="2026-03-31")
    time = [worked(made, date(2026, 3, day), 12) for day in (2, 3)]
    await agreements.driver.consume(*time)
    found = await total(agreements)
    assert (found["included_seconds"], sums(found)) == (
        *(20 * HOUR,),
        ("1000.00", "0.00", "1000.00", "0.00"),
    )
    assert earned(found) == ("4600.00", "0.00", "1000.00", "3600.00")
    await agreements.driver.consume(*(approved(one) for one in time))
    assert earned(await total(agreements)) == ("4600.00", "0.00", "4600.00", "0.00")
    invoice = charged(await agreements.charge(made, date(2026, 3, 1)))
    await agreements.driver.consume(invoice)
    found = await total(agreements)
    assert sums(found) == ("1000.00", "1000.00", "0.00", "0.00")
    assert earned(found) == ("4600.00", "1000.00", "3600.00", "0.00")
    await agreements.driver.consume(credited(invoice))
    assert sums(await total(agreements)) == ("1000.00", "0.00", "1000.00", "0.00")


async def test_a_month_that_is_not_over_is_expected_and_none_is_counted_before_or_after_it(
    agreements: Agreements,
) -> None:
    today = datetime.now(UTC).date()
    month = today.replace(day=1)
    await agreements.create(
        first_day=str(month), terms=[{"valid_from": str(month), "amount": "1000.00"}]
    )
    days = {"first_day": month, "last_day": today}
    assert sums(await total(agreements, **days)) == ("1000.00", "0.00", "0.00", "1000.00")
    before = {"first_day": month - timedelta(days=40), "last_day": month - timedelta(days=1)}
    assert (await ask(agreements.driver, **before))["totals"] == []


async def test_a_true_up_and_fees_come_to_the_minimum_whether_time_is_approved_or_not(
    agreements: Agreements,
) -> None:
    await agreements.driver.create_rate("100")
    made = await agreements.create("spend-minimum", last_day="2026-03-31")
    first, second = (worked(made, date(2026, 3, day), 3) for day in (2, 3))
    await agreements.driver.consume(first, second)
    found = await total(agreements)
    assert sums(found) == ("400.00", "0.00", "1000.00", "-600.00")
    assert earned(found) == ("1000.00", "0.00", "1000.00", "0.00")
    await agreements.driver.consume(approved(first))
    found = await total(agreements)
    assert sums(found) == ("400.00", "0.00", "700.00", "-300.00")
    assert earned(found) == ("1000.00", "0.00", "1000.00", "0.00")
    await agreements.driver.consume(charged(await agreements.charge(made, date(2026, 3, 1))))
    await agreements.driver.reprice()
    found = await total(agreements)
    assert sums(found) == ("700.00", "700.00", "0.00", "0.00")
    assert earned(found) == ("1000.00", "700.00", "300.00", "0.00")
    await agreements.driver.consume(worked(made, date(2026, 3, 4), 5))
    assert earned(await total(agreements)) == ("1100.00", "700.00", "300.00", "100.00")


async def test_a_block_counts_when_it_is_bought_and_what_is_drawn_of_it_earns_nothing(
    agreements: Agreements,
) -> None:
    await agreements.driver.create_rate("100")
    made = await agreements.create("prepaid-hours")
    made = await agreements.buy(made, bought_on="2026-03-10", seconds=10 * HOUR)
    assert sums(await total(agreements)) == ("5000.00", "0.00", "5000.00", "0.00")
    block = (await agreements.charge(made, date(2026, 3, 10)),)
    await agreements.driver.consume(charged(*block))
    assert earned(await total(agreements)) == ("5000.00", "5000.00", "0.00", "0.00")


async def test_a_milestone_counts_on_the_last_day_until_the_day_on_which_it_is_reached(
    agreements: Agreements,
) -> None:
    made = await agreements.create("fixed-price", last_day="2026-12-31")
    year_end = {"first_day": "2026-12-31", "last_day": "2026-12-31"}
    assert sums(await total(agreements, **year_end)) == ("5000.00", "0.00", "0.00", "5000.00")
    assert (await ask(agreements.driver, **MARCH))["totals"] == []
    reached = await agreements.try_to_reach(made, made["milestones"][0], "2026-03-15")
    assert reached.status_code == 200
    await agreements.driver.reprice()
    assert sums(await total(agreements)) == ("5000.00", "0.00", "5000.00", "0.00")
    assert (await ask(agreements.driver, **year_end))["totals"] == []


async def test_what_is_withdrawn_is_not_expected_any_more(agreements: Agreements) -> None:
    made = await agreements.create()
    assert sums(await total(agreements))[0] == "1000.00"
    assert (await agreements.try_to_withdraw(made)).status_code == 204
    await agreements.driver.reprice()
    assert (await ask(agreements.driver, **MARCH))["totals"] == []


async def fill(agreements: Agreements) -> tuple[Json, Json]:
    """Two agreements, one of a project, and time of two people; one of the customers is a double of the other."""
    stays, double, project = new_id(), new_id(), new_id()
    await agreements.driver.create_rate("33.33")
    terms = [{"valid_from": "2026-01-01", "amount": "1000.00", "included_seconds": HOUR}]
    whole = await agreements.create(organization_id=stays, last_day="2026-04-30", terms=terms)
    of_project = await agreements.create(
        "spend-minimum", organization_id=double, project_ids=[project], last_day="2026-04-30"
    )
    time = [
        worked(one, date(2026, 3, 1) + timedelta(days=day), 0.77, agent_id=agent, project_id=of)
        for day in range(0, 40, 3)
        for agent, one, of in ((new_id(), whole, None), (new_id(), of_project, project))
    ]
    await agreements.driver.consume(*time)
    await agreements.driver.consume(*(approved(one) for one in time[::3]))
    await agreements.driver.consume(charged(await agreements.charge(whole, date(2026, 3, 1))))
    await agreements.driver.consume(changed(stays), changed(double), merged(double, stays))
    await agreements.driver.reprice()
    return whole, of_project


DIMENSIONS = (
    *("organization", "project", "agent", "team", "service_type"),
    *("state", "treatment", "day", "week", "month"),
)


async def test_sums_of_any_split_are_equal_and_nothing_is_shared_out(
    agreements: Agreements,
) -> None:
    whole, of_project = await fill(agreements)
    expected = sums((await ask(agreements.driver))["totals"][0])
    for by, then in [(one, None) for one in DIMENSIONS] + list(permutations(DIMENSIONS, 2)):
        query = {"by": by} | ({"then_by": then} if then else {})
        answer = await ask(agreements.driver, **query)
        assert sums(answer["totals"][0]) == expected, query
        assert added(answer["groups"]) == expected, query
        for group in answer["groups"]:
            if then:
                assert added(group["parts"]) == added([group]), query
            if by in ("agent", "team", "service_type") and added([group]) != ("0.00",) * 4:
                assert (group["id"], group["name"]) == (None, "agreement")
    names = {
        one["id"] or one["name"]: added([one])
        for one in (await ask(agreements.driver, by="project"))["groups"]
    }
    assert set(names) == {of_project["project_ids"][0], "agreement", None}
    assert names[None] == ("0.00",) * 4
    [customer] = (await ask(agreements.driver, by="organization"))["groups"]
    assert (customer["id"], added([customer])) == (whole["organization_id"], expected)


def added(parts: list[Any]) -> tuple[str, ...]:
    """What agreements charge of some parts, added up."""
    found = [sums(one) for part in parts for one in part["earnings"]]
    return tuple(str(sum((Decimal(one[n]) for one in found), Decimal("0.00"))) for n in range(4))


async def test_filters_keep_what_they_name_and_no_charge_of_those_who_have_none(
    agreements: Agreements,
) -> None:
    whole, of_project = await fill(agreements)
    expected = sums((await ask(agreements.driver))["totals"][0])
    project_id = of_project["project_ids"][0]
    [group] = [
        one
        for one in (await ask(agreements.driver, by="project"))["groups"]
        if one["id"] == project_id
    ]
    of = (await ask(agreements.driver, project_id=project_id))["totals"]
    assert sums(of[0]) == added([group])
    for customer in (whole["organization_id"], of_project["organization_id"]):
        found = (await ask(agreements.driver, organization_id=customer))["totals"]
        assert sums(found[0]) == expected
    assert (await ask(agreements.driver, organization_id=new_id()))["totals"] == []
    for name in ("agent_id", "team_id", "service_type_id"):
        assert (await ask(agreements.driver, **{name: new_id()}))["totals"] == []
    assert all(Decimal(one) for one in expected), expected
    [alone] = (await ask(agreements.driver, treatment="agreement"))["totals"]
    assert (alone["seconds"], alone["amount"]["amount"], sums(alone)) == (0, expected[0], expected)
    for state, place in (("billed", 1), ("ready", 2), ("expected", 3)):
        [one] = (await ask(agreements.driver, state=state))["totals"]
        assert sums(one)[0] == sums(one)[place] == expected[place], state
    for state in ("logged", "approved"):
        [one] = (await ask(agreements.driver, state=state))["totals"]
        assert sums(one) == ("0.00",) * 4


async def test_a_table_has_what_agreements_charge(agreements: Agreements) -> None:
    await fill(agreements)
    expected = sums((await ask(agreements.driver))["totals"][0])
    table = await agreements.driver.client.get("/v1/costs-and-revenue.csv", params={"by": "agent"})
    header, *rows = csv.reader(io.StringIO(table.text))
    place = header.index("Of agreements")
    assert header[place + 1 :] == ["Of agreements invoiced", "Of agreements ready", "Cost"]
    [line] = [row for row in rows if row[0] == "agreement"]
    assert line[place : place + 3] == list(expected[:3])


async def test_a_margin_counts_what_agreements_charge(agreements: Agreements) -> None:
    await agreements.driver.create_rate("900")
    await agreements.driver.create_cost("400")
    made = await agreements.create(last_day="2026-03-31")
    await agreements.driver.consume(worked(made, date(2026, 3, 2), 2))
    costs = (await ask(agreements.driver, **MARCH))["costs"]
    assert [one["amount"]["amount"] for one in costs["margins"]] == ["200.00"]


async def test_it_costs_one_statement_more_and_none_where_there_is_no_charge(
    agreements: Agreements,
) -> None:
    await agreements.create()
    counts = {}
    for query in ("", "&state=logged"):
        with count_statements(agreements.driver.served.database) as statements:
            await agreements.driver.client.get(f"/v1/costs-and-revenue?by=day{query}")
        counts[query] = statements.count
    assert counts[""] == counts["&state=logged"] + 1


async def test_another_account_sees_nothing_of_it(served: Served, agreements: Agreements) -> None:
    await agreements.create()
    other = Driver(served, await served.as_("owner", account=OTHER_ACCOUNT), OTHER_ACCOUNT)
    assert (await ask(other))["totals"] == []
