"""What is read: rates, why an entry costs what it costs or would cost, and what a period earns."""

from rates.queries.explanation import explain_price, match_price
from rates.queries.rates import RateFilter, get_rate, list_rates
from rates.queries.revenue import costs_and_revenue, list_unpriced

__all__ = [
    "RateFilter",
    "costs_and_revenue",
    "explain_price",
    "get_rate",
    "list_rates",
    "list_unpriced",
    "match_price",
]
