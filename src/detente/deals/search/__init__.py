"""Which package among very many is best, and how is that proven?"""
