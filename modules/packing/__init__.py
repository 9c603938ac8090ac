"""A whole module as one open zip: JSON that a person can read, in the shapes of `loading.schema`."""
