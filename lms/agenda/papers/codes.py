"""Verification codes: twelve characters that nobody guesses (30¹², 59 bits) and nobody misreads."""

import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # no 0 O, 1 I L, U
LENGTH = 12


def make_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _index in range(LENGTH))


def group_code(code: str) -> str:
    """ "7K3MQF9DX2WP" → "7K3M-QF9D-X2WP"."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def read_code(typed: str) -> str:
    """What someone typed, as it is stored; empty when it cannot be a code."""
    code = "".join(each for each in typed.upper() if each.isalnum())
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else ""
