"""Documents on paper: templates of typst, printed as PDF/A in fonts that are the same on every machine.

`pdf` prints, `languages` writes days and hours; only the first needs the typesetter, which takes a moment to load.
"""
