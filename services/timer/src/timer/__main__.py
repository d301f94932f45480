"""python -m timer <role>."""

from timer.main import run

run()
