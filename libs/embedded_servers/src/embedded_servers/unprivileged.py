"""Running PostgreSQL for root, as whom it refuses to run."""

import os
import pwd
import sys
from pathlib import Path

from embedded_servers.errors import ServerError
from embedded_servers.launch import Launch

CAPABILITIES = {"CAP_CHOWN": 0, "CAP_DAC_OVERRIDE": 1, "CAP_SETGID": 6, "CAP_SETUID": 7}
TO_PASS_CLOSED_FOLDERS = {"CAP_SETPCAP": 8}
ADVICE = "Start as an ordinary user instead"


def launch_for(folder: Path, programs: Path) -> Launch:
    """How to run `programs` on the data in `folder`: as we are, or for root as the folder's owner or nobody.

    Raises ServerError when root lacks what that takes.
    """
    if os.geteuid() != 0:
        return Launch()
    closed = _closed_folder(folder) or _closed_folder(programs)
    needed = CAPABILITIES | (TO_PASS_CLOSED_FOLDERS if closed else {})
    if missing := [name for name, bit in needed.items() if not _has_capability(bit)]:
        raise ServerError(_refusal(missing, closed))
    owner = folder.stat()
    if owner.st_uid != 0:
        uid, gid = owner.st_uid, owner.st_gid
    else:
        uid, gid = _nobody()
        os.chown(folder, uid, gid)
    return Launch(uid=uid, gid=gid, pass_closed_folders=closed is not None)


def _refusal(missing: list[str], closed: Path | None) -> str:
    place = (
        ", or move both the checkout and the data folder to where every user may pass, such as /srv"
    )
    return (
        "PostgreSQL does not run as root, and to run it as another user root needs "
        f"{', '.join(missing)}, which this container or service has dropped. {ADVICE}"
        + (f"{place} (nobody else may enter {closed})." if closed else ".")
    )


def _nobody() -> tuple[int, int]:
    try:
        entry = pwd.getpwnam("nobody")
    except KeyError:
        raise ServerError(
            f"PostgreSQL does not run as root and there is no user 'nobody' to run it. {ADVICE}."
        ) from None
    return entry.pw_uid, entry.pw_gid


def _closed_folder(path: Path) -> Path | None:
    """The outermost folder above `path` that not everybody may enter."""
    folders = reversed(path.resolve().parents)
    return next((folder for folder in folders if not folder.stat().st_mode & 0o001), None)


def _has_capability(bit: int) -> bool:
    """Whether this process may now what the Linux capability allows; elsewhere root may everything."""
    if not sys.platform.startswith("linux"):
        return bit not in TO_PASS_CLOSED_FOLDERS.values()
    status = Path("/proc/self/status").read_text()
    effective = next(line for line in status.splitlines() if line.startswith("CapEff:"))
    return bool(int(effective.split()[1], 16) >> bit & 1)
