"""Who takes part, for whom, and in which role?"""
