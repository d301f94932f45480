"""What errors and constraints of the service are to callers of its API."""

from rates.domain.acts import ActsRefusedError, PreviewExpiredError, PreviewOutdatedError
from rates.domain.agreements import AgreementOverlapError
from rates.domain.billed_agreements import AgreementBilledError, ChargeBilledError
from rates.domain.budgets import BudgetVersionRequiredError, ProjectBudgetError
from rates.domain.multipliers import MultiplierBilledError
from rates.domain.overrides import (
    EntryBilledError,
    EntryNotBillableError,
    OverridesRefusedError,
    VersionRequiredError,
)
from rates.domain.reconciliation import AlreadyReconcilingError
from rates.domain.rounding import RoundingBilledError
from rates.domain.rule_file import RuleFileError
from rates.domain.rules import RateBilledError, UnknownReferenceError
from web import Constraint, Problem, ProblemTable

NEVER_OVERLAP = Constraint("rates_never_overlap")
COSTS_NEVER_OVERLAP = Constraint("costs_never_overlap")
ROUNDING_NEVER_OVERLAPS = Constraint("rounding_policies_never_overlap")
MULTIPLIERS_NEVER_OVERLAP = Constraint("multipliers_never_overlap")
HOLIDAYS_ONCE_A_DAY = Constraint("holidays_once_a_day")
AGREEMENTS_NEVER_OVERLAP = Constraint("agreements_never_overlap")
_OVERLAP = Problem(
    409,
    "agreement-overlaps",
    "Another agreement charges months of the same work in the same way",
    detail="end that one first, or choose other days",
)
BUDGETS_NEVER_OVERLAP = Constraint("organization_budgets_never_overlap")

PROBLEMS: ProblemTable = {
    UnknownReferenceError: Problem(
        422,
        "unknown-reference",
        "The rate, cost or policy names something that is not known",
        headers={"Retry-After": "1"},
    ),
    AlreadyReconcilingError: Problem(
        409,
        "already-reconciling",
        "The account's figures are being compared",
        headers={"Retry-After": "5"},
    ),
    RateBilledError: Problem(
        409,
        "rate-billed",
        "Time was billed at this rate; end it instead",
        detail="PATCH it with the last day on which it holds",
    ),
    ActsRefusedError: Problem(
        422,
        "rate-change-refused",
        "Acts of the change are in conflict with rates or with each other",
    ),
    RuleFileError: Problem(
        422, "rate-file-refused", "Rows of the file cannot be taken; nothing was changed"
    ),
    PreviewExpiredError: Problem(
        409, "preview-expired", "The preview is older than an hour: preview the change again"
    ),
    PreviewOutdatedError: Problem(
        409, "preview-outdated", "Things have moved since the preview: preview the change again"
    ),
    EntryBilledError: Problem(
        409,
        "entry-billed",
        "An invoice bills this time, so its price stays",
        detail="a credit note that gives the time back lets it have another price",
    ),
    EntryNotBillableError: Problem(
        409,
        "entry-not-billable",
        "The time is not billable, or has no customer who would pay for it",
    ),
    VersionRequiredError: Problem(
        428,
        "precondition-required",
        "This change needs an If-Match header",
        detail="a price is set on this entry already; send its version",
    ),
    OverridesRefusedError: Problem(
        409, "overrides-refused", "No price was set; these entries stand in the way"
    ),
    NEVER_OVERLAP: Problem(
        409,
        "rate-overlaps",
        "Another rate for the same combination holds on some of these days",
        detail="end that one first, or choose other days",
    ),
    COSTS_NEVER_OVERLAP: Problem(
        409,
        "cost-overlaps",
        "Another cost for the same combination holds on some of these days",
        detail="end that one first, or choose other days",
    ),
    RoundingBilledError: Problem(
        409,
        "rounding-policy-billed",
        "Time was billed as this policy rounds it; end it instead",
        detail="PATCH it with the last day on which it holds",
    ),
    ROUNDING_NEVER_OVERLAPS: Problem(
        409,
        "rounding-policy-overlaps",
        "Another policy of the same customer holds on some of these days",
        detail="end that one first, or choose other days",
    ),
    AgreementOverlapError: _OVERLAP,
    AGREEMENTS_NEVER_OVERLAP: _OVERLAP,
    AgreementBilledError: Problem(
        409,
        "agreement-billed",
        "An invoice bills something of this agreement; end it instead",
        detail="PATCH it with its last day",
    ),
    ChargeBilledError: Problem(
        409,
        "charge-billed",
        "An invoice bills this, so it stays as it is",
        detail="a credit note that gives it back lets it change",
    ),
    BudgetVersionRequiredError: Problem(
        428,
        "precondition-required",
        "This change needs an If-Match header",
        detail="the budget is there already; send its version",
    ),
    ProjectBudgetError: Problem(
        409,
        "budget-of-project",
        "The budget is that of a project: change it with the project",
        detail="only its thresholds are set here",
    ),
    BUDGETS_NEVER_OVERLAP: Problem(
        409,
        "budget-overlaps",
        "Another budget of the same customer holds on some of these days",
        detail="change or delete that one first, or choose other days",
    ),
    MultiplierBilledError: Problem(
        409,
        "multiplier-billed",
        "Time was billed by this multiplier; end it instead",
        detail="PATCH it with the last day on which it holds",
    ),
    MULTIPLIERS_NEVER_OVERLAP: Problem(
        409,
        "multiplier-overlaps",
        "Another multiplier of the same combination and kind applies at the same time on some of these days",
        detail="end that one first, or choose other hours or days",
    ),
    HOLIDAYS_ONCE_A_DAY: Problem(
        409, "holiday-exists", "One of these days is a holiday already; none was added"
    ),
}
