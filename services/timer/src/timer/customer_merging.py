"""When customers may be merged, and when that may be undone."""

from domain_errors import ConflictError, InvalidInputError


class OrganizationMergedError(ConflictError):
    """The customer was merged into another, which stands for it."""


class MergeTargetError(ConflictError):
    """Customers are merged in one step: neither may have been merged into another, nor have others merged into it."""


class NotMergedError(ConflictError):
    """The customer was not merged into another."""


class BilledSinceMergeError(ConflictError):
    """Time of the merged customer was billed since, to the one that stays."""


def must_be_two(organization_id: object, into_id: object) -> None:
    """Raises `InvalidInputError` for one that is to be merged into itself."""
    if organization_id == into_id:
        raise InvalidInputError("into_id", "must be another customer")
