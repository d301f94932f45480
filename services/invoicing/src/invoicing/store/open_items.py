"""What movements of a bank may be: open invoices, refunds without a movement, credit, and who paid from where."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import text

from database import Session
from invoicing.domain.attributes import build
from invoicing.domain.customer_order import OfCustomer
from invoicing.domain.matching import CustomerCredit, OpenInvoice, OpenItems, OpenRefund
from invoicing.store.customer_order import behind
from invoicing.store.merged_time import staying

_MOST_INVOICES = 20_000
_INVOICES = text("""
    SELECT b.invoice_id, coalesce(o.merged_into, i.organization_id) AS organization_id,
        coalesce(o.name, i.buyer ->> 'name') AS organization_name, i.number,
        i.due_date, b.currency, b.total - b.credited - b.allocated AS owed
    FROM balances b
    JOIN invoices i ON i.account_id = b.account_id AND i.id = b.invoice_id
    LEFT JOIN organizations o ON o.account_id = i.account_id AND o.organization_id = i.organization_id
    WHERE b.total - b.credited - b.allocated > 0 AND b.currency = ANY(:currencies)
    ORDER BY b.invoice_id DESC LIMIT :limit
""")
_REFUNDS = text("""
    SELECT r.id AS refund_id, coalesce(o.merged_into, r.organization_id) AS organization_id,
        coalesce(o.name, '') AS organization_name, r.amount, r.currency, r.reference
    FROM refunds r
    LEFT JOIN organizations o ON o.account_id = r.account_id AND o.organization_id = r.organization_id
    WHERE r.reverses IS NULL AND r.amount = ANY(:amounts)
        AND NOT EXISTS (SELECT FROM refunds c WHERE c.account_id = r.account_id AND c.reverses = r.id)
        AND NOT EXISTS (SELECT FROM bank_decisions d
            JOIN bank_transactions t ON t.account_id = d.account_id AND t.id = d.transaction_id AND t.version = d.version
            WHERE d.account_id = r.account_id AND d.refund_id = r.id AND t.state = 'taken')
    ORDER BY r.id
""")
_CREDITS = text(f"""
    SELECT s.organization_id, coalesce(o.name, '') AS organization_name, s.currency, s.credit
    FROM (SELECT coalesce(m.merged_into, p.organization_id) AS organization_id, p.currency,
            sum(p.amount - p.allocated) AS credit
        FROM payments p
        LEFT JOIN organizations m ON m.organization_id = p.organization_id AND m.merged_into IS NOT NULL
        WHERE p.amount <> p.allocated GROUP BY 1, 2 HAVING sum(p.amount - p.allocated) > 0) s
    LEFT JOIN organizations o ON o.organization_id = s.organization_id
    WHERE (CAST(:organization_id AS uuid) IS NULL OR s.organization_id = {staying(":organization_id")})
        AND (CAST(:after_id AS uuid) IS NULL OR (coalesce(o.name, ''), s.organization_id, s.currency)
            > (CAST(:after_name AS text), CAST(:after_id AS uuid), CAST(:after_currency AS text)))
    ORDER BY 2, 1, s.currency LIMIT :limit
""")
_PAYERS = text("""
    SELECT DISTINCT t.counterparty_account, coalesce(o.merged_into, p.organization_id) AS organization_id
    FROM bank_transactions t
    JOIN bank_decisions d ON d.account_id = t.account_id AND d.transaction_id = t.id AND d.version = t.version
    JOIN payments p ON p.account_id = d.account_id AND p.id = d.payment_id
    LEFT JOIN organizations o ON o.account_id = p.account_id AND o.organization_id = p.organization_id
    WHERE t.state = 'taken' AND t.counterparty_account <> '' AND t.counterparty_account = ANY(:accounts)
""")


async def open_items(
    session: Session,
    *,
    currencies: Collection[str],
    paid_out: Collection[object],
    accounts: Collection[str],
) -> OpenItems:
    """What is open in these currencies; refunds of what was `paid_out`; who paid from these accounts before."""
    wanted = {"currencies": list(currencies), "limit": _MOST_INVOICES}
    invoices = [build(OpenInvoice, row) for row in await session.execute(_INVOICES, wanted)]
    refunds = (
        [build(OpenRefund, row) for row in await session.execute(_REFUNDS, {"amounts": paid_out})]
        if paid_out
        else []
    )
    credits_ = await load_credits(session) if paid_out else []
    payers: dict[str, set[UUID]] = {}
    for row in await session.execute(_PAYERS, {"accounts": list(accounts)}) if accounts else ():
        payers.setdefault(row.counterparty_account, set()).add(row.organization_id)
    single = {account: min(found) for account, found in payers.items() if len(found) == 1}
    return OpenItems(invoices, refunds=refunds, credits_=credits_, payers=single)


async def load_credits(
    session: Session,
    organization_id: UUID | None = None,
    *,
    after: OfCustomer | None = None,
    limit: int | None = None,
) -> list[CustomerCredit]:
    """Which customers have credit, in which currency, by name; all of them without a limit."""
    about = {"organization_id": organization_id, "limit": limit, **behind(after)}
    rows = await session.execute(_CREDITS, about)
    return [build(CustomerCredit, row) for row in rows]
