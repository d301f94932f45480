"""The natural key of a row: the same work exported again has the same key."""

import hashlib

from timer.importing.measuring import Measured


def row_key(source: str, row: Measured) -> str:
    """A hash of who, when as written, how long and on what; not of zone, tags, billable or money."""
    line = row.line
    when = line.start.isoformat() if line.start else line.work_date.isoformat()
    parts = (
        source, line.person, when, str(row.key_seconds),
        line.client, line.project, line.task, line.description,
    )  # fmt: skip
    # A length before each part: "a", "bc" and "ab", "c" must not meet.
    text = "".join(f"{len(part)}:{part}" for part in parts)
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()
