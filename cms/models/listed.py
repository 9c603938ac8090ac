"""What a page says of itself in a list of pages. The site lists pages and never asks what they teach."""


class Listed:
    """Mixin of a page that has more to say in a list than its title and its search description."""

    search_description: str

    def summary_words(self) -> str:
        """One sentence: what one learns there."""
        return self.search_description

    def facts(self) -> list[str]:
        """Short facts, the first being how long it takes (« 3 h 30 »)."""
        return []
