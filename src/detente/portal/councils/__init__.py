"""Who sits in a joint economic council, and what has it decided?"""
