"""Tables as files for spreadsheets, CSV and Excel. Text in them never becomes a formula."""
