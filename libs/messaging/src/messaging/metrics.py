"""What operators watch. The process that owns a gauge refreshes it periodically."""

from prometheus_client import Counter, Gauge

outbox_pending = Gauge("outbox_pending", "Messages written and not yet sent")
outbox_oldest_age_seconds = Gauge(
    "outbox_oldest_age_seconds", "Age of the oldest message not yet sent"
)
outbox_published_total = Counter("outbox_published", "Messages sent and acknowledged", ["topic"])
outbox_relay_leader = Gauge("outbox_relay_leader", "1 when this relay leads, else 0")
outbox_send_failures_total = Counter("outbox_send_failures", "Failed attempts to send", ["topic"])

inbox_duplicates_total = Counter(
    "inbox_duplicates", "Messages that had already taken effect", ["group"]
)
messages_processed_total = Counter(
    "messages_processed", "Messages that took effect", ["group", "type"]
)
messages_unknown_total = Counter(
    "messages_unknown", "Messages of a type without handler, skipped", ["group", "type"]
)
handler_retries_total = Counter("handler_retries", "Attempts repeated in place", ["group", "cause"])
dead_letters_total = Counter("dead_letters", "Messages stored as dead letters", ["group"])
dead_letters_open = Gauge("dead_letters_open", "Dead letters that are open", ["group"])
kafka_consumer_lag = Gauge(
    "kafka_consumer_lag", "Messages not yet processed", ["group", "topic", "partition"]
)
