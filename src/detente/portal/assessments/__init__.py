"""What do the engines say about the case of this process?"""
