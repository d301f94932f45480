"""HTTP: rates, agreements, costs, prices and what they add up to. Agents see none of it, bookkeepers no costs."""

from rates.api import (
    agreement_ledgers,
    agreements,
    budgets,
    cost_changes,
    costs,
    dated_files,
    holidays,
    multipliers,
    overrides,
    prices,
    rate_changes,
    rates,
    reconciliations,
    revenue,
    rounding,
    rule_files,
)

ROUTERS = (
    rates.router,
    rate_changes.router,
    costs.router,
    cost_changes.router,
    rounding.router,
    rule_files.router,
    dated_files.router,
    multipliers.router,
    holidays.router,
    agreements.router,
    agreement_ledgers.router,
    prices.router,
    overrides.router,
    revenue.router,
    budgets.router,
    reconciliations.router,
)
