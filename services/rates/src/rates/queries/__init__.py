"""What is read: rates, why an entry costs what it costs or would cost, and what a period earns."""

from rates.queries.explanation import explain_entry_cost, explain_price, match_cost, match_price
from rates.queries.foreign_currencies import list_foreign_currency
from rates.queries.rate_changes import get_change, list_changes
from rates.queries.rates import RateFilter, get_rule, list_rules
from rates.queries.revenue import costs_and_revenue, list_unpriced

__all__ = [
    "RateFilter",
    "costs_and_revenue",
    "explain_entry_cost",
    "explain_price",
    "get_change",
    "get_rule",
    "list_changes",
    "list_foreign_currency",
    "list_rules",
    "list_unpriced",
    "match_cost",
    "match_price",
]
