"""On PostgreSQL: the dictionary `fr` (search/dictionary.py), and the forms that it does not know."""

from functools import reduce
from operator import and_, or_
from typing import Any

from django.contrib.postgres.search import SearchQuery
from modelsearch.backends.database.postgres.postgres import PostgresSearchBackend, PostgresSearchQueryCompiler
from modelsearch.backends.database.postgres.query import Lexeme
from modelsearch.query import PlainText

from cms.search.words import split_words, stem


class FrenchPostgresCompiler(PostgresSearchQueryCompiler):
    def build_tsquery_content(self, query: Any, config: str | None = None, invert: bool = False) -> Any:
        """Each word as the dictionary reads it, or what its forms begin with: Snowball keeps « accompagnent » whole.

        Or the words as they were typed: without the extension unaccent, « éthique » is kept with its accent.
        """
        words = split_words(query.query_string) if isinstance(query, PlainText) else []
        if not words or invert:
            return super().build_tsquery_content(query, config=config, invert=invert)
        forms = [Lexeme(word) | Lexeme(stem(word), prefix=True) for word in words]
        join = and_ if query.operator == "and" else or_
        typed = super().build_tsquery_content(query, config=config, invert=invert)
        return SearchQuery(reduce(join, forms), search_type="raw", config=config) | typed


class FrenchPostgres(PostgresSearchBackend):
    query_compiler_class = FrenchPostgresCompiler
