"""Which packages are on the frontier, near what is named, or better for everyone who signs?"""
