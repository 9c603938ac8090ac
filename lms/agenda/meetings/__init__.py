"""Registering to a meeting: seats, the waiting list, letters, a date for one's calendar."""
