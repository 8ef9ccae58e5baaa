"""What would a delegation take, told to nobody else?"""
