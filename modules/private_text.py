"""The rule on private text, which the public site asks too: it is written in cms/private_text.py."""

from cms.private_text import SHAPES, find_personal_data

__all__ = ["SHAPES", "find_personal_data"]
