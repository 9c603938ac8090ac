"""French words compared and sorted as a reader would: without accents, capitals, hyphens or apostrophes."""

import re
import unicodedata


def fold(text: str) -> str:
    """« Élie » beside « Elie », hyphens and apostrophes as spaces."""
    bare = "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    return re.sub(r"[-'’]", " ", bare).casefold()
