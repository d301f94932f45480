"""Clock faces to instants. Elapsed time is computed between instants, never between clock faces."""

from datetime import UTC, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from timer.calendar import TIME_ZONES
from timer.importing.refusal import FileRefusedError


def zone(name: str) -> ZoneInfo:
    if name not in TIME_ZONES:
        raise FileRefusedError(
            "unknown-time-zone", f"{name!r} is not an IANA time zone", "time_zone"
        )
    return ZoneInfo(name)


@lru_cache(maxsize=4096)
def instants(face: datetime, place: ZoneInfo) -> tuple[datetime, ...]:
    """None in spring's missing hour, two in autumn's double hour (earlier first), else one."""
    found = []
    for fold in (0, 1):
        instant = face.replace(tzinfo=place, fold=fold).astimezone(UTC)
        if instant.astimezone(place).replace(tzinfo=None) == face and instant not in found:
            found.append(instant)
    return tuple(found)
