"""What invoicing refuses, and why. `invoicing.problems` gives each its HTTP status and problem type."""

from domain_errors import ConflictError, DomainError, FieldError, NotFoundError


class NothingToBillError(ConflictError):
    """There is no time that could be billed."""


class TimeOnItsWayError(NothingToBillError):
    """Hours or prices of the time are known to be on their way; asking again in a moment finds them."""


class EntriesNotReadyError(ConflictError):
    """Some of the named entries cannot be billed."""


class ChargesNotReadyError(ConflictError):
    """Some of the named charges of agreements cannot be billed."""


class InvoiceIssuedError(ConflictError):
    """An issued invoice never changes; a mistake on it is cured by a credit note."""


class TimeNotBilledError(ConflictError):
    """A credit note names time that the invoice does not charge, or that another credit note released."""


class WriteOffUndoneError(ConflictError):
    """The write-off was undone before."""


class InvoiceNotIssuedError(ConflictError):
    """A draft is changed or deleted, not credited."""


class InvoiceCreditedError(ConflictError):
    """Everything on the invoice was credited before."""


class CreditRefusedError(DomainError):
    """A credit note names what the invoice does not charge, or more than is left of it."""


class CreditNoteNumberTakenError(ConflictError):
    """The format makes a number that an invoice has."""


class SeriesTakenError(ConflictError):
    """The format makes numbers of a series that documents of another kind have."""


class PaymentsMovedError(ConflictError):
    """A payment was allocated to the invoice just now; asking again finds it."""


class CustomerChangedError(ConflictError):
    """The customer is not what the caller saw any more."""


class CustomerOnItsWayError(ConflictError):
    """The caller saw a newer version of the customer than has arrived here."""


class UnknownCustomerError(DomainError):
    """A request names a customer that is not known here."""

    def __init__(self) -> None:
        reason = "is not known here; a customer that was made a moment ago is on its way"
        super().__init__(fields=[FieldError("organization_id", reason)])


class UnknownCurrencyError(DomainError):
    """The customer's currency is no ISO 4217 code."""


class TooManyLinesError(DomainError):
    """The invoice has more lines than QuickBooks and one message can hold."""


class UnknownTaxCodeError(NotFoundError):
    """There is no such tax code."""

    def __init__(self, code: str) -> None:
        super().__init__(f"tax code {code}")


class TaxCodeExistsError(ConflictError):
    """The account has a tax code of that name, perhaps a retired one."""


class LedgerIncompleteError(DomainError):
    """Accounts of the ledger that every journal needs are not named."""


class NothingToExportError(ConflictError):
    """Everything up to that day was exported."""


class IncompleteInvoiceError(DomainError):
    """The invoice does not say what the law demands."""


class UnprintableTextError(DomainError):
    """Some text holds characters that no font of the invoices has."""


class InvoiceTooLargeError(DomainError):
    """The invoice does not fit in one message to other services."""


class PaymentReversedError(ConflictError):
    """The payment was reversed before."""


class PaymentIsReversalError(ConflictError):
    """A counter-entry is not a payment."""


class PaymentRefundedError(ConflictError):
    """Some of the payment was paid back; the refund is reversed first."""


class CreditExceededError(DomainError):
    """The customer has less credit than is to be used or paid back."""


class RefundReversedError(ConflictError):
    """The refund was reversed before."""


class DifferenceTooLargeError(DomainError):
    """The rest is more than the account lets be written off."""


class TransactionDecidedError(ConflictError):
    """The transaction of the bank was taken or set aside before."""


class TransactionOpenError(ConflictError):
    """Nothing was decided about the transaction of the bank: there is nothing to undo."""


class TransactionRefusedError(DomainError):
    """The transaction of the bank cannot be taken so."""


class AllocationRefusedError(DomainError):
    """The payment cannot be allocated so."""


class UnknownInvoiceError(DomainError):
    """QuickBooks shows a payment of an invoice that is not issued here, or in another currency."""


class LinkExpiredError(DomainError):
    """The customer's link is no longer valid: its time is over, or it was revoked or replaced."""


class TooManyQuestionsError(DomainError):
    """The customer asked too often about an invoice."""


class DraftNotSentError(ConflictError):
    """A draft is issued first."""


class CreditedNotSentError(ConflictError):
    """Everything on the invoice was credited."""


class NobodyToSendToError(ConflictError):
    """The customer has no billing contact, and nobody else was named."""


class SendingQueuedError(ConflictError):
    """The invoice is on its way by the same channel already."""


class DraftNotDisputedError(ConflictError):
    """A draft is changed, not disputed."""


class AlreadyDisputedError(ConflictError):
    """The same, or the whole invoice, is disputed already."""


class DisputeResolvedError(ConflictError):
    """The dispute came to an end before."""


class QuoteAnsweredError(ConflictError):
    """The quote is not in a state in which this can become of it."""


class QuoteSentError(ConflictError):
    """A sent quote does not change; another one replaces it."""


class QuoteNotBillableError(ConflictError):
    """Nothing of the quote can be billed, or not what was asked for."""


class IncompleteQuoteError(DomainError):
    """The quote lacks something that it must say before it is sent."""


class ExpenseBilledError(ConflictError):
    """A line of a draft or an invoice charges the expense."""


class ExpensesNotReadyError(ConflictError):
    """Some of the named expenses cannot be billed."""


class ReceiptsFullError(ConflictError):
    """The expense has as many receipts as one can have."""
