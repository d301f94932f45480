"""What is read: why an entry costs what it costs, and what a period earns."""
