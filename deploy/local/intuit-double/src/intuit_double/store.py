"""Documents in memory; every change is in the journal file before it is acknowledged."""

import asyncio
import copy
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from intuit_double.decimals import dumps, loads

Doc = dict[str, Any]
Change = tuple[str, str, Doc | None]


class Store:
    """Collections of documents.

    All work is done in `transaction()`, whose body never awaits: one process, one thread, so a
    transaction is alone. Its changes become one line of the file, so a kill leaves all or none.
    `changed` is set by each.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._collections: dict[str, dict[str, Doc]] = {}
        self._undo: list[Change] = []
        self._changes: list[Change] = []
        self._open = False
        self.changed = asyncio.Event()
        self._file = self._opened(path) if path else None

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Commit what the body changes, or nothing of it when it raises."""
        assert not self._open, "one transaction at a time"
        self._open = True
        try:
            yield
            self._write()
            self.changed.set()
        except BaseException:
            for change in reversed(self._undo):
                self._apply(change)
            raise
        finally:
            self._undo, self._changes, self._open = [], [], False

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """A savepoint: a part of a transaction whose changes are rolled back when it raises."""
        before = len(self._undo)
        try:
            yield
        except BaseException:
            for change in reversed(self._undo[before:]):
                self._apply(change)
            del self._undo[before:], self._changes[before:]
            raise

    def get(self, collection: str, key: str) -> Doc | None:
        return copy.deepcopy(self._collections.get(collection, {}).get(key))

    def all(self, collection: str) -> list[Doc]:
        """Every document, oldest key first. They are the stored ones: do not change them."""
        return list(self._collections.get(collection, {}).values())

    def put(self, collection: str, key: str, doc: Doc) -> None:
        self._change((collection, key, copy.deepcopy(doc)))

    def delete(self, collection: str, key: str) -> None:
        self._change((collection, key, None))

    def clear(self) -> None:
        """Delete all documents."""
        for collection, documents in self._collections.items():
            for key in list(documents):
                self.delete(collection, key)

    def number(self, sequence: str) -> int:
        """The next number of a sequence, starting at 1."""
        last = self.get("sequences", sequence) or {"last": 0}
        self.put("sequences", sequence, {"last": last["last"] + 1})
        return int(last["last"]) + 1

    def _change(self, change: Change) -> None:
        assert self._open, "changes belong in a transaction"
        collection, key, _ = change
        self._undo.append((collection, key, self._collections.get(collection, {}).get(key)))
        self._changes.append(change)
        self._apply(change)

    def _apply(self, change: Change) -> None:
        collection, key, doc = change
        documents = self._collections.setdefault(collection, {})
        if doc is None:
            documents.pop(key, None)
        else:
            documents[key] = doc

    def _write(self) -> None:
        if self._file and self._changes:
            self._file.write(dumps(self._changes) + "\n")
            self._file.flush()

    def _opened(self, path: Path) -> IO[str]:
        """Replay the file, write it anew without its history, and go on behind that."""
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists():
            self._replay(path.read_bytes())
        compact = path.with_suffix(path.suffix + ".new")
        with compact.open("w", encoding="utf-8") as file:
            for collection, documents in self._collections.items():
                file.writelines(dumps([(collection, k, d)]) + "\n" for k, d in documents.items())
            file.flush()
            os.fsync(file.fileno())
        compact.replace(path)
        return path.open("a", encoding="utf-8")

    def _replay(self, journal: bytes) -> None:
        for line in journal.split(b"\n"):
            try:
                changes = loads(line)
            except ValueError:
                continue  # the end of a write that a kill cut off: it was never acknowledged
            for collection, key, doc in changes:
                self._apply((collection, key, doc))
