"""HTTP: rates, prices and what they add up to. Agents see none of it."""

from rates.api import prices, rates, revenue
from web import Constraint, Problem

ROUTERS = (rates.router, prices.router, revenue.router)

CONFLICTS = {
    Constraint("rates_never_overlap"): Problem(
        409,
        "rate-overlaps",
        "Another rate for the same combination holds on some of these days",
        detail="end that one first, or choose other days",
    )
}
