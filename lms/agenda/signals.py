"""How this room speaks to those above it, which it does not know."""

from django.dispatch import Signal

hours_settled = Signal()
"""Sent with `registrations` (ids) whose hours or attestation changed otherwise than by a statement.

Inside the transaction of the deed, the registrations locked.
"""
