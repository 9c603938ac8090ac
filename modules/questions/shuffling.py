"""In which order the items of an ordering question are shown: always the same, never the right one. Pure.

The same for everyone and at each visit, so that a page left and resumed has not moved. Drawn from the words, not from
their rank: the page tells nothing of the right order.
"""

import hashlib

from modules.loading.schema import Ordering


def shown_order(question: Ordering) -> list[int]:
    """Indexes of the items, as shown."""
    indexes = list(range(len(question.items)))
    shown = sorted(indexes, key=lambda index: hashlib.sha256(question.items[index].text.encode()).digest())
    return shown[1:] + shown[:1] if shown == indexes else shown
