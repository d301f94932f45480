"""What one service may know of another: facts, topics, schemas and examples. No logic lives here."""

from contracts.fact import Fact, Part
from contracts.money import Currency, Money
from contracts.people import Address, Contact

__all__ = ["Address", "Contact", "Currency", "Fact", "Money", "Part"]
