"""Dates and numbers in English: 14 March 2031, 1,000."""
