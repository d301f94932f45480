"""What is asked of costs and revenue, and the answers: figures of money by two dimensions."""

from datetime import date
from decimal import Decimal
from uuid import UUID

import web
from rates.domain.figures import Dimension, State, TimeFilter
from rates.domain.matching import UnpricedReason
from rates.domain.revenue import Period
from rates.domain.segments import Treatment
from rates.schemas.costs import CostsOfPartResponse, CostsResponse


class PeriodRequest(web.FilterModel):
    """Which days."""

    first_day: web.Day | None = None
    """First day of work that counts; absent: from the beginning."""
    last_day: web.Day | None = None
    """Last day of work that counts, included; absent: no end."""

    @property
    def period(self) -> Period:
        """The days. Raises `InvalidInputError` when they are reversed."""
        return Period(self.first_day, self.last_day)


class TimeFilterRequest(PeriodRequest):
    """Which time to add up."""

    organization_id: UUID | None = None
    """Only work for this customer, or one that was merged into it."""
    project_id: UUID | None = None
    """Only work in this project."""
    agent_id: UUID | None = None
    """Only work of this agent."""
    team_id: UUID | None = None
    """Only work of those who were in this team on its day."""
    service_type_id: UUID | None = None
    """Only this kind of work."""
    state: State | None = None
    """Only time in this state: `logged` (not approved), `approved` (and on no issued invoice), `billed` (on one)."""
    treatment: Treatment | None = None
    """Only time that is charged so: `hourly`, or by an agreement: `included`, `overage` (by the hour), `prepaid`."""

    @property
    def wanted(self) -> TimeFilter:
        """The same for the query."""
        return TimeFilter(
            self.period,
            self.organization_id,
            self.project_id,
            self.agent_id,
            self.team_id,
            self.service_type_id,
            self.state,
            self.treatment,
        )


class CostsAndRevenueRequest(TimeFilterRequest):
    """Which time to add up, and by what."""

    by: Dimension | None = None
    """Split it by this: `groups` has the figures. Absent: `revenue` has them by customer."""
    then_by: Dimension | None = None
    """Split each group by this; another one than `by`."""

    @property
    def dimensions(self) -> tuple[Dimension, ...]:
        """What to split by."""
        return tuple(one for one in (self.by, self.then_by) if one)


class CostsAndRevenueTableRequest(TimeFilterRequest):
    """Which time to write into a table, and by what."""

    by: Dimension = "organization"
    """The first column."""
    then_by: Dimension | None = None
    """The second column; another one than `by`."""

    @property
    def dimensions(self) -> tuple[Dimension, ...]:
        """What to split by."""
        return (self.by, self.then_by) if self.then_by else (self.by,)


class RevenueTotalResponse(web.ResponseModel):
    """Expected revenue in one currency, invoiced or not.

    Amounts are what one invoice of just this time charges, without tax, when nothing else is chosen: time on one work item
    of a project at one rate is a line, and each line is rounded once, half up, to the currency's decimals of ISO 4217. What
    is invoiced and what is not stand on different lines.
    """

    entries: int
    """Number of time entries."""
    seconds: int
    """Their duration, in whole seconds."""
    billed_seconds: int
    """What is charged of it, after rounding."""
    rate_seconds: Decimal
    """Exact sum of billed seconds × hourly rate, as a string of digits."""
    amount: web.Money
    """What it earns: the sum of `invoiced` and `to_invoice`."""
    invoiced_seconds: int
    """What of `seconds` is on issued invoices."""
    invoiced: web.Money
    """What it earns."""
    to_invoice_seconds: int
    """What of `seconds` is on no issued invoice yet, approved or not."""
    to_invoice: web.Money
    """What it earns."""
    approved_seconds: int
    """What of `to_invoice_seconds` is approved: it can be invoiced."""
    approved: web.Money
    """What an invoice of just that charges by the hour. It is rounded for itself, so it may differ by cents from the part of
    `to_invoice`; `logged` has the rest."""
    logged_seconds: int
    """What of `to_invoice_seconds` is not approved yet."""
    logged: web.Money
    """What it earns: `to_invoice` less `approved`."""
    included_seconds: int
    """What of `seconds` an agreement includes: it earns nothing by the hour, the agreement's fee pays it."""
    prepaid_seconds: int
    """What of `seconds` is drawn from a prepaid balance: it earns nothing by the hour."""


class RevenueResponse(RevenueTotalResponse):
    """Expected revenue of a customer in one currency."""

    organization_id: UUID
    """The customer, an organization of timer."""


class UnpricedTimeResponse(web.ResponseModel):
    """Time without a price and why: no revenue is expected of it until that is mended."""

    reason: UnpricedReason
    """`no-rate` (create one that covers it), `no-organization` (the work has no customer), or `not-billable`."""
    entries: int
    """Number of time entries."""
    seconds: int
    """Their duration, in whole seconds."""


class ValuedPartResponse(web.ResponseModel):
    """What the time of one customer, project, agent, team, kind of work, state, treatment, day, week or month is worth."""

    id: UUID | None
    """Whose or of what it is; null for a period, a state or a treatment, and for time without one."""
    day: date | None
    """The first day of the period; null for anything else."""
    name: str | None
    """What it is called, or the state or treatment itself; null for a period, for time without one, and when it was made a
    moment ago."""
    earnings: list[RevenueTotalResponse]
    """What it is expected to earn, by currency."""
    unpriced: list[UnpricedTimeResponse]
    """Time without a price, by reason."""
    billable_seconds: int
    """What customers are to pay for, with a price or without, in whole seconds."""
    not_billable_seconds: int
    """What nobody is to pay for, in whole seconds."""
    costs: CostsOfPartResponse | None
    """What it costs the account. Only owners and managers see it: null for everybody else."""


class ValuedGroupResponse(ValuedPartResponse):
    """What the time of one key of `by` is worth."""

    parts: list[ValuedPartResponse]
    """The same by `then_by`, in the order of names or days; empty when it was not asked for."""


class CostsAndRevenueResponse(web.ResponseModel):
    """What a period is expected to earn, and what it costs."""

    first_day: date | None
    """First day of work that is counted; null: from the beginning."""
    last_day: date | None
    """Last day of work that is counted, included; null: no end."""
    revenue: list[RevenueResponse]
    """Priced billable time by customer and currency; empty when `by` was asked for."""
    totals: list[RevenueTotalResponse]
    """All priced billable time by currency; currencies are never added up. It, too, is rounded as if it stood on one
    invoice: so it may differ by cents from the sum of groups that split lines, as agents and months do."""
    unpriced: list[UnpricedTimeResponse]
    """Time without a price, by reason; empty when all has one."""
    billable_seconds: int
    """What customers are to pay for, with a price or without, in whole seconds."""
    not_billable_seconds: int
    """What nobody is to pay for, in whole seconds."""
    groups: list[ValuedGroupResponse]
    """The same by `by`, in the order of names or days; empty when it was not asked for."""
    costs: CostsResponse | None
    """What the time costs the account and what margin remains. Only owners and managers see it: null for everybody else."""
