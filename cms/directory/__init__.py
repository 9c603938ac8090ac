"""The directory of digital-mediation places, in the national open format: read, checked, dated, kept."""
