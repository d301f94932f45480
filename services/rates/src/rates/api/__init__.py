"""HTTP: rates, prices and what they add up to. Agents see none of it."""

from rates.api import prices, rates, revenue
from web import ProblemError

ROUTERS = (rates.router, prices.router, revenue.router)

CONFLICTS = {
    "rates_never_overlap": ProblemError(
        409,
        "rate-overlaps",
        "Another rate for the same combination holds on some of these days",
        detail="end that one first, or choose other days",
    )
}
