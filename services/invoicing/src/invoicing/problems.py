"""Which HTTP problem each refusal is."""

from invoicing.domain import billing_runs, errors, recurring, reminder_fees
from invoicing.domain.bank_files.statement import BankFileError, ColumnsUnknownError
from web import Constraint, Problem, ProblemTable

PROBLEMS: ProblemTable = {
    errors.NothingToBillError: Problem(
        409, "nothing-to-bill", "There is no time that could be billed"
    ),
    errors.TimeOnItsWayError: Problem(
        409, "time-on-its-way", "The time is on its way", headers={"Retry-After": "2"}
    ),
    errors.EntriesNotReadyError: Problem(
        409, "entries-not-ready", "Some of these entries cannot be billed"
    ),
    errors.ChargesNotReadyError: Problem(
        409, "charges-not-ready", "Some of these charges of agreements cannot be billed"
    ),
    errors.WriteOffUndoneError: Problem(409, "write-off-undone", "This write-off was undone"),
    errors.InvoiceNotIssuedError: Problem(409, "invoice-not-issued", "A draft cannot be credited"),
    errors.InvoiceCreditedError: Problem(
        409, "invoice-credited", "Everything on this invoice was credited"
    ),
    errors.CreditRefusedError: Problem(422, "credit-refused", "The invoice cannot be credited so"),
    errors.CreditNoteNumberTakenError: Problem(
        409, "number-taken", "The number format makes a number that another series has used"
    ),
    errors.SeriesTakenError: Problem(
        409, "number-taken", "The number format makes a number that another series has used"
    ),
    errors.PaymentsMovedError: Problem(
        409, "payments-moved", "A payment of the invoice was changed just now"
    ),
    Constraint("credited_within_line"): Problem(
        409, "credit-exceeds-line", "More would be credited than was billed"
    ),
    Constraint("credit_note_number_once"): Problem(
        409, "number-taken", "The number format makes a number that another series has used"
    ),
    errors.CustomerChangedError: Problem(
        409, "customer-changed", "The customer was changed since you saw it"
    ),
    errors.CustomerOnItsWayError: Problem(
        409,
        "customer-on-its-way",
        "The change of the customer is on its way",
        headers={"Retry-After": "2"},
    ),
    errors.UnknownCustomerError: Problem(422, "no-such-reference", "There is no such organization"),
    errors.UnknownCurrencyError: Problem(
        422, "unknown-currency", "The customer's currency is not an ISO 4217 code"
    ),
    errors.TaxCodeExistsError: Problem(409, "tax-code-exists", "There is such a tax code"),
    errors.LedgerIncompleteError: Problem(
        422, "ledger-incomplete", "Accounts of the ledger are not named"
    ),
    errors.NothingToExportError: Problem(
        409, "nothing-to-export", "Everything up to that day was exported"
    ),
    errors.TooManyLinesError: Problem(422, "too-many-lines", "An invoice has at most 750 lines"),
    errors.InvoiceIssuedError: Problem(409, "invoice-issued", "An issued invoice never changes"),
    errors.UnprintableTextError: Problem(
        422, "text-not-printable", "Some text cannot be printed on an invoice"
    ),
    errors.IncompleteInvoiceError: Problem(
        422, "invoice-incomplete", "The invoice does not say what the law demands"
    ),
    errors.InvoiceTooLargeError: Problem(
        422, "invoice-too-large", "The invoice does not fit in one message to other services"
    ),
    errors.PaymentReversedError: Problem(409, "payment-reversed", "This payment was reversed"),
    errors.PaymentIsReversalError: Problem(
        409, "payment-is-a-reversal", "A counter-entry is not a payment"
    ),
    errors.PaymentRefundedError: Problem(
        409, "payment-refunded", "Some of this payment was paid back"
    ),
    errors.CreditExceededError: Problem(
        422, "credit-exceeded", "The customer has less credit than that"
    ),
    errors.RefundReversedError: Problem(409, "refund-reversed", "This refund was reversed"),
    errors.DifferenceTooLargeError: Problem(
        422, "difference-too-large", "The rest is more than may be written off"
    ),
    errors.TransactionDecidedError: Problem(
        409, "transaction-decided", "This transaction was taken or set aside before"
    ),
    errors.TransactionOpenError: Problem(
        409, "transaction-open", "Nothing was decided about this transaction"
    ),
    errors.TransactionRefusedError: Problem(
        422, "transaction-refused", "The transaction cannot be taken so"
    ),
    BankFileError: Problem(422, "bank-file-refused", "The bank's file cannot be read"),
    ColumnsUnknownError: Problem(
        422, "bank-file-columns-unknown", "The columns of the file are not known"
    ),
    errors.AllocationRefusedError: Problem(
        422, "allocation-refused", "The payment cannot be allocated so"
    ),
    errors.LinkExpiredError: Problem(
        410,
        "link-expired",
        "This link is no longer valid",
        detail="ask who sent the invoice for a new one",
    ),
    errors.TooManyQuestionsError: Problem(
        429,
        "too-many-questions",
        "There were many questions about this invoice already",
        headers={"Retry-After": "3600"},
    ),
    errors.DraftNotSentError: Problem(409, "draft-not-sent", "A draft is issued before it is sent"),
    errors.CreditedNotSentError: Problem(
        409, "credited-not-sent", "All of this invoice was credited"
    ),
    errors.NobodyToSendToError: Problem(409, "nobody-to-send-to", "There is nobody to send it to"),
    errors.SendingQueuedError: Problem(
        409, "sending-queued", "The invoice is on its way by this channel"
    ),
    errors.DraftNotDisputedError: Problem(
        409, "draft-not-disputed", "A draft is changed, not disputed"
    ),
    errors.AlreadyDisputedError: Problem(409, "already-disputed", "This is disputed already"),
    errors.DisputeResolvedError: Problem(409, "dispute-resolved", "The dispute was resolved"),
    billing_runs.NothingToIssueError: Problem(
        409, "nothing-to-issue", "There is no draft that could be issued"
    ),
    billing_runs.NothingToDraftError: Problem(
        409, "nothing-to-draft", "The drafts of this run were chosen; it makes none"
    ),
    billing_runs.RunEndedError: Problem(409, "run-ended", "The billing run has ended"),
    Constraint("claimed_once"): Problem(
        409, "time-claimed", "Another draft claimed some of this time just now"
    ),
    Constraint("charge_billed_once"): Problem(
        409, "charge-billed", "Another draft bills this charge of an agreement just now"
    ),
    Constraint("invoice_number_once"): Problem(
        409, "number-taken", "The number format makes a number that another series has used"
    ),
    Constraint("allocated_within_balance"): Problem(
        409, "allocation-exceeds-balance", "More would be allocated than is owed"
    ),
    Constraint("allocated_to_its_payer"): Problem(
        409, "allocation-to-another-customer", "The invoice is another customer's"
    ),
    Constraint("allocated_within_payment"): Problem(
        409, "allocation-exceeds-payment", "More would be allocated than was paid"
    ),
    recurring.RecurringStateError: Problem(
        409, "recurring-state", "This cannot be done to the recurring invoice as it stands"
    ),
    recurring.PeriodBilledError: Problem(
        409, "period-billed", "There is a draft or invoice of this period"
    ),
    reminder_fees.FeeInvoicedError: Problem(
        409, "fee-invoiced", "There is a draft or invoice of this fee"
    ),
    Constraint("recurring_periods_once"): Problem(
        409, "period-billed", "There is a draft or invoice of this period"
    ),
    errors.QuoteAnsweredError: Problem(
        409, "quote-answered", "This cannot become of the quote as it stands"
    ),
    errors.QuoteSentError: Problem(409, "quote-sent", "A sent quote does not change"),
    errors.QuoteNotBillableError: Problem(
        409, "quote-not-billable", "This cannot be billed of the quote"
    ),
    errors.IncompleteQuoteError: Problem(422, "quote-incomplete", "The quote cannot be sent yet"),
    errors.ExpenseBilledError: Problem(409, "expense-billed", "A line charges this expense"),
    errors.ExpensesNotReadyError: Problem(
        409, "expenses-not-ready", "Some of these expenses cannot be billed"
    ),
    errors.ReceiptsFullError: Problem(409, "receipts-full", "There are too many receipts"),
    Constraint("expense_billed_once"): Problem(
        409, "expense-billed", "Another draft bills this expense just now"
    ),
    Constraint("expense_category_once"): Problem(
        409, "category-exists", "There is a category of that name"
    ),
    Constraint("quoted_once"): Problem(
        409, "quote-billed", "Another draft bills this line of the quote just now"
    ),
    Constraint("quote_number_once"): Problem(
        409, "number-taken", "The number format makes a number that another series has used"
    ),
}
