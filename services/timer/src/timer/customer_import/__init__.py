"""Customers from lists of other programs: columns → rows → plan → report; plain Python.

A row is known again by VAT or registration number, else by name; a contact by e-mail address. What is empty is filled, what
differs is a conflict, and nothing of a row with a conflict is stored. So a second run changes nothing.
"""
