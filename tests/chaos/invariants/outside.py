"""What others got: each invoice once in QuickBooks, and by e-mail once, or more only where somebody was killed."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from tests.chaos.evidence import Evidence

_NEAR_SECONDS = 30.0
"""A second mail may come from a kill within this time: a mail server cannot be asked what it has (see the promises)."""
_MAY_REPEAT_MAIL = frozenset({"notifier", "mailbox", "postgres"})


def each_invoice_is_once_in_quickbooks(evidence: Evidence) -> Iterator[str]:
    """The company of each connected account has just the account's invoices."""
    for account in evidence.accounts:
        if not account.in_quickbooks:
            continue
        copies = Counter(str(i["DocNumber"]) for i in evidence.quickbooks_invoices(account))
        issued = {i["number"] for i in evidence.invoices if i["account_id"] == account.id}
        for number, count in copies.items():
            if count > 1:
                yield f"{number} is {count} times in QuickBooks"
        if issued != copies.keys():
            yield f"{len(issued ^ copies.keys())} invoices differ between us and QuickBooks"


def each_invoice_was_mailed_once(evidence: Evidence) -> Iterator[str]:
    """Each invoice for e-mail is in the mailbox once. Only near a kill it may be twice, or nobody may know (and says so)."""
    arrived = defaultdict[str, list[float]](list)
    for mail in evidence.mails:
        arrived[mail["message_id"]].append(datetime.fromisoformat(mail["received"]).timestamp())
    ended = {body["invoice_id"]: body for body in _deliveries(evidence)}
    for invoice in evidence.invoices:
        if invoice["delivery"] == "email":
            yield from _mailed(evidence, invoice["number"], ended.get(str(invoice["id"])), arrived)


def _mailed(
    evidence: Evidence, number: str, ended: dict[str, Any] | None, arrived: dict[str, list[float]]
) -> Iterator[str]:
    if ended is None:
        yield f"{number}: nothing is said of its delivery"
    elif "message_id" not in ended:
        at = datetime.fromisoformat(ended["failed_at"]).timestamp()
        if not (ended["may_have_arrived"] and _near_a_kill(evidence, at)):
            yield f"{number} was not sent: {ended['reason']}"
    elif not (times := arrived[ended["message_id"]]):
        yield f"{number} was sent and never arrived"
    elif len(times) > 1 and not any(_near_a_kill(evidence, at) for at in times):
        yield f"{number} was mailed {len(times)} times, and nobody was killed then"


def _deliveries(evidence: Evidence) -> Iterator[dict[str, Any]]:
    """The outcomes of deliveries, in order."""
    types = ("notifier.delivery-sent.v1", "notifier.delivery-failed.v1")
    return (dict(json.loads(event.body)) for event in evidence.events_of(*types))


def _near_a_kill(evidence: Evidence, at: float) -> bool:
    return any(
        harm.process in _MAY_REPEAT_MAIL and abs(harm.at - at) < _NEAR_SECONDS
        for harm in evidence.harm
    )


CHECKS = (each_invoice_is_once_in_quickbooks, each_invoice_was_mailed_once)
