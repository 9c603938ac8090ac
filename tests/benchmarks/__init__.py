"""Measures, never asserted by a clock: each behind `make bench-…`."""
