"""The QuickBooks item that all lines sell, until service types have their own."""

from uuid import UUID, uuid5

from messaging.tasks import Task
from qbo_sync import references
from qbo_sync.copying.body import NotCopyableError
from qbo_sync.intuit.company import Company, quoted
from qbo_sync.intuit.numbers import Doc

REQUESTS = UUID("0d0c8a55-9d57-4f65-8a3e-2b51c0f7a3d2")
NAME = "Honorar hours"
KIND = "item"


async def item_id(task: Task, company: Company, income_account_id: str | None) -> str:
    """Find or make the item; the answer is remembered.

    Raises:
        NotCopyableError: the company has no income account to book it on.
    """
    async with task.transaction() as session:
        known = await references.find(session, company.realm_id, KIND, NAME)
    if known:
        return known
    found = await company.query("Item", f"where Name = {quoted(NAME)}")
    item = found[0] if found else await _made(company, income_account_id)
    async with task.transaction() as session:
        realm_id, qbo_id = company.realm_id, str(item["Id"])
        await references.keep(session, task.account_id, realm_id, KIND, NAME, qbo_id)
    return str(item["Id"])


async def _made(company: Company, income_account_id: str | None) -> Doc:
    if income_account_id is None:
        raise NotCopyableError("the QuickBooks company has no income account")
    body: Doc = {
        "Name": NAME,
        "Type": "Service",
        "IncomeAccountRef": {"value": income_account_id},
    }
    requestid = uuid5(REQUESTS, f"{company.realm_id}/{NAME}")
    return await company.create("Item", body, requestid=str(requestid))
