"""What the notifier does, a noun each."""
