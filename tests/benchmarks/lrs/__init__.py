"""`make bench-lrs`: how fast the store is, in the shape of production. docs/xapi-store.md says how to read it."""
