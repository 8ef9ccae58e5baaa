"""Who signs in, for how long, and what is written down of it?"""
