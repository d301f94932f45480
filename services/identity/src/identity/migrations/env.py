"""Alembic's way into this service's migrations."""

from database.alembic_env import run

run()
