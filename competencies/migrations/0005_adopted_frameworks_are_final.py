"""An institute's adopted framework never changes again, whoever asks: the ORM, a shell, another program.

It may only be deprecated. The shipped framework (no owner) follows its files and is not concerned.
SQLite forgets triggers when Django rebuilds a table: a later migration that alters one of these runs `protect` again.
"""

from django.db import migrations

DOCUMENT = "competencies_cfdocument"
PARTS = ("competencies_cfitem", "competencies_cfassociation", "competencies_cfdefinition")
WORDS = "An adopted framework is never changed"
SEALED = "{row}.owner IS NOT NULL AND {row}.adoption_status IN ('Adopted', 'Deprecated')"
SAME = (
    "identifier", "code", "owner", "title", "creator", "version", "language", "description", "level_names",
    "previous_id", "further", "package",
)


def _changed(differ):
    changed = " OR ".join(f"OLD.{name} {differ} NEW.{name}" for name in SAME)
    return f"{SEALED.format(row='OLD')} AND ({changed} OR NEW.adoption_status NOT IN (OLD.adoption_status, 'Deprecated'))"


def sqlite():
    stop = f"BEGIN SELECT RAISE(ABORT, '{WORDS}'); END"
    yield f"CREATE TRIGGER {DOCUMENT}_final_update BEFORE UPDATE ON {DOCUMENT} WHEN {_changed('IS NOT')} {stop}"
    yield f"CREATE TRIGGER {DOCUMENT}_final_delete BEFORE DELETE ON {DOCUMENT} WHEN {SEALED.format(row='OLD')} {stop}"
    for table in PARTS:
        for deed, rows in (("INSERT", ["NEW"]), ("UPDATE", ["OLD", "NEW"]), ("DELETE", ["OLD"])):
            found = " OR ".join(_belongs(row) for row in rows)
            yield f"CREATE TRIGGER {table}_final_{deed.lower()} BEFORE {deed} ON {table} WHEN {found} {stop}"


def _belongs(row):
    return f"EXISTS (SELECT 1 FROM {DOCUMENT} d WHERE d.identifier = {row}.document_id AND {SEALED.format(row='d')})"


def postgresql():
    stop = f"RAISE EXCEPTION '{WORDS}' USING ERRCODE = 'integrity_constraint_violation';"
    yield (
        "CREATE FUNCTION competencies_keep_document() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f" IF TG_OP = 'DELETE' THEN IF {SEALED.format(row='OLD')} THEN {stop} END IF; RETURN OLD; END IF;"
        f" IF {_changed('IS DISTINCT FROM')} THEN {stop} END IF; RETURN NEW; END $$"
    )
    yield (
        f"CREATE TRIGGER {DOCUMENT}_final BEFORE UPDATE OR DELETE ON {DOCUMENT}"
        " FOR EACH ROW EXECUTE FUNCTION competencies_keep_document()"
    )
    yield (
        "CREATE FUNCTION competencies_keep_part() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f" IF TG_OP <> 'INSERT' THEN IF {_belongs('OLD')} THEN {stop} END IF; END IF;"
        f" IF TG_OP <> 'DELETE' THEN IF {_belongs('NEW')} THEN {stop} END IF; RETURN NEW; END IF;"
        " RETURN OLD; END $$"
    )
    for table in PARTS:
        yield (
            f"CREATE TRIGGER {table}_final BEFORE INSERT OR UPDATE OR DELETE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION competencies_keep_part()"
        )


def release_sqlite():
    yield f"DROP TRIGGER {DOCUMENT}_final_update"
    yield f"DROP TRIGGER {DOCUMENT}_final_delete"
    for table in PARTS:
        for deed in ("insert", "update", "delete"):
            yield f"DROP TRIGGER {table}_final_{deed}"


def release_postgresql():
    for table in (DOCUMENT, *PARTS):
        yield f"DROP TRIGGER {table}_final ON {table}"
    yield "DROP FUNCTION competencies_keep_document()"
    yield "DROP FUNCTION competencies_keep_part()"


PROTECT = {"sqlite": sqlite, "postgresql": postgresql}
RELEASE = {"sqlite": release_sqlite, "postgresql": release_postgresql}


def protect(apps, schema_editor):
    for statement in PROTECT[schema_editor.connection.vendor]():
        schema_editor.execute(statement)


def release(apps, schema_editor):
    for statement in RELEASE[schema_editor.connection.vendor]():
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("competencies", "0004_frameworks_of_institutes")]

    operations = [migrations.RunPython(protect, release)]
