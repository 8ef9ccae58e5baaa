from typing import Any

from django.core.management import call_command
from django.db import migrations


def create(apps: object, schema_editor: Any) -> None:
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    """Counters of attempts lie in a table, so that all processes of the server count together."""

    operations = [migrations.RunPython(create, migrations.RunPython.noop)]
