"""fixtures/survey/ → sources, tables, cells, claims."""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import transaction

from competencies.loading import survey_files as files
from competencies.loading.rows import Written, write_rows
from competencies.models import ClaimCell, ClaimCellUse, SurveyCell, SurveyClaim, SurveySource, SurveyTable

FOLDER: Path = settings.FIXTURES / "survey"


@transaction.atomic
def load_survey(folder: Path = FOLDER) -> Written:
    """Make the tables of the survey equal to the files; nothing is written when they are. Raises LookupError when a
    claim cites a cell that is nowhere, msgspec.ValidationError when a file does not fit.
    """
    read = files.read_sources(folder)
    sources = [_source(source, position) for position, source in enumerate(read)]
    written = write_rows(SurveySource.objects.all(), sources, ("key",))
    pairs = list(zip(sources, read, strict=True))
    tables = [_table(row, table) for row, source in pairs for table in source.tables]
    _number(tables)
    written += write_rows(SurveyTable.objects.all(), tables, ("key",))
    shapes = [table for source in read for table in source.tables]
    cells = [cell for row, shape in zip(tables, shapes, strict=True) for cell in _cells(row, shape)]
    claims = [_claim(row, claim, n) for row, source in pairs for n, claim in enumerate(source.claims)]
    written += write_rows(SurveyCell.objects.all(), cells, ("key",))
    written += write_rows(SurveyClaim.objects.all(), claims, ("key",))
    uses = list(_uses(read, claims, {cell.key: cell for cell in cells}))
    return written + write_rows(ClaimCell.objects.all(), uses, ("claim_id", "cell_id", "use"))


def _source(source: files.Source, position: int) -> SurveySource:
    return SurveySource(
        key=source.key,
        title=source.title,
        publisher=source.publisher,
        published=source.published,
        collected=source.collected,
        population=source.population,
        note=source.note,
        position=position,
    )


def _table(source: SurveySource, table: files.Table) -> SurveyTable:
    return SurveyTable(
        source=source,
        key=table.key,
        title=table.title,
        assumed_title=table.assumed_title,
        place=table.place,
        question=table.question,
        unit=table.unit,
        asked_of=table.asked_of,
        internal=table.internal,
        reconstructed=table.reconstructed,
        loose_percents={table.rows[row]: [str(value) for value in values] for row, values in table.loose.items()},
        note=table.note,
    )


def _number(tables: list[SurveyTable]) -> None:
    for position, table in enumerate(tables):
        table.position = position


def _cells(row: SurveyTable, table: files.Table) -> Iterator[SurveyCell]:
    """One cell a count, and in the column `total` the base of each row."""
    columns = {**table.columns, files.TOTAL: "Total"}
    named = [(line, column) for line in table.counts for column in columns]
    for position, (line, column) in enumerate(named):
        yield SurveyCell(
            table=row,
            key=f"{table.key}/{line}/{column}",
            row=line,
            row_label=table.rows[line],
            column=column,
            column_label=columns[column],
            numerator=table.count(line, column),
            denominator=table.count(line, files.TOTAL),
            unit=table.unit,
            printed_percent=table.printed_percent(line, column),
            printed_base=table.printed_base(line, column),
            note=table.flags.get(f"{line}/{column}", ""),
            position=position,
        )


def _claim(source: SurveySource, claim: files.Claim, position: int) -> SurveyClaim:
    return SurveyClaim(
        source=source,
        key=claim.key,
        wording=claim.wording,
        printed=claim.value,
        printed_decimals=claim.decimals,
        comparison=claim.comparison,
        measure=claim.measure,
        place=claim.place,
        note=claim.note,
        position=position,
    )


def _uses(read: list[files.Source], rows: list[SurveyClaim], cells: dict[str, SurveyCell]) -> Iterator[ClaimCell]:
    claims = [claim for source in read for claim in source.claims]
    for row, claim in zip(rows, claims, strict=True):
        for use in ClaimCellUse:
            for key in getattr(claim, use.value):
                yield ClaimCell(claim=row, cell=cells[key], use=use.value)
