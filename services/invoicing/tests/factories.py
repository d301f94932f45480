"""Builds what other services publish, complete and plausible; a test names only what it is about."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from contracts import Address, Contact, Money
from contracts.notifier import CreditNoteFailed, CreditNoteSent, DeliveryFailed, DeliverySent
from contracts.qbo_sync import (
    InvoiceCopied,
    InvoiceSent,
    PaymentSeen,
    PaymentUndone,
    SendingFailed,
    SyncFailed,
)
from contracts.rates import AgreementChargeChanged, PricedSegment, TimePriced, TimeUnpriced
from contracts.timer import (
    AccountSettingsChanged,
    ApprovedEntry,
    OrganizationChanged,
    TimesheetApproved,
    TimesheetReopeningAsked,
)
from database import new_id

DAY = date(2026, 9, 28)
NOW = datetime(2026, 10, 5, 9, 30, tzinfo=UTC)
TODAY = datetime(2026, 11, 10, 9, 30, tzinfo=UTC)
"""When requests are made, unless a test says otherwise: no test depends on the day on which it runs."""
HARBOUR = Address(lines=("Havnegade 1, 2. tv",), postal_code="8000", city="Aarhus C", country="DK")
SETTINGS: dict[str, Any] = {
    "seller": {
        "name": "Studio Lind ApS",
        "address": {
            "lines": ["Kajen 4"],
            "postal_code": "1400",
            "city": "København K",
            "country": "DK",
        },
        "vat_number": "DK87654321",
        "registration_number": None,
    },
    "payment_instructions": "Reg. 1234 Konto 0001234567",
    "terms": {"kind": "net-days", "days": 30},
    "number_format": "{year}-{seq:04}",
    "tax": {"category": "standard", "rate": "25"},
    "customer_sees": "lines",
}
PERIOD = {"first_day": "2026-09-01", "last_day": "2026-09-30"}


def approved_entry(
    organization_id: UUID | None, seconds: int = 3000, **changed: Any
) -> ApprovedEntry:
    """An hour or so of development on the webshop, with what is `changed`."""
    values: dict[str, Any] = {
        "entry_id": new_id(),
        "version": 1,
        "agent_id": UUID(int=20),
        "agent_name": "Mette Friis",
        "project_id": UUID(int=30),
        "project_name": "Webshop",
        "work_item_id": UUID(int=80),
        "work_item_kind": "task",
        "work_item_name": "Checkout",
        "service_type_id": UUID(int=40),
        "service_type_name": "Development",
        "work_date": DAY,
        "billable": True,
        "description": "Fix the pay button",
    }
    named = {"organization_id": organization_id, "seconds": seconds}
    return ApprovedEntry(**{**values, **named, **changed})


@dataclass(frozen=True)
class EventFactory:
    """Events of one account."""

    account_id: UUID

    def account_settings(self, *, version: int = 1, **changed: Any) -> AccountSettingsChanged:
        """A Danish account, with what is `changed`."""
        values: dict[str, Any] = {
            "time_zone": "Europe/Copenhagen",
            "currency": "DKK",
            "language": "da",
        }
        about = {"account_id": self.account_id, "version": version}
        return AccountSettingsChanged(**{**about, **values, **changed})

    def organization(
        self, organization_id: UUID | None = None, *, version: int = 1, **changed: Any
    ) -> OrganizationChanged:
        """A Danish customer, with what is `changed`."""
        values: dict[str, Any] = {
            "account_id": self.account_id,
            "organization_id": organization_id or new_id(),
            "version": version,
            "name": "Nordlys ApS",
            "vat_number": "DK12345674",
            "registration_number": "12345674",
            "address": HARBOUR,
            "billing_contact": Contact(name="Eva Holm", email="faktura@nordlys.example"),
            "language": "da",
            "currency": "DKK",
        }
        return OrganizationChanged(**{**values, **changed})

    def timesheet(
        self,
        *entries: ApprovedEntry,
        timesheet_id: UUID | None = None,
        version: int = 1,
        part: int = 1,
        parts: int = 1,
    ) -> TimesheetApproved:
        """An approved sheet with these entries, or a part of it."""
        return TimesheetApproved(
            account_id=self.account_id,
            timesheet_id=timesheet_id or new_id(),
            version=version,
            agent_id=UUID(int=20),
            first_day=DAY,
            last_day=DAY,
            approved_at=NOW,
            approved_by="manager-1",
            part=part,
            parts=parts,
            entries=entries,
        )

    def reopening_asked(self, sheet_id: UUID, version: int = 2) -> TimesheetReopeningAsked:
        """Somebody wants to change an approved sheet."""
        return TimesheetReopeningAsked(
            account_id=self.account_id,
            timesheet_id=sheet_id,
            version=version,
            agent_id=UUID(int=20),
            first_day=DAY,
            last_day=DAY,
            approved_version=version - 1,
            reason="Tuesday was for Sydlys",
            asked_by="manager-1",
            asked_at=NOW,
        )

    def price(
        self, of: ApprovedEntry, rate: str = "1200.00", currency: str = "DKK", *, version: int = 1
    ) -> TimePriced:
        """The price of an entry: one rate for all its seconds."""
        return self.price_in_segments(of, (of.seconds, rate), currency=currency, version=version)

    def rounded_price(
        self, of: ApprovedEntry, billed_seconds: int, rate: str = "100.00", *, version: int = 1
    ) -> TimePriced:
        """The price of an entry of which more or less is charged than was worked."""
        price = self.price(of, rate, version=version)
        [segment] = price.segments
        changed = segment.model_copy(update={"billed_seconds": billed_seconds})
        return price.model_copy(update={"segments": (changed,)})

    def charge(
        self, organization_id: UUID, *, version: int = 1, **changed: Any
    ) -> AgreementChargeChanged:
        """September's fee, which includes 20 hours and is billed after it, with what is `changed`."""
        values: dict[str, Any] = {
            "charge_id": new_id(),
            "agreement_id": UUID(int=95),
            "kind": "fee",
            "name": "Care of the webshop, September 2026",
            "first_day": date(2026, 9, 1),
            "last_day": date(2026, 9, 30),
            "amount": Decimal("18000.00"),
            "currency": "DKK",
            "in_advance": False,
            "billable_from": date(2026, 10, 1),
            "included_seconds": 72_000,
        }
        about = {"account_id": self.account_id, "version": version}
        return AgreementChargeChanged(
            organization_id=organization_id, **{**about, **values, **changed}
        )

    def covered_price(
        self,
        of: ApprovedEntry,
        charge_id: UUID,
        *until: tuple[int, str],
        version: int = 1,
        currency: str = "DKK",
    ) -> TimePriced:
        """The price of an entry that an agreement covers: (end, treatment) of each segment; all of it is included."""
        ends = until or ((of.seconds, "included"),)
        price = self.price_in_segments(
            of, *((end, "1200.00") for end, _ in ends), currency=currency, version=version
        )
        treated = tuple(
            segment.model_copy(
                update={"treatment": treatment}
                | ({} if treatment == "hourly" else {"charge_id": charge_id})
            )
            for segment, (_, treatment) in zip(price.segments, ends, strict=True)
        )
        return price.model_copy(update={"segments": treated})

    def price_in_segments(
        self,
        of: ApprovedEntry,
        *until: tuple[int, str],
        currency: str = "DKK",
        version: int = 1,
    ) -> TimePriced:
        """The price of an entry whose seconds cost differently: (end, rate) of each segment."""
        starts = (0, *(end for end, _ in until))
        return TimePriced(
            account_id=self.account_id,
            entry_id=of.entry_id,
            entry_version=of.version,
            version=version,
            seconds=of.seconds,
            currency=currency,
            segments=tuple(
                PricedSegment(
                    start=start,
                    end=end,
                    treatment="hourly",
                    billed_seconds=end - start,
                    hourly_rate=Decimal(rate),
                    rule_id=UUID(int=90),
                )
                for start, (end, rate) in zip(starts, until, strict=False)
            ),
            priced_at=NOW,
        )

    def no_price(self, entry_id: UUID, *, version: int = 1) -> TimeUnpriced:
        """An entry without a price, since no rate matches."""
        return TimeUnpriced(
            account_id=self.account_id,
            entry_id=entry_id,
            entry_version=1,
            version=version,
            reason="no-rate",
        )

    def payment_seen(
        self,
        invoice_id: str,
        amount: str = "1250.00",
        currency: str = "DKK",
        *,
        seen_id: UUID | None = None,
        kind: Literal["cash", "credit"] = "cash",
    ) -> PaymentSeen:
        """A payment that QuickBooks shows."""
        return PaymentSeen(
            account_id=self.account_id,
            version=1,
            invoice_id=UUID(invoice_id),
            seen_id=seen_id or new_id(),
            realm_id="9130350000000001",
            qbo_payment_id="163",
            amount=Money(amount=Decimal(amount), currency=currency),
            paid_on=date(2026, 10, 1),
            reference="1024",
            kind=kind,
            seen_at=NOW,
        )

    def payment_undone(self, seen: PaymentSeen) -> PaymentUndone:
        """A payment that QuickBooks no longer shows."""
        return PaymentUndone(
            account_id=self.account_id,
            version=1,
            invoice_id=seen.invoice_id,
            seen_id=seen.seen_id,
            reason="deleted in QuickBooks",
            undone_at=NOW,
        )

    def delivery_sent(
        self, invoice_id: str, at: datetime = NOW, *, delivery_id: str | None = None
    ) -> DeliverySent:
        """A mail server took the invoice."""
        return DeliverySent(
            account_id=self.account_id,
            version=1,
            invoice_id=UUID(invoice_id),
            delivery_id=UUID(delivery_id) if delivery_id else new_id(),
            kind="invoice",
            recipient="faktura@nordlys.example",
            message_id="<1@honorar.example>",
            sent_at=at,
        )

    def delivery_unknown(self, invoice_id: str, at: datetime = NOW) -> DeliveryFailed:
        """A mail server may have taken the invoice: its reply was lost."""
        reason = "outcome unknown: the mail may have arrived"
        failed = self.delivery_failed(invoice_id, at)
        return failed.model_copy(update={"may_have_arrived": True, "reason": reason})

    def delivery_failed(
        self, invoice_id: str, at: datetime = NOW, *, delivery_id: str | None = None
    ) -> DeliveryFailed:
        """No mail server took the invoice."""
        return DeliveryFailed(
            account_id=self.account_id,
            version=1,
            invoice_id=UUID(invoice_id),
            delivery_id=UUID(delivery_id) if delivery_id else new_id(),
            kind="invoice",
            reason="the customer has no billing contact",
            failed_at=at,
        )

    def credit_note_sent(self, credit_note_id: str, at: datetime = NOW) -> CreditNoteSent:
        """A mail server took the credit note."""
        return CreditNoteSent(
            account_id=self.account_id,
            version=2,
            credit_note_id=UUID(credit_note_id),
            delivery_id=new_id(),
            recipient="faktura@nordlys.example",
            message_id="<2@honorar.example>",
            sent_at=at,
        )

    def credit_note_failed(self, credit_note_id: str, at: datetime = NOW) -> CreditNoteFailed:
        """No mail server took the credit note."""
        return CreditNoteFailed(
            account_id=self.account_id,
            version=1,
            credit_note_id=UUID(credit_note_id),
            delivery_id=new_id(),
            reason="the customer has no billing contact",
            failed_at=at,
        )

    def invoice_copied(self, invoice_id: str, variance: str | None = None) -> InvoiceCopied:
        """The invoice is in QuickBooks."""
        return InvoiceCopied(
            account_id=self.account_id,
            version=1,
            invoice_id=UUID(invoice_id),
            realm_id="9130350000000001",
            qbo_id="145",
            total=Money(amount=Decimal("1250.00"), currency="DKK"),
            variance=variance,
            copied_at=NOW,
        )

    def quickbooks_sent(self, invoice_id: str, sending_id: str, at: datetime = NOW) -> InvoiceSent:
        """QuickBooks mailed the invoice."""
        return InvoiceSent(
            account_id=self.account_id,
            version=2,
            invoice_id=UUID(invoice_id),
            sending_id=UUID(sending_id),
            recipient="faktura@nordlys.example",
            sent_at=at,
        )

    def quickbooks_did_not_send(
        self, invoice_id: str, sending_id: str, at: datetime = NOW, *, may_have: bool = False
    ) -> SendingFailed:
        """QuickBooks did not mail the invoice, or may have."""
        return SendingFailed(
            account_id=self.account_id,
            version=3,
            invoice_id=UUID(invoice_id),
            sending_id=UUID(sending_id),
            reason="the customer has no e-mail address in QuickBooks",
            may_have_arrived=may_have,
            failed_at=at,
        )

    def sync_failed(self, invoice_id: str, at: datetime = NOW) -> SyncFailed:
        """The invoice could not be copied."""
        return SyncFailed(
            account_id=self.account_id,
            version=1,
            invoice_id=UUID(invoice_id),
            reason="QuickBooks refused the customer's name",
            failed_at=at,
        )
