"""Folders that other users may not enter. Stands alone, so that the image of the installer needs no servers for it."""

import contextlib
import os
import pwd
from pathlib import Path


def keep_private(folder: Path) -> None:
    """Close a folder of ours to other users; for root, the user who runs PostgreSQL may pass it by its group."""
    folder.chmod(0o700)
    if os.geteuid() == 0:
        with contextlib.suppress(
            KeyError, PermissionError
        ):  # no such user, or no right to give away
            os.chown(folder, -1, pwd.getpwnam("nobody").pw_gid)
            folder.chmod(0o710)
