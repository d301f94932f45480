"""What is asked of costs and revenue, and the answers: figures of money by two dimensions."""

from datetime import date
from decimal import Decimal
from uuid import UUID

import web
from rates.domain.figures import Dimension, ShownTreatment, State, TimeFilter
from rates.domain.matching import UnpricedReason
from rates.domain.revenue import Period
from rates.schemas.costs import CostsOfPartResponse, CostsResponse


class PeriodRequest(web.FilterModel):
    """Which days."""

    first_day: web.Day | None = None
    """First day of work that counts; absent: from the beginning. What an agreement charges counts on the first day of its
    month, the day on which a block is bought or a milestone reached; a milestone that is not, on the agreement's last day
    (without one, its first)."""
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
    """Only work in this project, and what agreements charge that cover just this one."""
    agent_id: UUID | None = None
    """Only work of this agent, and nothing that agreements charge, as with a team or a kind of work."""
    team_id: UUID | None = None
    """Only work of those who were in this team on its day."""
    service_type_id: UUID | None = None
    """Only this kind of work."""
    state: State | None = None
    """Only time in this state: `logged` (not approved), `approved` (and on no issued invoice), `billed` (on one),
    `written-off` (charged to nobody). What
    agreements charge is `expected` (cannot be billed yet), `ready` (it can) or `billed`."""
    treatment: ShownTreatment | None = None
    """Only time that is charged so: `hourly`, or by an agreement: `included`, `overage` (by the hour), `prepaid`;
    `agreement`: no time, but what agreements charge."""

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


class ChargesResponse(web.ResponseModel):
    """What agreements charge in one currency, apart from plain hours, each as its line of an invoice has it, without tax:
    monthly fees, what months miss of a minimum, blocks and milestones."""

    amount: web.Money
    """In all. What a month misses of a minimum counts as it comes out when all of its time is approved."""
    billed: web.Money
    """On issued invoices."""
    ready: web.Money
    """What can be billed now. What a month misses counts with its approved time only."""
    expected: web.Money
    """The rest: what cannot be billed yet. Less than zero where a month misses less than `ready` once time that is logged is
    approved: then `logged` time makes up for it."""


class RevenueTotalResponse(web.ResponseModel):
    """Expected revenue in one currency, invoiced or not: of time, and what agreements charge apart from plain hours.

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
    """What it earns, with what agreements charge: the sum of `invoiced` and `to_invoice`."""
    invoiced_seconds: int
    """What of `seconds` is on issued invoices."""
    invoiced: web.Money
    """What it earns, with what agreements charge there."""
    to_invoice_seconds: int
    """What of `seconds` is on no issued invoice yet, approved or not, and not written off."""
    to_invoice: web.Money
    """What it earns, with what agreements charge and no issued invoice has."""
    approved_seconds: int
    """What of `to_invoice_seconds` is approved: it can be invoiced."""
    approved: web.Money
    """What an invoice of just that charges by the hour, with what of agreements can be billed now. It is rounded for itself,
    so it may differ by cents from the part of `to_invoice`; `logged` has the rest."""
    logged_seconds: int
    """What of `to_invoice_seconds` is not approved yet."""
    logged: web.Money
    """What it earns, with what of agreements cannot be billed yet: `to_invoice` less `approved`."""
    written_off_seconds: int
    """What of `seconds` is written off: it is charged to nobody and earns nothing."""
    included_seconds: int
    """What of `seconds` an agreement includes: it earns nothing by the hour, the agreement's fee pays it."""
    prepaid_seconds: int
    """What of `seconds` is drawn from a prepaid balance: it earns nothing by the hour."""
    charges: ChargesResponse
    """What of these amounts agreements charge: the rest is what time earns by the hour."""


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
    """Whose or of what it is; null for a period, a state or a treatment, for time without one, and for what agreements
    charge that has none."""
    day: date | None
    """The first day of the period; null for anything else."""
    name: str | None
    """What it is called, or the state or treatment itself; null for a period, for time without one, and when it was made a
    moment ago. `agreement`, without an `id`: what agreements charge that is of no agent, team or kind of work, nor of one
    project alone. It is a line of its own, never shared out."""
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
