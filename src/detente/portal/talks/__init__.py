"""Who met, in which channel, and with what outcome?"""
