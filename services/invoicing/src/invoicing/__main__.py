"""python -m invoicing <role>."""

from invoicing.main import run

run()
