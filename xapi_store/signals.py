"""How this app speaks: it knows nobody, so it is listened to.

Both are sent with `statement: Statement`, once the statement is stored and inside the same transaction: a receiver
that raises undoes everything. They are sent for what our own code records, never for what arrives over HTTP.
"""

from django.dispatch import Signal

statement_recorded = Signal()
statement_voided = Signal()
