"""What the contracts say of readers is what the services hear, and every reader takes every example."""

from importlib import import_module

import pytest

from contracts.stored import examples
from contracts.topics import TOPICS, Topic, all_events

SERVICES = ["timer", "rates", "invoicing", "notifier", "qbo-sync"]


def heard_by(service: str) -> set[str]:
    """Name the types that a service hears."""
    consumers = import_module(f"{service.replace('-', '_')}.consumers")
    return {fact.type for fact in consumers.HANDLERS}


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.name)
def test_the_readers_of_a_topic_are_those_that_hear_it(topic: Topic) -> None:
    types = {fact.type for fact in topic.facts}
    assert set(topic.readers) == {name for name in SERVICES if heard_by(name) & types}


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_hears_only_facts_of_others_that_exist(service: str) -> None:
    known = {fact.type: fact for fact in all_events()}
    for kind in heard_by(service):
        assert kind in known
        assert not kind.startswith(f"{service}.")
        assert list(examples(known[kind]))
