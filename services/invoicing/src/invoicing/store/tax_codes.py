"""Tax codes that the account changed or made."""

from sqlalchemy.dialects.postgresql import insert

from database import Session
from invoicing.domain.tax_codes import TaxCode
from invoicing.store.mapping import to_values
from invoicing.store.tables.tax_codes import TaxCodeRow, TaxRateRow

_CHANGES = ("version", "name", "ledger_account", "ledger_code", "retired")


async def save_tax_code(session: Session, code: TaxCode) -> None:
    """Write a code, and those of its rates that are not there yet."""
    values = to_values(TaxCodeRow, code)
    statement = insert(TaxCodeRow).values(values)
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=list(TaxCodeRow.__table__.primary_key),
            set_={name: values[name] for name in _CHANGES},
        )
    )
    rates = [to_values(TaxRateRow, one, code=code.code) for one in code.rates]
    await session.execute(insert(TaxRateRow).values(rates).on_conflict_do_nothing())
