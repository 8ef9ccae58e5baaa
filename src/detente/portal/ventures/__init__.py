"""Which joint ventures wait, and behind which gate?"""
