"""What is a package worth to each party, and who accepts it in which worlds?"""
