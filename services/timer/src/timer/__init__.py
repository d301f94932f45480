"""Time, timesheets and the people, customers and work they belong to."""
