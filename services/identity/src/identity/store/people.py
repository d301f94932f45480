"""People and their memberships."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import any_, func, literal, select, update
from sqlalchemy.dialects.postgresql import insert

from database import Session, across_accounts
from identity.members import Membership
from identity.store.tables import AccountRow, MemberRow, PersonRow, SessionRow


async def add_person(session: Session, person: PersonRow) -> UUID:
    """Store a person unless there is one with that address; returns the id of the one there is. Works across accounts."""
    new = insert(PersonRow).values(id=person.id, email=person.email, created_at=person.created_at)
    async with across_accounts(session):
        await session.execute(new.on_conflict_do_nothing(index_elements=["email"]))
        return await person_id(session, person.email)


async def person_id(session: Session, email: str) -> UUID:
    """The id of the person with a canonical address who exists."""
    return (await session.scalars(select(PersonRow.id).where(PersonRow.email == email))).one()


async def active_memberships(session: Session, **criteria: object) -> Sequence[Membership]:
    """Active memberships of a person, the account they used last first; `criteria` are `email` or `person_id`."""
    used = (
        select(func.max(SessionRow.last_used_at))
        .where(SessionRow.member_id == MemberRow.id)
        .scalar_subquery()
    )
    found = (
        select(MemberRow)
        .filter_by(state="active", **criteria)
        .order_by(used.desc().nulls_last(), MemberRow.id)
    )
    return [membership(row) for row in await session.scalars(found)]


def membership(row: MemberRow) -> Membership:
    """A row as what it says of a person."""
    return Membership(row.account_id, row.id, row.person_id, row.email, row.name, row.language)


async def member(session: Session, member_id: UUID, *, lock: bool = False) -> MemberRow | None:
    """A member; locked until the transaction ends when they are about to be changed."""
    found = select(MemberRow).where(MemberRow.id == member_id)
    return await session.scalar(found.with_for_update() if lock else found)


async def count_link(session: Session, member_id: UUID) -> int:
    """Count a link that is published for a member; returns how many there are now."""
    counted = update(MemberRow).where(MemberRow.id == member_id)
    newest = counted.values(links_sent=MemberRow.links_sent + 1).returning(MemberRow.links_sent)
    return (await session.scalars(newest, execution_options={"synchronize_session": False})).one()


async def member_of_person(session: Session, person_id: UUID) -> MemberRow | None:
    """The person as a member of the transaction's account, locked."""
    found = select(MemberRow).where(MemberRow.person_id == person_id)
    return await session.scalar(found.with_for_update())


async def other_owners(session: Session, member_id: UUID) -> bool:
    """Whether somebody else can come in as an owner."""
    found = select(MemberRow.id).where(
        MemberRow.id != member_id,
        MemberRow.state == "active",
        literal("owner") == any_(MemberRow.roles),
    )
    return await session.scalar(found.limit(1)) is not None


async def first_owner(session: Session) -> MemberRow | None:
    """The active owner who was there first."""
    found = select(MemberRow).where(
        MemberRow.state == "active", literal("owner") == any_(MemberRow.roles)
    )
    return await session.scalar(found.order_by(MemberRow.id).limit(1))


async def account(session: Session) -> AccountRow | None:
    """The transaction's account."""
    return await session.scalar(select(AccountRow))
