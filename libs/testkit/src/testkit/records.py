"""Events as they lie on Kafka, written from the conventions and not with the relay's code."""

import itertools
from datetime import UTC, datetime

from contracts import Event
from database import new_id
from messaging import Record

_offsets = itertools.count()


def record(fact: Event) -> Record:
    """Make the record of a fact: CloudEvents 1.0 in binary mode."""
    headers = {
        "ce_specversion": "1.0",
        "ce_id": str(new_id()),
        "ce_type": fact.type,
        "ce_source": "/" + fact.type.split(".")[0],
        "ce_time": datetime.now(UTC).isoformat(),
        "ce_subject": fact.key,
        "ce_account": str(fact.account_id),
        "content-type": "application/json",
    }
    return Record(
        topic=fact.topic,
        partition=0,
        offset=next(_offsets),
        key=fact.key.encode(),
        value=fact.model_dump_json().encode(),
        headers=tuple((name, value.encode()) for name, value in headers.items()),
    )
