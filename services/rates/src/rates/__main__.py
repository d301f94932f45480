"""python -m rates <role>."""

from rates.main import run

run()
