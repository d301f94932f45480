"""What one service may know of another: facts, topics, schemas and examples. No logic lives here."""

from contracts.event import Event, PayloadModel
from contracts.money import Currency, Money
from contracts.people import Address, Contact

__all__ = ["Address", "Contact", "Currency", "Event", "Money", "PayloadModel"]
