"""What could all accept, without anyone learning who refused?"""
