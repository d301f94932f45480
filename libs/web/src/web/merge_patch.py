"""Changes of a part: JSON merge patch (RFC 7396), for resources whose members are all always there."""

from typing import Any, TypeVar

from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError

from web.schemas import RequestModel

M = TypeVar("M", bound=RequestModel)


def merge_patch(target: Any, patch: Any) -> Any:
    """Change what the patch names and nothing else. A member that the patch removes is null.

    It goes no deeper than the target, however deep the patch is.
    """
    if not isinstance(patch, dict) or not isinstance(target, dict):
        return patch
    return {**target, **{name: merge_patch(target.get(name), patch[name]) for name in patch}}


def patched(model: type[M], current: dict[str, Any], patch: dict[str, Any]) -> M:
    """What a whole request would say that makes the change. Raises what an invalid body raises."""
    try:
        return model.model_validate(merge_patch(current, patch))
    except ValidationError as error:
        raise RequestValidationError(error.errors()) from error
