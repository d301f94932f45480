"""Events as Kafka records, written from the conventions of the wire and not with the relay's code."""

import itertools
from datetime import UTC, datetime

from contracts import Event
from database import new_id
from messaging import Record

_offsets = itertools.count()


def record(event: Event) -> Record:
    """Make a record of an event with a new id: CloudEvents 1.0 in binary mode."""
    headers = {
        "ce_specversion": "1.0",
        "ce_id": str(new_id()),
        "ce_type": event.type,
        "ce_source": "/" + event.type.split(".")[0],
        "ce_time": datetime.now(UTC).isoformat(),
        "ce_subject": event.key,
        "ce_account": str(event.account_id),
        "content-type": "application/json",
    }
    return Record(
        topic=event.topic,
        partition=0,
        offset=next(_offsets),
        key=event.key.encode(),
        value=event.model_dump_json().encode(),
        headers=tuple((name, value.encode()) for name, value in headers.items()),
    )
