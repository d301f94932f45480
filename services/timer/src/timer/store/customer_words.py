"""The words by which organizations and contacts are found, and finding by the beginnings of words."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from database import Session, Statement
from timer.names import LAST_LETTER

_CANDIDATES_PER_HIT = 4
"""One thing may have several words that begin alike."""


class Words:
    """The words of one kind of things: in `table`, whose column `key` names the thing."""

    def __init__(self, table: str, key: str) -> None:
        self._table, self._key = table, key
        self._save = Statement(f"""
WITH wanted AS (SELECT * FROM unnest(CAST(:ids AS uuid[]), CAST(:words AS text[])) AS w ({key}, word)),
gone AS (
    DELETE FROM {table} x WHERE x.{key} = ANY(CAST(:changed AS uuid[]))
        AND NOT EXISTS (SELECT FROM wanted w WHERE w.{key} = x.{key} AND w.word = x.word)
)
INSERT INTO {table} ({key}, word) SELECT {key}, word FROM wanted ON CONFLICT DO NOTHING
""")
        self._find: dict[int, Statement] = {}

    async def save(self, session: Session, words: Mapping[UUID, Sequence[str]]) -> None:
        """Replace the words of things."""
        pairs = [(thing, word) for thing, some in words.items() for word in some]
        await self._save.all(
            session,
            {
                "changed": list(words),
                "ids": [thing for thing, _ in pairs],
                "words": [word for _, word in pairs],
            },
        )

    async def find(self, session: Session, beginnings: Sequence[str], limit: int) -> list[UUID]:
        """Those with a word for each of these beginnings, in the order of the words that the longest one finds."""
        by_length = sorted(beginnings, key=len, reverse=True)
        values: dict[str, Any] = {"rows": limit * _CANDIDATES_PER_HIT, "limit": limit}
        for number, beginning in enumerate(by_length):
            values |= {f"from{number}": beginning, f"to{number}": beginning + LAST_LETTER}
        rows = await self._statement(len(by_length)).all(session, values)
        return [row[self._key] for row in rows]

    def _statement(self, count: int) -> Statement:
        if count not in self._find:
            self._find[count] = Statement(self._sql(count))
        return self._find[count]

    def _sql(self, count: int) -> str:
        # OFFSET 0 lets what the other words find be hashed, whatever is expected of them: two words that are common each
        # and found together nowhere would else be looked up one by one
        others = " ".join(
            f"AND w.{self._key} IN (SELECT x.{self._key} FROM {self._table} x WHERE {_in_range('x', number)} OFFSET 0)"
            for number in range(1, count)
        )
        return f"""
SELECT {self._key} FROM (
    SELECT w.{self._key}, w.word FROM {self._table} w WHERE {_in_range("w", 0)} {others}
    ORDER BY w.word USING ~<~ LIMIT CAST(:rows AS bigint)
) found GROUP BY {self._key} ORDER BY min(word), {self._key} LIMIT CAST(:limit AS bigint)
"""


def _in_range(alias: str, number: int) -> str:
    """The words with one beginning, by operators that an index may serve behind row-level security."""
    return f"{alias}.word ~>=~ :from{number} AND {alias}.word ~<~ :to{number}"


ORGANIZATION_WORDS = Words("organization_words", "organization_id")
CONTACT_WORDS = Words("contact_words", "contact_id")
