"""On SQLite: its index folds accents but reads English; forms are found by what they begin with."""

from functools import reduce
from operator import and_, or_
from typing import Any

from modelsearch.backends.database.sqlite.query import Lexeme, SearchQueryExpression
from modelsearch.backends.database.sqlite.sqlite import SQLiteSearchBackend, SQLiteSearchQueryCompiler
from modelsearch.query import PlainText

from cms.search.words import split_words, stem


class Beginning(Lexeme):
    """What a word begins with, written « oe » or « œ »: the index folds accents and leaves ligatures."""

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[str]]:
        _template, (start,) = super().as_sql(compiler, connection)
        return '("%s"* OR "%s"*)', [start, start.replace("oe", "œ")]


class FrenchSQLiteCompiler(SQLiteSearchQueryCompiler):
    def build_search_query_content(self, query: Any, config: Any = None) -> Any:
        words = split_words(query.query_string) if isinstance(query, PlainText) else []
        if not words:
            return super().build_search_query_content(query, config=config)
        forms = [Beginning(stem(word), prefix=True) for word in words]
        return SearchQueryExpression(reduce(and_ if query.operator.upper() == "AND" else or_, forms), config=config)


class FrenchSQLite(SQLiteSearchBackend):
    query_compiler_class = FrenchSQLiteCompiler
