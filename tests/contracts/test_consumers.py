"""The consumers that the contracts name are the services that handle the events."""

from importlib import import_module

import pytest

from contracts.stored import examples
from contracts.topics import TOPICS, Topic, all_events

SERVICES = ["timer", "rates", "invoicing", "notifier", "qbo-sync"]


def handled_by(service: str) -> set[str]:
    """The types that a service has handlers for."""
    consumers = import_module(f"{service.replace('-', '_')}.consumers")
    return {event.type for event in consumers.HANDLERS}


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.name)
def test_the_consumers_of_a_topic_are_the_services_that_handle_its_events(topic: Topic) -> None:
    types = {event.type for event in topic.events}
    consumers = {service for service in SERVICES if handled_by(service) & types}
    assert set(topic.consumers) == consumers


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_handles_only_events_of_others_that_exist(service: str) -> None:
    known = {event.type: event for event in all_events()}
    for name in handled_by(service):
        assert name in known
        assert not name.startswith(f"{service}.")
        assert list(examples(known[name]))
