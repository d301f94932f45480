"""Load, decide, publish: each command is one verb, entered by HTTP and Kafka alike. None of them commits."""
