"""What may everyone see and check?"""
