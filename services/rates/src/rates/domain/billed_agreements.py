"""What an invoice bills of agreements, and what therefore stays as it is."""

from domain_errors import ConflictError


class AgreementBilledError(ConflictError):
    """An invoice bills something of this agreement, so it cannot be withdrawn."""


class ChargeBilledError(ConflictError):
    """An invoice bills this, so it stays as it is."""
