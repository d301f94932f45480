"""python -m qbo_sync <role>."""

from qbo_sync.main import run

run()
