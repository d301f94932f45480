"""What is read, a file per question."""
