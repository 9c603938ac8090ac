"""What an answer is once read, as `Answer.response` keeps it in JSON.

Single: an index. Multiple, highlight: sorted indexes. Matching: a category's index a row. True or false: a boolean.
Ordering: the items' indexes, in the order given. Short text: what was written.
"""

Response = int | list[int] | bool | str
