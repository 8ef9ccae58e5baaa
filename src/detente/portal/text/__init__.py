"""What does the single negotiating text say, and how far has each element come?"""
