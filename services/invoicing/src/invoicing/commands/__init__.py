"""Load, decide, say: what can be done, a file per verb."""
