"""What follows from preferences that are told exactly?"""
