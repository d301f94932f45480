"""Files of banks and their transactions as JSON."""

from datetime import date, datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field

import web
from invoicing.commands.bank_files import FileOptions, FilePreview
from invoicing.commands.bank_transactions import TakenMany, Taking
from invoicing.domain.bank_files.amounts import DateOrder, DecimalMark
from invoicing.domain.bank_files.mapping import CsvMapping
from invoicing.domain.bank_files.statement import BankFileFormat, BankLine
from invoicing.domain.matching import Certainty, Proposal, Reason, TransactionState
from invoicing.queries.bank import SeenTransaction, TransactionFilter
from invoicing.schemas.amounts import AmountOf, AmountsResponse, Day, amount_of, respond
from invoicing.schemas.payments import (
    AllocationRequest,
    AllocationResponse,
    WriteOffsRequest,
)

_Column = Annotated[str, Field(max_length=100)]


class BankFileRequest(web.FilterModel):
    """What is said of a file beside its bytes. Columns are named by their headers, when the CSV file is no known bank's."""

    name: Annotated[str, Field(max_length=200)] = ""
    """What the file is called."""
    format: BankFileFormat | None = None
    """Its format; recognised when it is not said."""
    bank_account: Annotated[str, Field(max_length=50)] = ""
    """Which account of yours it is of; needed where a CSV file does not say it."""
    currency: web.CurrencyCode | None = None
    """ISO 4217 code of a CSV file without a column for it; the account's own when it is not said."""
    date_column: _Column = ""
    """Holds the day of booking. It begins a mapping, and is needed in one."""
    amount_column: _Column = ""
    """Holds signed amounts."""
    in_column: _Column = ""
    """Holds what came in, where amounts have two columns."""
    out_column: _Column = ""
    """Holds what went out, where amounts have two columns."""
    text_columns: Annotated[list[_Column], Field(max_length=10, default_factory=list)]
    """Hold what the payer wrote."""
    payer_column: _Column = ""
    """Holds the name of the other side."""
    payer_account_column: _Column = ""
    """Holds the account of the other side."""
    reference_column: _Column = ""
    """Holds the reference that the payer had to give."""
    bank_reference_column: _Column = ""
    """Holds the bank's own reference, which no other line of the account has."""
    currency_column: _Column = ""
    """Holds the currency."""
    account_column: _Column = ""
    """Holds the account of yours."""
    date_order: DateOrder = "day-first"
    """How days are written that do not begin with a year of four digits."""
    decimal_mark: DecimalMark | None = None
    """The mark before decimals; told from the amounts when it is not said."""
    remember: bool = False
    """Remember the columns for files with the same headers."""

    def to_domain(self) -> FileOptions:
        """As the command takes it."""
        return FileOptions(
            name=self.name,
            format=self.format,
            bank_account=self.bank_account,
            currency=self.currency,
            mapping=self._mapping() if self.date_column else None,
            remember=self.remember,
        )

    def _mapping(self) -> CsvMapping:
        return CsvMapping(
            date=self.date_column,
            amount=self.amount_column,
            money_in=self.in_column,
            money_out=self.out_column,
            text=tuple(self.text_columns),
            counterparty=self.payer_column,
            counterparty_account=self.payer_account_column,
            reference=self.reference_column,
            bank_reference=self.bank_reference_column,
            currency=self.currency_column,
            bank_account=self.account_column,
            date_order=self.date_order,
            decimal_mark=self.decimal_mark,
        )


class BankFileResponse(web.ResponseModel):
    """A file that was read."""

    id: UUID
    """The file."""
    name: str
    """What it is called; may be empty."""
    format: BankFileFormat
    """Its format."""
    preset: str | None
    """The bank whose CSV export it is; null for other formats and named columns."""
    lines: int
    """How many booked transactions it has."""
    new_lines: int
    """How many of them no file brought before."""
    left_out: int
    """How many lines were left out, since they are not booked yet."""
    first_day: date
    """Of its first transaction."""
    last_day: date
    """Of its last transaction."""
    imported_at: datetime
    """When it was read (UTC)."""
    imported_by: str
    """Who read it: the subject of their token."""


class BankLineResponse(AmountsResponse):
    """A booked line of a file."""

    bank_account: str
    """The account of yours."""
    booked_on: date
    """The day of booking."""
    amount: AmountOf
    """Negative for money that went out."""
    text: str
    """What the bank says of it."""
    counterparty: str
    """The name of the other side; may be empty."""
    reference: str
    """The reference that the payer had to give; may be empty."""


class ColumnsResponse(web.ResponseModel):
    """Which column of a CSV file holds what; empty for what none does."""

    date: str
    """The day of booking."""
    amount: str
    """Signed amounts."""
    money_in: str
    """What came in."""
    money_out: str
    """What went out."""
    text: list[str]
    """What the payer wrote."""
    counterparty: str
    """The name of the other side."""
    reference: str
    """The reference that the payer had to give."""


class FileProblemResponse(web.ResponseModel):
    """Why the file is refused."""

    field: str
    """Row and column."""
    reason: str
    """What is wrong there."""


class BankFilePreviewResponse(web.ResponseModel):
    """What importing a file would do. Without `lines` and `problems` its columns have to be named."""

    format: BankFileFormat
    """Its format, as it was recognised."""
    preset: str | None
    """The bank whose CSV export it is; null for other formats and named columns."""
    headers: list[str]
    """The columns of a CSV file."""
    samples: list[list[str]]
    """The first rows of a CSV file."""
    columns: ColumnsResponse | None
    """How the columns are understood; null when they are not, and for other formats."""
    bank_account: str
    """The account of yours that such files were of before; may be empty."""
    lines: int
    """How many booked transactions it has; 0 while it cannot be read."""
    new_lines: int
    """How many of them no file brought before."""
    left_out: int
    """How many lines would be left out, since they are not booked yet."""
    first_lines: list[BankLineResponse]
    """The first transactions as they are understood."""
    problems: list[FileProblemResponse]
    """Why the file would be refused; empty when it would not."""

    @classmethod
    def of(cls, preview: FilePreview) -> Self:
        """From what the command found."""
        file = preview.file
        return cls(
            format=preview.format,
            preset=file.preset if file else None,
            headers=list(preview.headers),
            samples=[list(row) for row in preview.samples],
            columns=preview.mapping and ColumnsResponse.model_validate(preview.mapping),
            bank_account=preview.bank_account,
            lines=len(file.lines) if file else 0,
            new_lines=preview.new,
            left_out=file.left_out if file else 0,
            first_lines=[_line(one) for one in preview.first_lines],
            problems=[FileProblemResponse.model_validate(one) for one in preview.refused],
        )


def _line(line: BankLine) -> BankLineResponse:
    return BankLineResponse.of(line)


class TransactionFilterRequest(web.FilterModel):
    """Which transactions are asked for."""

    state: TransactionState | None = None
    """Only those that wait, were taken, or were set aside."""
    file_id: UUID | None = None
    """Only those that this file brought first."""
    bank_account: Annotated[str, Field(max_length=50)] | None = None
    """Only those of this account of yours."""
    first_day: Day | None = None
    """Only those booked from this day on."""
    last_day: Day | None = None
    """Only those booked up to this day."""
    newest_first: bool = False
    """What was imported last comes first; without it last."""

    def to_domain(self) -> TransactionFilter:
        """As the query takes it."""
        return TransactionFilter(**dict(self))


class ProposalResponse(web.ResponseModel):
    """What a transaction may be."""

    certainty: Certainty
    """`certain`: an invoice's number, or a refund's reference, and the amount agree. `likely` and `possible` want a look."""
    reasons: list[Reason]
    """Why: `number` or `reference` of an invoice is named; the `amount` is what is owed, the `sum` of the oldest
    invoices, `part` of it or `more`; the `name` of the customer is named, or it is the `account` that they paid from;
    a `refund` of this amount was recorded, or the customer has `credit`.
    """
    organization_id: UUID
    """Whose it is."""
    organization_name: str
    """Their name."""
    allocations: list[AllocationResponse]
    """Which invoices it settles."""
    credit: web.Money
    """What would be the customer's credit."""
    refund_id: UUID | None
    """The refund that it is; null for none."""


class BankTransactionResponse(web.ResponseModel):
    """A booked movement of a bank account, what may be made of it, and what was."""

    id: UUID
    """The transaction."""
    version: int
    """Changes with each decision; the ETag."""
    file_id: UUID
    """The file that brought it first."""
    bank_account: str
    """The account of yours."""
    booked_on: date
    """The day of booking."""
    amount: AmountOf
    """Negative for money that went out."""
    text: str
    """What the bank says of it."""
    counterparty: str
    """The name of the other side; may be empty."""
    counterparty_account: str
    """The account of the other side; may be empty."""
    reference: str
    """The reference that the payer had to give; may be empty."""
    end_to_end_id: str
    """What the payer called the transfer; may be empty."""
    bank_reference: str
    """What the bank calls it; may be empty."""
    state: TransactionState
    """`open` until it is `taken` as a payment or refund, or `set-aside` as nothing of a customer's."""
    payment_id: UUID | None
    """The payment that it was taken for."""
    refund_id: UUID | None
    """The refund that it was taken for."""
    reason: str | None
    """Why it was set aside, or is open again."""
    decided_at: datetime | None
    """When that was decided (UTC); null when nothing was."""
    decided_by: str | None
    """Who decided it: the subject of their token."""
    proposals: list[ProposalResponse]
    """What it may be while it is open, the most certain first; at most three."""

    @classmethod
    def of(cls, seen: SeenTransaction) -> Self:
        """From what the query found."""
        currency = seen.transaction.currency
        proposals = [_proposal(one, currency) for one in seen.proposals]
        return respond(cls, seen.transaction, currency=currency, proposals=proposals)


def _proposal(proposal: Proposal, currency: str) -> ProposalResponse:
    return respond(
        ProposalResponse, proposal, currency=currency, credit=amount_of(proposal.credit, currency)
    )


class TakeRequest(WriteOffsRequest):
    """What a transaction is taken for. One that went out is a refund: an earlier one, or a new one of credit."""

    organization_id: UUID | None = None
    """The customer who paid or was paid. May be left out when the allocations or the refund say so."""
    allocations: Annotated[tuple[AllocationRequest, ...], Field(max_length=500)] = ()
    """Which invoices it settles, each once; what is left is the customer's credit."""
    refund_id: UUID | None = None
    """The refund that it is."""

    def to_domain(self) -> Taking:
        """As the command takes it."""
        return Taking(
            organization_id=self.organization_id,
            amounts=self.amounts,
            write_offs=self.written_off,
            write_off_reason=self.write_off_reason,
            refund_id=self.refund_id,
        )


class SetAsideRequest(web.RequestModel):
    """Why a transaction is nothing of a customer's."""

    reason: Annotated[str, Field(min_length=1, max_length=500, pattern=r"\S")]
    """For people who read the books later."""


class TakeCertainRequest(web.RequestModel):
    """Which transactions are taken, if it is certain what they are."""

    transaction_ids: Annotated[tuple[UUID, ...], Field(max_length=500)] | None = None
    """Only these; null: any that is open."""


class RefusedTransactionResponse(web.ResponseModel):
    """A transaction that could not be taken."""

    transaction_id: UUID
    """The transaction."""
    reason: str
    """Why; it is open still."""


class TakenManyResponse(web.ResponseModel):
    """What was taken of the transactions of which it was certain what they are."""

    taken: list[UUID]
    """The transactions, at most 100."""
    refused: list[RefusedTransactionResponse]
    """Those that could not be taken, and stay open."""
    left: int
    """How many certain ones are left: ask again."""

    @classmethod
    def of(cls, found: TakenMany) -> Self:
        """From what the command did."""
        refused = [
            RefusedTransactionResponse(transaction_id=one, reason=reason)
            for one, reason in found.refused
        ]
        return cls(taken=[one.id for one in found.taken], refused=refused, left=found.left)


class BankSummaryResponse(web.ResponseModel):
    """What waits."""

    open: int
    """Transactions about which nothing is decided."""
    certain: int
    """Those of the oldest 2,000 of them of which it is certain what they are."""
    set_aside: int
    """Transactions that are nothing of a customer's."""
