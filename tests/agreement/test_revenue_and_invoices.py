"""The revenue that rates expects is, to the cent, what invoicing charges for the same time by its default grouping."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from contracts.timer import ApprovedEntry, TimeEntryRecorded
from database import new_id
from services.invoicing.tests.driver import Driver as Invoicing
from services.invoicing.tests.factories import PERIOD, approved_entry
from services.rates.tests.driver import Driver as Rates
from tests.agreement.conftest import Services

FIRST_DAY = date(2026, 9, 1)
PROJECTS, WORK_ITEMS, AGENTS = ([UUID(int=n + i) for i in range(3)] for n in (100, 200, 300))
CURRENCIES = ["DKK", "JPY", "KWD"]
law = settings(
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # an example takes half a second
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
roundings = st.none() | st.fixed_dictionaries(
    {
        "mode": st.sampled_from(["up", "nearest", "down"]),
        "step_seconds": st.sampled_from([60, 300, 360, 900]),
        "scope": st.sampled_from(["entry", "day-work-item"]),
        "minimum_seconds": st.sampled_from([0, 0, 400]),
    }
)
hourly_rates = st.decimals(1, 2000, places=4)
time_entries = st.lists(
    st.fixed_dictionaries(
        {
            "project_id": st.sampled_from([None, *PROJECTS]),
            "work_item_id": st.sampled_from([None, *WORK_ITEMS]),
            "agent_id": st.sampled_from(AGENTS),
            "work_date": st.dates(FIRST_DAY, FIRST_DAY + timedelta(days=29)),
            "seconds": st.integers(1, 5000),
        }
    ),
    min_size=1,
    max_size=25,
)


@law
@given(st.sampled_from(CURRENCIES), hourly_rates, hourly_rates, roundings, time_entries)
async def test_forecast_and_invoice_are_the_same_amount(
    services: Services,
    currency: str,
    usual: Decimal,
    special: Decimal,
    rounding: dict[str, Any] | None,
    time: list[dict[str, Any]],
) -> None:
    billing = await Invoicing.begin(services.invoicing)
    customer = billing.organization_id
    account = billing.account
    pricing = Rates(services.rates, await services.rates.as_("billing", account=account), account)
    await pricing.create_rate(str(usual), currency=currency)
    await pricing.create_rate(str(special), currency=currency, agent_id=AGENTS[0])
    if rounding:
        await pricing.create_policy(**rounding)

    worked = [approved_entry(customer, entry_id=new_id(), **one) for one in time]
    await pricing.consume(*(_recorded(account, entry) for entry in worked))
    priced = [e for e in await pricing.published() if e.account_id == account]
    assert {one.entry_id for one in priced} == {one.entry_id for one in worked}
    await billing.served.consume(billing.events.timesheet(*worked), *priced)
    draft = await billing.draft(currency=currency)
    issued = await billing.issue(draft["id"])

    [expected] = await pricing.revenue(**PERIOD)
    assert expected["amount"] == issued["subtotal"] == draft["subtotal"]
    assert (expected["entries"], expected["seconds"]) == (len(worked), issued["seconds"])
    assert expected["billed_seconds"] == sum(line["billed_seconds"] for line in issued["lines"])


def _recorded(account: UUID, entry: ApprovedEntry) -> TimeEntryRecorded:
    """What timer published of an entry before it was approved."""
    names = TimeEntryRecorded.model_fields.keys() & ApprovedEntry.model_fields.keys()
    values = {name: getattr(entry, name) for name in names}
    return TimeEntryRecorded.model_validate({"account_id": account, **values})
