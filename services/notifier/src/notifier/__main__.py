"""python -m notifier <role>."""

from notifier.main import run

run()
