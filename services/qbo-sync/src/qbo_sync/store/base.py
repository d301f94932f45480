"""The base of the tables."""

from sqlalchemy.orm import DeclarativeBase

from database.mapping import TYPES, new_metadata


class Base(DeclarativeBase):
    """The tables of qbo-sync."""

    metadata = new_metadata()
    type_annotation_map = TYPES
