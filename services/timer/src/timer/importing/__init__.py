"""Import of time from other programs' exports, in plain Python: no I/O, no framework, no clock.

csv_file → columns → rows (numbers, dates, seconds)   parsing: bytes to parsed rows
snapshot → matching → planning                        parsed rows and master data to plan
reporting                                             plan to report
"""
