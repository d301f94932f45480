"""Counting the SQL statements that a piece of work executes."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import event

from database import Database, Session
from database.transactions import observed


@dataclass
class Statements:
    """The statements that were executed so far, oldest first."""

    texts: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many statements were executed."""
        return len(self.texts)

    def __str__(self) -> str:
        """The statements, one numbered line each, as the message of an assertion."""
        lines = (" ".join(sql.split()) for sql in self.texts)
        return "\n".join(f"{number:3} {line}" for number, line in enumerate(lines, 1))


@contextmanager
def count_statements(database: Database) -> Iterator[Statements]:
    """Count what anybody executes on `database` inside the block, also in tasks and requests that it awaits.

        with count_statements(served.database) as statements:
            await client.post("/v1/timer/stop")
        assert statements.count <= 10, str(statements)

    One for each execution by a cursor, `executemany` too; everything counts, `set_config` and savepoints included.
    BEGIN, COMMIT and ROLLBACK are no executions by a cursor.
    """
    statements = Statements()

    def remember(
        connection: Any, cursor: Any, sql: str, parameters: Any, context: Any, many: bool
    ) -> None:
        statements.texts.append(sql)

    engine = database.engine.sync_engine

    async def remember_driver(session: Session, sql: str) -> None:
        if session.get_bind().engine is engine:
            statements.texts.append(sql)

    event.listen(engine, "before_cursor_execute", remember)
    try:
        with observed(remember_driver):
            yield statements
    finally:
        event.remove(engine, "before_cursor_execute", remember)
