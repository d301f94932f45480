"""What is planned for several budgets, and what agreements charge when it is done."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from uuid import UUID

from rates.domain.budgets import BudgetWindow
from rates.domain.planned_agreements import Agreed, FutureCharge, Plan, forecast
from rates.domain.planned_time import PlannedPart, PlannedValue


class BudgetPlans:
    """What remains of plans by project and customer, with what agreements cover of it, and what these charge by then."""

    def __init__(
        self, windows: Iterable[BudgetWindow], agreed: Sequence[Agreed], plan: Plan, today: date
    ) -> None:
        self._today = today
        self._of_project: dict[UUID, list[tuple[PlannedPart, PlannedValue]]] = defaultdict(list)
        self._of_customer: dict[UUID, list[tuple[PlannedPart, PlannedValue]]] = defaultdict(list)
        self._charges: dict[UUID | None, Sequence[FutureCharge]] = {}
        agreed_with = {name: number for number, one in enumerate(agreed) for name in one.names}
        plans: dict[int | None, list[tuple[PlannedPart, PlannedValue]]] = defaultdict(list)
        for pair in plan:
            customer = pair[0].work.organization_id
            plans[agreed_with.get(customer) if customer else None].append(pair)
        ends = [one.period.last_day for one in windows]
        for number, one in enumerate(agreed):
            self._forecast(one, plans[number], ends)
        self._keep(plans[None])

    def within(self, window: BudgetWindow) -> Iterator[tuple[PlannedPart, PlannedValue]]:
        """The plan of a budget."""
        return (pair for pair in self._own(window) if window.has(pair[0].work.day))

    def charges(self, window: BudgetWindow) -> Iterator[FutureCharge]:
        """What agreements charge in a budget's days.

        Where neither the budget nor the agreement has an end, in the months in which something is planned.
        """
        budget = window.budget
        days = (pair[0].work.day for pair in self._own(window))
        last = max(days, default=self._today)
        for charge in self._charges_of(window):
            ends = window.period.last_day or charge.agreement.ends_on
            of_it = budget.kind == "organization" or charge.project_id == budget.budget_id
            if (
                of_it
                and window.has(charge.counts_on)
                and charge.counts_on <= max(ends or last, last)
            ):
                yield charge

    def _own(self, window: BudgetWindow) -> Iterator[tuple[PlannedPart, PlannedValue]]:
        if window.budget.kind == "project":
            yield from self._of_project.get(window.budget.budget_id, ())
        for one in window.budget.customer_ids:
            yield from self._of_customer.get(one, ())

    def _charges_of(self, window: BudgetWindow) -> Sequence[FutureCharge]:
        budget = window.budget
        customers = [*budget.customer_ids, budget.organization_id]
        return next((self._charges[one] for one in customers if one in self._charges), ())

    def _forecast(self, agreed: Agreed, plan: Plan, ends: Iterable[date | None]) -> None:
        days = [self._today, *(one[0].work.day for one in plan)]
        days += [one.ends_on for one in agreed.agreements if one.ends_on is not None]
        days += [day for day in ends if day is not None]
        found = forecast(agreed, plan, max(days))
        self._keep(found.plan)
        self._charges.update((name, found.charges) for name in agreed.names)

    def _keep(self, plan: Plan) -> None:
        for pair in plan:
            work = pair[0].work
            if work.project_id is not None:
                self._of_project[work.project_id].append(pair)
            if work.organization_id is not None:
                self._of_customer[work.organization_id].append(pair)
