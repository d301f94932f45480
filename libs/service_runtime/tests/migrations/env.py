"""Alembic's way into these migrations."""

from database.alembic_env import run

run()
