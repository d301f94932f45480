"""The timesheet that a customer signs, on paper."""
