"""Costs and revenue say what the entries say, in every cut, and to the cent what an invoice of just that time charges."""

import csv
import io
import json
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from contracts.timer import TimeEntryRecorded
from database import new_id
from money import hourly_amount
from rates.schemas.revenue import CostsAndRevenueResponse
from services.rates.tests.driver import Driver, Json
from services.rates.tests.factories import billed, recorded, references
from services.rates.tests.sheet_driver import approved
from services.rates.tests.test_merged_customers import changed, merged
from services.rates.tests.test_team_rates import member, of
from services.rates.tests.valued_days import move
from testkit import Served

FIRST, MIDDLE = date(2026, 2, 20), date(2026, 3, 8)
AGENTS, PROJECTS, KINDS = ([new_id() for _ in range(3)] for _ in range(3))
ITEMS = [new_id() for _ in range(5)]
NORDLYS, FJORD, DOUBLE = CUSTOMERS = [new_id() for _ in range(3)]
WEB, DESIGN = new_id(), new_id()
COSTS = {AGENTS[0]: ("400.5", "DKK"), AGENTS[1]: ("31.25", "EUR")}
RATES = {KINDS[0]: ("1000.3333", "DKK"), KINDS[1]: ("27.5", "EUR"), KINDS[2]: ("9000", "JPY")}
Dimension = Callable[[TimeEntryRecorded], Any]
Found = dict[tuple[Any, ...], Any]
States = dict[UUID, str]


async def fill(driver: Driver, chance: random.Random) -> tuple[list[TimeEntryRecorded], States]:
    """Time of three agents for customers of whom two are one, at rates of three currencies; its states."""
    names = references(agent_id=AGENTS[0], project_id=PROJECTS[0])
    await driver.consume(*names, changed(NORDLYS), changed(FJORD), merged(DOUBLE, NORDLYS))
    moved = [of(WEB, FIRST, MIDDLE - timedelta(days=1)), of(DESIGN, MIDDLE)]
    await driver.consume(member(AGENTS[0], 1, *moved), member(AGENTS[1], 1, of(WEB, FIRST)))
    for kind, (amount, currency) in RATES.items():
        await driver.create_rate(amount, currency=currency, service_type_id=kind)
    owner = Driver(driver.served, await driver.served.as_("owner"))
    for agent_id, (amount, currency) in COSTS.items():
        await owner.create_cost(amount, currency=currency, agent_id=agent_id)
    entries = [
        recorded(
            agent_id=chance.choice(AGENTS),
            organization_id=chance.choice([*CUSTOMERS, *CUSTOMERS, None]),
            project_id=chance.choice([None, *PROJECTS]),
            work_item_id=chance.choice(ITEMS),
            service_type_id=chance.choice([*KINDS, *KINDS, None]),
            billable=chance.random() < 0.85,
            work_date=FIRST + timedelta(days=chance.randint(0, 20)),
            seconds=chance.randint(1, 9000),
        )
        for _ in range(150)
    ]
    await driver.consume(*entries[:100])
    await move(driver)
    await driver.consume(*entries[100:])
    states = {one.entry_id: chance.choice(["logged", "approved", "approved"]) for one in entries}
    await driver.consume(*(approved(one) for one in entries if states[one.entry_id] == "approved"))
    for one in [one for one in entries if _price(one) and chance.random() < 0.4]:
        assert one.service_type_id
        amount, currency = RATES[one.service_type_id]
        await driver.consume(billed(one, amount=amount, currency=currency))
        states[one.entry_id] = "billed"
    return entries, states


def _price(entry: TimeEntryRecorded) -> tuple[str, str] | None:
    if not (entry.billable and entry.organization_id and entry.service_type_id):
        return None
    return RATES[entry.service_type_id]


def _reason(entry: TimeEntryRecorded) -> str:
    if not entry.billable:
        return "not-billable"
    return "no-rate" if entry.organization_id else "no-organization"


def _customer(entry: TimeEntryRecorded) -> UUID | None:
    return NORDLYS if entry.organization_id == DOUBLE else entry.organization_id


def _team(entry: TimeEntryRecorded) -> UUID | None:
    if entry.agent_id == AGENTS[0]:
        return WEB if entry.work_date < MIDDLE else DESIGN
    return WEB if entry.agent_id == AGENTS[1] else None


WORDS = ("logged", "approved", "billed", "hourly")
DIMENSIONS: dict[str, Dimension] = {
    "organization": _customer,
    "project": lambda one: one.project_id,
    "agent": lambda one: one.agent_id,
    "team": _team,
    "service_type": lambda one: one.service_type_id,
    "treatment": lambda one: "hourly" if _price(one) else None,
    "day": lambda one: one.work_date,
    "week": lambda one: one.work_date - timedelta(days=one.work_date.weekday()),
    "month": lambda one: one.work_date.replace(day=1),
}


def worth(entries: Iterable[TimeEntryRecorded], states: States) -> Any:
    """What the answer should say of these entries, added up one by one."""
    lines: dict[tuple[Any, ...], list[tuple[int, bool]]] = defaultdict(list)
    unpriced: dict[str, list[int]] = defaultdict(list)
    for one in entries:
        state = states[one.entry_id]
        if price := _price(one):
            line = (_customer(one), one.project_id, one.work_item_id, state == "billed")
            lines[*price, *line].append((one.seconds, state == "approved"))
        else:
            unpriced[_reason(one)].append(one.seconds)
    earned: dict[str, Counter[str]] = defaultdict(Counter)
    for (rate, currency, *_, is_invoiced), some in lines.items():
        seconds = [one for one, _ in some]
        approved_seconds = sum(one for one, is_approved in some if is_approved)
        amount = hourly_amount(Decimal(rate) * sum(seconds), currency)
        which = "invoiced" if is_invoiced else "to_invoice"
        earned[currency].update(
            {
                "entries": len(seconds),
                "seconds": sum(seconds),
                "rate_seconds": Decimal(rate) * sum(seconds),
                "amount": amount,
                which: amount,
                f"{which}_seconds": sum(seconds),
                "approved": hourly_amount(Decimal(rate) * approved_seconds, currency),
                "approved_seconds": approved_seconds,
            }
        )
    reasons = {reason: (len(some), sum(some)) for reason, some in sorted(unpriced.items())}
    return {currency: +sums for currency, sums in sorted(earned.items())}, reasons


def said(part: Json, of: str = "earnings") -> Any:
    """The same of a part of the answer."""
    earned: dict[str, Counter[str]] = {}
    for one in part[of]:
        currency = one["amount"]["currency"]
        amounts = {
            name: Decimal(one[name]["amount"])
            for name in ("amount", "invoiced", "to_invoice", "approved")
        }
        figures = (
            *("entries", "seconds"),
            *("invoiced_seconds", "to_invoice_seconds", "approved_seconds"),
        )
        assert one["logged_seconds"] == one["to_invoice_seconds"] - one["approved_seconds"]
        numbers = {name: one[name] for name in figures}
        rate_seconds = {"rate_seconds": Decimal(one["rate_seconds"])}
        earned[currency] = +Counter({**numbers, **amounts, **rate_seconds})
    reasons = {one["reason"]: (one["entries"], one["seconds"]) for one in part["unpriced"]}
    return earned, reasons


def spent(entries: Iterable[TimeEntryRecorded]) -> Any:
    """What the answer should say these entries cost."""
    found: dict[str | None, Counter[str]] = defaultdict(Counter)
    for one in entries:
        amount, currency = COSTS.get(one.agent_id, ("0", None))
        rate_seconds = Decimal(amount) * one.seconds
        found[currency].update({"entries": 1, "seconds": one.seconds, "cost": rate_seconds})
    without = found.pop(None, Counter())
    sums = {
        currency: (one["entries"], one["seconds"], hourly_amount(Decimal(one["cost"]), currency))
        for currency, one in found.items()
        if currency
    }
    return sums, (without["entries"], without["seconds"])


def said_of_costs(part: Json) -> Any:
    """The same of a part of the answer."""
    costs = part["costs"]
    sums = {
        one["amount"]["currency"]: (
            one["entries"],
            one["seconds"],
            Decimal(one["amount"]["amount"]),
        )
        for one in costs["sums"]
    }
    return sums, (costs["entries_without_cost"], costs["seconds_without_cost"])


def parts(answer: Json, depth: int) -> Found:
    """Of two dimensions the parts, of one the groups."""
    found: Found = {}
    for group in answer["groups"]:
        for part in group["parts"] if depth > 1 else [group]:
            keys = (_key(group), _key(part))[:depth]
            assert keys not in found
            found[keys] = said(part)
    return found


def _key(part: Json) -> Any:
    if part["day"]:
        return date.fromisoformat(part["day"])
    if part["name"] in WORDS:
        return part["name"]
    return part["id"] and UUID(part["id"])


def expected(entries: list[TimeEntryRecorded], states: States, by: Iterable[str]) -> Found:
    grouped: dict[tuple[Any, ...], list[TimeEntryRecorded]] = defaultdict(list)

    def state(entry: TimeEntryRecorded) -> str:
        return states[entry.entry_id]

    dimensions = {**DIMENSIONS, "state": state}
    for one in entries:
        grouped[tuple(dimensions[name](one) for name in by)].append(one)
    return {keys: worth(some, states) for keys, some in grouped.items()}


async def ask(driver: Driver, **query: Any) -> Json:
    """The answer, which is as its document says: on our side nothing of it was checked."""
    answer = await driver.get("/v1/costs-and-revenue", **{k: str(v) for k, v in query.items()})
    CostsAndRevenueResponse.model_validate_json(json.dumps(answer))
    return dict(answer)


@pytest.mark.parametrize("then", [None, "organization", "month"])
async def test_owners_see_what_it_costs_and_bookkeepers_do_not(
    served: Served, driver: Driver, then: str | None
) -> None:
    owner = Driver(served, await served.as_("owner"))
    entries, _ = await fill(owner, random.Random(5))
    for by in DIMENSIONS.keys() - {then}:
        query = {"by": by} | ({"then_by": then} if then else {})
        answer = await ask(owner, **query)
        for group in answer["groups"]:
            own = [one for one in entries if DIMENSIONS[by](one) == _key(group)]
            assert said_of_costs(group) == spent(own), query
            for part in group["parts"]:
                within = [one for one in own if DIMENSIONS[then or by](one) == _key(part)]
                assert said_of_costs(part) == spent(within), query
    answer = await ask(driver, by="month", then_by="agent")
    assert answer["costs"] is None
    shown = [*answer["groups"], *(one for group in answer["groups"] for one in group["parts"])]
    assert {one["costs"] for one in shown} == {None}
    table = await driver.client.get("/v1/costs-and-revenue.csv")
    assert "Cost" not in table.text
    assert "Cost" in (await owner.client.get("/v1/costs-and-revenue.csv")).text


async def test_agents_see_nothing_of_it(served: Served) -> None:
    agent = await served.as_("agent")
    for path in ("/v1/costs-and-revenue", "/v1/costs-and-revenue.csv"):
        assert (await agent.get(path)).status_code == 403


@pytest.mark.parametrize("seed", range(2))
async def test_in_every_cut_it_is_what_the_entries_add_up_to(driver: Driver, seed: int) -> None:
    entries, states = await fill(driver, random.Random(seed))
    whole = worth(entries, states)
    for by in (*DIMENSIONS, "state"):
        answer = await ask(driver, by=by)
        assert said(answer, of="totals") == whole
        assert parts(answer, 1) == expected(entries, states, [by]), by
        for then in {*DIMENSIONS, "state"} - {by}:
            answer = await ask(driver, by=by, then_by=then)
            assert parts(answer, 2) == expected(entries, states, [by, then]), (by, then)
            assert parts(answer, 1) == expected(entries, states, [by]), (by, then)


async def test_filters_keep_what_they_name(driver: Driver) -> None:
    entries, states = await fill(driver, random.Random(7))
    names = ("organization", "project", "agent", "team", "service_type")
    wanted = (DOUBLE, PROJECTS[1], AGENTS[0], WEB, KINDS[1])
    for name, id_ in zip(names, wanted, strict=True):
        stays = NORDLYS if id_ == DOUBLE else id_
        own = [one for one in entries if DIMENSIONS[name](one) == stays]
        answer = await ask(driver, by="month", **{f"{name}_id": id_})
        assert parts(answer, 1) == expected(own, states, ["month"]), name
    for state in ("logged", "approved", "billed"):
        own = [one for one in entries if states[one.entry_id] == state]
        answer = await ask(driver, by="agent", state=state)
        assert parts(answer, 1) == expected(own, states, ["agent"]), state
    answer = await ask(driver, by="month", treatment="hourly")
    own = [one for one in entries if _price(one)]
    assert parts(answer, 1) == expected(own, states, ["month"])


@pytest.mark.parametrize("first", [None, date(2026, 2, 1), date(2026, 2, 25), date(2026, 3, 1)])
@pytest.mark.parametrize("last", [None, date(2026, 3, 3), date(2026, 3, 31), date(2026, 4, 2)])
async def test_a_period_is_days_months_or_both(
    driver: Driver, first: date | None, last: date | None
) -> None:
    entries, states = await fill(driver, random.Random(9))
    days = {"first_day": first, "last_day": last}
    within = [one for one in entries if (first or date.min) <= one.work_date <= (last or date.max)]
    answer = await ask(driver, **{name: day for name, day in days.items() if day})
    assert said(answer, of="totals") == worth(within, states)
    by_customer = expected(within, states, ["organization"])
    for one in answer["revenue"]:
        earned, _ = by_customer[UUID(one["organization_id"]),]
        assert Decimal(one["amount"]["amount"]) == earned[one["amount"]["currency"]]["amount"]


async def test_what_stands_on_an_invoice_is_rounded_apart_from_what_does_not(
    driver: Driver,
) -> None:
    await driver.create_rate("100")
    same = {"organization_id": new_id(), "agent_id": new_id(), "work_item_id": new_id()}
    entries = [recorded(seconds=60, **same) for _ in range(6)]
    await driver.consume(*entries)
    [whole] = (await ask(driver))["totals"]
    assert whole["amount"]["amount"] == "10.00"
    await driver.consume(billed(*entries[:4], amount="100"))
    [split] = (await ask(driver))["totals"]
    assert (split["invoiced"]["amount"], split["to_invoice"]["amount"]) == ("6.67", "3.33")
    await driver.consume(billed(entries[4], amount="100"))
    [split] = (await ask(driver))["totals"]
    assert (split["invoiced"]["amount"], split["to_invoice"]["amount"]) == ("8.33", "1.67")


async def test_groups_have_names_and_their_order(driver: Driver) -> None:
    entries = [recorded(agent_id=new_id()) for _ in range(3)]
    names = dict(zip([one.agent_id for one in entries], ("Zoe", "anna", "Bo"), strict=True))
    for agent_id, name in names.items():
        [event] = references(agent_id=agent_id)
        await driver.consume(event.model_copy(update={"name": "Old"}))
        await driver.consume(event.model_copy(update={"name": name, "version": 3}))
        await driver.consume(event.model_copy(update={"name": "Late", "version": 2}))
    await driver.consume(*entries)
    groups = (await ask(driver, by="agent"))["groups"]
    assert [one["name"] for one in groups] == ["anna", "Bo", "Zoe"]


async def test_a_table_has_a_row_for_each_part_and_currency(driver: Driver) -> None:
    entries, states = await fill(driver, random.Random(3))
    evil = references(project_id=PROJECTS[0])[0].model_copy(update={"name": "=1+1", "version": 2})
    await driver.consume(evil)
    query = {"by": "project", "then_by": "month"}
    response = await driver.client.get("/v1/costs-and-revenue.csv", params=query)
    assert response.headers["content-type"].startswith("text/csv")
    header, *rows = csv.reader(io.StringIO(response.text))
    assert header[:5] == ["Project", "Month", "Currency", "Without a price because", "Entries"]
    sums = expected(entries, states, query.values())
    assert len(rows) == sum(len(earned) + len(reasons) for earned, reasons in sums.values())
    guarded = [row for row in rows if row[0] == "' =1+1"]
    earned = [sums[keys] for keys in sums if keys[0] == PROJECTS[0]]
    amounts = sum(one["amount"] for found, _ in earned for one in found.values())
    assert sum(Decimal(row[6]) for row in guarded if row[6]) == amounts


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"by": "agent", "then_by": "agent"}, "then_by"),
        ({"then_by": "agent"}, "then_by"),
        ({"first_day": "2026-03-02", "last_day": "2026-03-01"}, "last_day"),
        ({"by": "weather"}, "by"),
        ({"state": "paid"}, "state"),
        ({"treatment": "free"}, "treatment"),
        ({"project_id": "x"}, "project_id"),
    ],
)
async def test_what_makes_no_sense_is_refused_with_its_field(
    driver: Driver, query: dict[str, str], field: str
) -> None:
    response = await driver.client.get("/v1/costs-and-revenue", params=query)
    assert response.status_code == 422
    assert [one["field"] for one in response.json()["errors"]] == [field]
