"""The bases of everything that is published on a topic."""

from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

Version = Annotated[
    int, Field(ge=1, description="Grows with every change of the object; consumers keep the newest")
]


class PayloadModel(BaseModel):
    """An object inside an event.

    Unknown fields are ignored, so that an old consumer survives a newer producer. One can be made from any object
    with attributes of the same names: `Address.model_validate(row)`.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", from_attributes=True)


class Event(PayloadModel):
    """Something that happened, in the past tense, with all that its consumers need.

    `type` names the event and its version (CloudEvents 1.0 `type`), `topic` the Kafka topic that carries it, `key_field`
    the field with the id of the aggregate whose events stay in order. A published version only gains optional fields.
    `version` is the aggregate's, and no two events of an aggregate share one, unless they are parts of one change.
    """

    type: ClassVar[str]
    topic: ClassVar[str]
    key_field: ClassVar[str]

    account_id: UUID = Field(description="The account that the event belongs to")
    version: Version

    @property
    def key(self) -> str:
        """The aggregate's id: partition key and CloudEvents subject."""
        return str(getattr(self, self.key_field))
