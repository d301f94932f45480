"""Messages that could not be processed: stored with their cause, listed, replayed or discarded by operators."""
