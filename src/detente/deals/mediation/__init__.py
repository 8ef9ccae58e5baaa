"""What could a mediator ask, offer or trade next?"""
