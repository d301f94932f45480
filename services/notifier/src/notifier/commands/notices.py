"""Tell an account's own people what happened, each thing once."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

import tasks
from database import Session, lock_exclusive, new_id
from domain_errors import check_version
from notifier.commands.messages import new_delivery, queue
from notifier.notice_email import NoticeEmail
from notifier.notices import Addressee, LeaderNotice, Notice, NoticeSettings
from notifier.queries.messages import get_notice_settings
from notifier.store import messages, people, settings
from notifier.store.people import KnownPeople

TELL_LATER = "tell-later"
NOBODY_LEADS = "no owner or manager of the account is known"
UNKNOWN_AGENT = "the agent is not known"

_To = tuple[Notice, Addressee]


async def tell(session: Session, notices: Sequence[Notice], *, at: datetime) -> None:
    """Queue the e-mails of notices that the account sends, unless that was done before.

    Who is not known yet may be on their way, by another topic: that is tried again.
    """
    chosen = await get_notice_settings(session)
    wanted = [notice for notice in notices if chosen.sends(notice.kind)]
    found = await _people(session, wanted)
    to = [pair for notice in wanted for pair in _to(notice, found)]
    await _queue(session, to, at)
    told = {id(notice) for notice, _ in to}
    later = {_key(one): one.model_dump(mode="json") for one in wanted if id(one) not in told}
    await tasks.schedule_all(session, TELL_LATER, later)


async def tell_again(session: Session, notice: Notice, *, at: datetime, last: bool) -> bool:
    """Try once more; whether everything is done. `last`: if they are still not known, the delivery fails."""
    if not (await get_notice_settings(session)).sends(notice.kind):
        return True
    to = list(_to(notice, await _people(session, [notice])))
    if not to and last:
        language = await people.language(session)
        to = [(notice, Addressee(notice.subject_id, "", None, language))]
    await _queue(session, to, at)
    return bool(to)


async def update_settings(
    session: Session, chosen: NoticeSettings, *, expected: int
) -> NoticeSettings:
    """Choose which kinds are sent from now on."""
    await lock_exclusive(session, "notice settings")
    current = await get_notice_settings(session)
    check_version(expected, current.version)
    chosen = replace(chosen, version=current.version + 1)
    await settings.save(session, chosen)
    return chosen


async def _people(session: Session, notices: Sequence[Notice]) -> KnownPeople:
    agents = {one.agent_id for one in notices if not isinstance(one, LeaderNotice)}
    leaders = any(isinstance(one, LeaderNotice) for one in notices)
    return await people.known_people(session, agents, leaders=leaders)


def _to(notice: Notice, found: KnownPeople) -> Iterator[_To]:
    if isinstance(notice, LeaderNotice):
        yield from ((notice, leader) for leader in found.leaders)
    elif agent := found.agents.get(notice.agent_id):
        yield notice, agent


async def _queue(session: Session, to: Sequence[_To], at: datetime) -> None:
    """Make the messages that there are not, each with its first delivery."""
    values = {new_id(): (notice, addressee) for notice, addressee in to}
    added = await messages.add_messages(
        session,
        [
            {
                "id": message_id,
                "kind": notice.kind,
                "subject_id": notice.subject_id,
                "step": _step(notice, addressee),
                "version": 1,
                "content": NoticeEmail(language=addressee.language, notice=notice).model_dump(
                    mode="json"
                ),
                "created_at": at,
            }
            for message_id, (notice, addressee) in values.items()
        ],
    )
    deliveries = []
    for message in added:
        notice, addressee = values[message.id]
        deliveries.append(
            new_delivery(
                message,
                1,
                addressee.recipient,
                requested_by=None,
                at=at,
                nobody=_why_nobody(notice, addressee),
            )
        )
    if deliveries:
        await queue(session, *deliveries)


def _step(notice: Notice, addressee: Addressee) -> str:
    """What goes to several people is a message for each."""
    return notice.step if notice.to_agent else f"{notice.step} {addressee.id}"


def _why_nobody(notice: Notice, addressee: Addressee) -> str:
    if addressee.name:
        return f"no e-mail address of {addressee.name} is known"
    return UNKNOWN_AGENT if notice.to_agent else NOBODY_LEADS


def _key(notice: Notice) -> str:
    return f"{notice.kind} {notice.subject_id} {notice.step}"
