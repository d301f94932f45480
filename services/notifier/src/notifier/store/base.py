"""What the tables share."""

from sqlalchemy.orm import DeclarativeBase

from database.mapping import TYPES, new_metadata


class Base(DeclarativeBase):
    """The notifier's tables."""

    metadata = new_metadata()
    type_annotation_map = TYPES
