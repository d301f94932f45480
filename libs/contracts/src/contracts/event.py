"""The base of everything said on a topic."""

from typing import ClassVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict


class PayloadModel(BaseModel):
    """A piece of a fact. Unknown fields are ignored, so that an old reader survives a newer producer."""

    model_config = ConfigDict(frozen=True, extra="ignore", ser_json_timedelta="iso8601")


class Event(PayloadModel):
    """Something that happened, in the past tense, with all that its readers need.

    `type` names the fact and its version, `topic` where it is said, `key` the aggregate whose facts stay in order.
    A published version never changes but by gaining optional fields (CloudEvents 1.0 type attribute).
    """

    type: ClassVar[str]
    topic: ClassVar[str]
    key_field: ClassVar[str]

    account_id: UUID

    @property
    def key(self) -> str:
        """The aggregate's id: partition key and CloudEvents subject."""
        return str(getattr(self, self.key_field))
