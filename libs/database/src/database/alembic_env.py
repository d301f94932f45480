"""The whole `env.py` of a service: `from database.alembic_env import run; run()`."""

from alembic import context


def run() -> None:
    """Run the migrations on the connection that `database.migration.migrate` opened."""
    context.configure(connection=context.config.attributes["connection"], transactional_ddl=True)
    with context.begin_transaction():
        context.run_migrations()
