"""Kafka: identity consumes no event. It sees that there was one, and hints at it."""

from identity.commands.hints import pass_on
from identity.hints import TOPICS
from messaging import Observation

HINTS = Observation(group="identity-hints", topics=TOPICS, act=pass_on)
