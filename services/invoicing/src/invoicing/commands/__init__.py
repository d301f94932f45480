"""What can be done, a file per verb: load, decide, publish."""
