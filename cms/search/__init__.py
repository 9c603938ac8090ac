"""One search over everything that is public: French words, without accents, in the forms of one another."""
