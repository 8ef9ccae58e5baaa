"""The invented example: two states across a river, an alliance beside them, a mediator, a council, monitors."""
