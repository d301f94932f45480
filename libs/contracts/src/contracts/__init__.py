"""What one service may know of another: events, topics, schemas and examples. No logic lives here."""

from contracts.event import Event, PayloadModel
from contracts.values import Address, Contact, Currency, Money

__all__ = ["Address", "Contact", "Currency", "Event", "Money", "PayloadModel"]
