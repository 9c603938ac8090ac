"""How this app speaks to those above it, which it does not know."""

from django.dispatch import Signal

facts_taken = Signal()
"""Sent by `modules.progress` with `facts` (by registration) and `is_whole` (they are all those that stand).

Inside the transaction of the statement, the registrations locked; a receiver that raises undoes everything. Each one
answers with the number of rows it changed, which `manage.py rebuild` adds up. One closing fact at most when not whole.
"""

registrations_moved = Signal()
"""Sent by `modules.progress` with `registrations` (ids) whose steps may have moved, once `facts_taken` was answered.

Inside the same transaction, the registrations locked. Answered in the same way: the number of rows changed.
"""

attendance_asked = Signal()
"""Sent with `registration`, when a workshop is shown. Who keeps half-days answers with an `Attendance`, or None."""

opinions_told = Signal()
"""Sent by `questionnaire.opinions` with `activity`, when enough people answered for their counts to be read together.

Inside the transaction of the last of them, what is counted locked.
"""
