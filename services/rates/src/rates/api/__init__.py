"""HTTP: rates, prices and what they add up to. Agents see none of it."""

from rates.api import prices, rates

ROUTERS = (rates.router, prices.router)
