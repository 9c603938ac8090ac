"""The words of xAPI 1.0.3 (and IEEE 9274.1.1, "2.0"), one file each: what a statement may say, and nothing else.

Each word is a strict msgspec structure: a wrong type, a null, an unknown or miscased property is refused where it
stands. What types cannot say is checked once the structure is whole. Nothing here touches the database.
"""
