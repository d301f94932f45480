"""The base of the tables."""

from sqlalchemy.orm import DeclarativeBase

from database.mapping import TYPES, new_metadata
from rates.store.budget_triggers import TOUCH_BUDGETS
from rates.store.valued_triggers import PARTS_OF_TIME, VALUED


class Base(DeclarativeBase):
    """The tables of this service."""

    metadata = new_metadata(PARTS_OF_TIME, *VALUED.triggers(), *TOUCH_BUDGETS)
    type_annotation_map = TYPES
