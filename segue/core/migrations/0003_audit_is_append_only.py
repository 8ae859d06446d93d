"""Make the database itself refuse to change or delete an audit entry."""

from typing import Any

from django.db import migrations

SQLITE = tuple(
    f"CREATE TRIGGER audit_no_{verb} BEFORE {verb} ON core_auditentry "
    "BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END"
    for verb in ("UPDATE", "DELETE")
)
POSTGRESQL = (
    "CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'the audit log is append-only' USING ERRCODE = 'integrity_constraint_violation'; END $$",
    "CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON core_auditentry "
    "FOR EACH ROW EXECUTE FUNCTION audit_is_append_only()",
)


def guard(_apps: Any, schema_editor: Any) -> None:
    """Create the triggers of the database in use."""
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    """Guard the audit log."""

    dependencies = (("core", "0002_initial"),)
    operations = (migrations.RunPython(guard, migrations.RunPython.noop),)
