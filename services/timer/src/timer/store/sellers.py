"""Who sells, as invoicing last published it."""

from contracts.invoicing import SellerChanged
from database import Session, Statement

_SAVE = Statement("""
INSERT INTO sellers AS known
    (version, name, address_lines, postal_code, city, country, vat_number, registration_number)
VALUES (:version, :name, :address_lines, :postal_code, :city, :country, :vat_number, :registration_number)
ON CONFLICT (account_id) DO UPDATE SET version = excluded.version, name = excluded.name,
    address_lines = excluded.address_lines, postal_code = excluded.postal_code, city = excluded.city,
    country = excluded.country, vat_number = excluded.vat_number, registration_number = excluded.registration_number
WHERE known.version < excluded.version
""")


async def save(session: Session, event: SellerChanged) -> None:
    """Write it, unless a newer version is there."""
    address = event.address
    values = {
        "version": event.version,
        "name": event.name,
        "vat_number": event.vat_number,
        "registration_number": event.registration_number,
        "address_lines": list(address.lines) if address else [],
        "postal_code": address.postal_code if address else "",
        "city": address.city if address else "",
        "country": address.country if address else None,
    }
    await _SAVE.all(session, values)
