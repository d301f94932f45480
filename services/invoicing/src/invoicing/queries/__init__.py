"""What can be asked, a file per question."""
