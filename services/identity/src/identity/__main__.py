"""python -m identity <role>."""

from identity.main import run

run()
