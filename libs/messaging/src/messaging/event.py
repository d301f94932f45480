"""What a message has to offer to be sent and heard."""

from typing import ClassVar, Protocol, Self
from uuid import UUID


class Event(Protocol):
    """A frozen pydantic class: something that happened, with everything its readers need.

    `type` is the versioned name (`timer.timesheet-approved.v1`), `topic` where it is said,
    `key` the id of the aggregate whose order must hold.
    """

    type: ClassVar[str]
    topic: ClassVar[str]

    @property
    def account_id(self) -> UUID: ...

    @property
    def key(self) -> str: ...

    def model_dump_json(self) -> str: ...

    @classmethod
    def model_validate_json(cls, json_data: str | bytes | bytearray, /) -> Self: ...


def source_of(fact_type: str) -> str:
    """The CloudEvents source of a type: `timer.timesheet-approved.v1` comes from `/timer`."""
    return "/" + fact_type.split(".", 1)[0]
