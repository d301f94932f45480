"""What drafts had and lost."""

from datetime import date, datetime
from uuid import UUID

import web
from invoicing.domain.lost_time import LossReason


class LostTimeResponse(web.ResponseModel):
    """Time that was on the draft and is not any more."""

    entry_id: UUID
    """The time entry."""
    seconds: int
    """What the draft charged of it, in whole seconds."""
    reason: LossReason
    """`reopened`: its timesheet was opened again; `withdrawn`: it vanished from its timesheet; `customer-merged`: it is
    billed to another customer now; `agreement-changed`: what the agreement charges for it is not to be billed any more;
    else its hours or its price changed, and it may be drafted again."""
    agent_name: str | None
    """Who did the work."""
    work_item_name: str | None
    """The task or ticket; null for none."""
    work_date: date | None
    """When it was done."""
    lost_at: datetime
    """Since when it is not on the draft (UTC)."""
    ready_seconds: int
    """How many seconds of the entry the draft could take back now; 0: none, such as before it is approved again."""


class LostTimesResponse(web.ResponseModel):
    """All that the draft lost."""

    items: list[LostTimeResponse]
    """In the order in which it was lost."""
    ready_seconds: int
    """How much time the draft could take back now: of each entry once."""
