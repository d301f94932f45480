"""The story that the examples of the API's document are taken from."""

from datetime import date
from typing import Any

from contracts.timer import TimeEntryRecorded
from database import new_id
from services.rates.tests.agreement_driver import PATH, Agreements, charged
from services.rates.tests.budget_driver import Budgets, budget_body, project, task
from services.rates.tests.change_driver import Changes, create, replace
from services.rates.tests.driver import Driver, Json, cost_body, policy_body, rate_body
from services.rates.tests.factories import recorded, references
from services.rates.tests.multiplier_examples import BEYOND_SCHEMAS as OF_MULTIPLIERS
from services.rates.tests.multiplier_examples import multiply
from services.rates.tests.override_driver import Overrides, override_body
from services.rates.tests.rule_file_examples import (
    change_costs,
    exchange,
    import_files,
    replace_at_once,
)
from testkit import Served

SETTINGS: dict[str, Any] = {"retry_seconds": 0.1}
BEYOND_SCHEMAS = (
    *OF_MULTIPLIERS,
    "must lie between 1970-01-01 and 2200-12-31",
    "must not be before first_day",
    "must not be before valid_from",
    "own first day",
    "hours or money must be given",
    "the same percent twice",
    "send one of create, end, withdraw and replace",
    "no such rate, or it was withdrawn",
    "no such cost, or it was withdrawn",
    "not a preview of yours, or one of long ago",
    "needs by",
    "must be another one than by",
    "the same entry twice",
    "the mode none has no step",
    "needs one of 60, 300, 360, 600, 900, 1800, 3600",
    *(
        "needed: from the first day on",
        "the first must be first_day",
        "must be after the one before",
    ),
    *(
        "must not be after last_day",
        "it includes none",
        "only a fee or a minimum of months has terms",
    ),
    "only a fee or a minimum of months is indexed",
    "only a fee or a minimum of months is prorated",
    "only a monthly fee is billed in advance",
    *("only hours of a fee roll over", "only a prepaid agreement has blocks"),
    *("only a fixed price has milestones", "a fixed price needs one"),
    *("only a capped rollover has one", "a capped rollover needs one", "nothing rolls over"),
    *("month and day go together", "no year has such a day", "must be above 0, at most 100"),
    *("what renews itself needs a day on which", "it has no last day that it could go beyond"),
    *("must be after 2025-", "has more decimals than ", "of prepaid-", "must be above 0", "needed"),
    *(
        "must be the first day of a month",
        "must not be after last_month",
        "at most 120 months at once",
    ),
    *("Input should be greater than 0", "Input should be less than or equal to 100"),
    *("must not be before bought_on", "must not be empty", "no currency of ISO 4217"),
)


async def story(served: Served) -> dict[str, str]:
    """An hour's price is set, ended, taken back and asked for."""
    driver = Driver(served, await served.as_("owner"))
    work = recorded(work_date=date(2025, 3, 3))
    standard = await driver.create_rate(
        valid_from="2025-01-01", organization_id=work.organization_id
    )
    paid = await driver.create_cost("650", valid_from="2025-01-01", agent_id=work.agent_id)
    doubled = await driver.create_cost("6500", valid_from="2025-01-01")
    mistaken = await driver.create_rate("1500", valid_from="2025-01-01", agent_id=work.agent_id)
    customer, year = work.organization_id, {"valid_from": "2025-01-01"}
    rounding = await driver.create_policy("up", organization_id=customer, **year)
    unrounded = await driver.create_policy("none", **year)
    more = [recorded(work_date=date(2025, 3, day)) for day in (5, 6)]
    nobodys = recorded(work_date=date(2025, 3, 4), organization_id=None)
    await driver.consume(work, nobodys, *more)
    await driver.reprice()

    await driver.get("/v1/rates", organization_id=str(work.organization_id), on="2025-03-03")
    await driver.get(f"/v1/rates/{standard['id']}")
    await driver.price(work.entry_id)
    await driver.match(on="2025-03-10", organization_id=work.organization_id)
    await driver.get("/v1/costs-and-revenue", first_day="2025-03-01", last_day="2025-03-31")
    by = {"by": "organization", "then_by": "month", "first_day": "2025-03-01"}
    await driver.get("/v1/costs-and-revenue", **by)
    await driver.client.get("/v1/costs-and-revenue.csv", params=by)
    await driver.get("/v1/unpriced-entries", first_day="2025-03-01", last_day="2025-03-31")
    await driver.get("/v1/foreign-currency-entries", first_day="2025-03-01", last_day="2025-03-31")
    await _override(Overrides(driver, driver.client), nobodys, work, *more)
    await driver.get("/v1/costs", on="2025-03-03")
    await driver.get(f"/v1/costs/{paid['id']}")
    paid = (await driver.try_to_end(f"/v1/costs/{paid['id']}", "2025-12-31")).json()
    await driver.try_to_withdraw(f"/v1/costs/{doubled['id']}")
    again = cost_body("700", valid_from="2025-06-01", agent_id=work.agent_id)
    assert (await driver.client.post("/v1/costs", json=again)).status_code == 409
    policies = "/v1/rounding-policies"
    await driver.get(policies, organization_id=str(customer), on="2025-03-03")
    await driver.get(f"{policies}/{rounding['id']}")
    rounding = (await driver.try_to_end(f"{policies}/{rounding['id']}", "2025-12-31")).json()
    await driver.try_to_withdraw(f"{policies}/{unrounded['id']}")
    other = policy_body("down", organization_id=customer, **year)
    assert (await driver.client.post(policies, json=other)).status_code == 409
    await replace_at_once(driver, paid, rounding)
    await multiply(driver)
    await exchange(driver)
    await change_costs(driver)
    await import_files(driver)
    await driver.withdraw_rate(mistaken)
    await _change_rates(Changes(driver), await driver.end_rate(standard, "2025-12-31"))
    await _agree(Agreements(driver), more[0])
    overlapping = rate_body(valid_from="2025-06-01", organization_id=work.organization_id)
    assert (await driver.client.post("/v1/rates", json=overlapping)).status_code == 409
    await _set_budgets(Budgets(driver))
    await _reconcile(driver)
    return {}


async def _agree(agreements: Agreements, work: TimeEntryRecorded) -> None:
    """A customer pays a fee for hours, sells blocks and milestones, and what that came to is asked for."""
    customer, year = work.organization_id, {"first_day": "2025-01-01"}
    await agreements.driver.consume(work)
    care = await agreements.create(organization_id=customer, last_day="2025-06-30", **year)
    assert (await agreements.try_to_create(organization_id=customer, **year)).status_code == 409
    later = {"valid_from": "2025-05-01", "amount": "1100.00", "included_seconds": 72_000}
    care = await agreements.post(care, "terms", **later)
    care = await agreements.post(care, "renew", last_day="2025-12-31")
    care = await agreements.end(care, "2025-05-31")
    march = await agreements.charge(care, date(2025, 3, 1))
    await agreements.driver.consume(charged(march))
    get, path = agreements.driver.get, f"{PATH}/{care['id']}"
    await get(PATH, organization_id=str(customer), on="2025-03-03")
    await agreements.read(care)
    months = {"first_month": "2025-02-01", "last_month": "2025-04-01"}
    await get(f"{path}/ledger", **months)
    await agreements.driver.client.get(f"{path}/ledger.csv", params=months)
    await get(f"{path}/balance", on="2025-03-31")
    await get(f"{path}/months/2025-03-01/time")
    assert (await agreements.try_to_withdraw(care)).status_code == 409
    hours = await agreements.create("prepaid-hours", organization_id=customer, **year)
    hours = await agreements.buy(hours, seconds=36_000, bought_on="2025-02-01")
    assert (await agreements.try_to_withdraw(hours)).status_code == 204
    site = await agreements.create("fixed-price", organization_id=customer, **year)
    [launch] = site["milestones"]
    reached = (await agreements.try_to_reach(site, launch, "2025-04-10")).json()
    await agreements.driver.reprice()
    [charge] = await agreements.charges(site)
    await agreements.driver.consume(charged(charge))
    assert (await agreements.try_to_reach(reached, launch, None)).status_code == 409


async def _override(
    overrides: Overrides, nobodys: TimeEntryRecorded, *entries: TimeEntryRecorded
) -> None:
    """Prices of entries are set by hand, one is removed, and what stands in the way of others is told."""
    first = entries[0].entry_id
    await overrides.set(first, amount="120", currency="EUR")
    assert (await overrides.put(first)).status_code == 428
    await overrides.remove(first)
    wanted = [{"entry_id": str(one.entry_id), **override_body()} for one in entries]
    assert (await overrides.put_all(*wanted)).status_code == 200
    assert (await overrides.put(nobodys.entry_id)).status_code == 409
    assert (await overrides.put_all(*wanted)).status_code == 409
    await overrides.driver.price(first)


async def _change_rates(changes: Changes, standard: Json) -> None:
    """An hour gets dearer from March on, which is then undone."""
    outdated = await changes.preview(replace(standard, "1250", "2025-03-01"))
    change = await changes.change(replace(standard, "1300", "2025-03-01"))
    assert (await changes.try_to_apply(outdated)).status_code == 409
    await changes.list()
    await changes.read(change)
    await changes.undo(change)
    overlapping = create(
        valid_from="2025-06-01", organization_id=standard["organization_id"], valid_to="2025-06-30"
    )
    assert (await changes.try_to_preview(overlapping)).status_code == 422


async def _set_budgets(budgets: Budgets) -> None:
    """A project's budget comes from timer, a customer's is set, replaced and taken back."""
    shop = project(money="40000", seconds=144_000)
    assert shop.organization_id is not None
    customer, budget_id = shop.organization_id, new_id()
    of_shop = {"project_id": shop.project_id, "organization_id": customer}
    await budgets.driver.create_rate("1200", valid_from="2025-01-01", project_id=shop.project_id)
    await budgets.driver.consume(
        *references(organization_id=customer),
        shop.model_copy(update={"version": 2}),
        task(shop, 10),
    )
    await budgets.driver.consume(recorded(work_date=date(2025, 3, 3), seconds=72_000, **of_shop))
    await budgets.driver.reprice()
    body = budget_body(customer, valid_from="2025-01-01", period="month", budget_seconds=36_000)
    assert (await budgets.put(budget_id, **body)).status_code == 200
    assert (await budgets.put(budget_id, **body)).status_code == 428
    assert (await budgets.put(new_id(), **body)).status_code == 409
    assert (await budgets.put(shop.project_id, **body)).status_code == 409
    assert (await budgets.put(new_id(), **budget_body(new_id()))).status_code == 422
    assert (await budgets.put_thresholds(shop.project_id, 25, 75, 100)).status_code == 200
    await budgets.read(shop.project_id)
    await budgets.list_all(organization_id=str(customer), month="2025-03-01")
    client, match = budgets.driver.client, {"If-Match": '"1"'}
    await client.delete(f"/v1/budgets/{shop.project_id}", headers=match)
    gone = await client.delete(f"/v1/budgets/{budget_id}", headers=match)
    assert gone.status_code == 204, gone.text


async def _reconcile(driver: Driver) -> None:
    """Everything is compared, and nothing differs."""
    await driver.client.post("/v1/reconciliations")
    assert (await driver.client.post("/v1/reconciliations")).status_code == 409
    while await driver.served.run_due():
        pass
    [done] = (await driver.get("/v1/reconciliations"))["items"]
    assert done["found"] == 0, done
