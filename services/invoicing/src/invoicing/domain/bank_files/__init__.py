"""Files of banks: camt.053, MT940 and CSV become lines of statements, or are refused by row and field."""
