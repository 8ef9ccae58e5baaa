"""`detente gates`, `detente ownership` and `detente screen`: may it be done, by whom, from when?"""
