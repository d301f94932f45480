"""Kafka: identity consumes no event. It sees that there was one, and hints at it."""

from identity.commands.hints import pass_on
from identity.hints import KINDS
from messaging import Observation

HINTS = Observation(group="identity-hints", topics=KINDS, act=pass_on)
