"""At most one supervisor per data folder: the kernel drops the lock with the process, however it dies."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from honorar_local.folder import DataFolder


@contextmanager
def only_one(folder: DataFolder) -> Iterator[bool]:
    """Hold the folder's lock; gives False when somebody else holds it."""
    folder.lock.parent.mkdir(parents=True, exist_ok=True)
    with folder.lock.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
