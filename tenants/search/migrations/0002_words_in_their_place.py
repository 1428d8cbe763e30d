from django.contrib.postgres.indexes import GinIndex
from django.db import migrations


class Migration(migrations.Migration):
    """What was written lately stands in the index itself: nothing is built anew, the list of what waits is cleared up once."""

    dependencies = [('search', '0001_initial')]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    [
                        'ALTER INDEX search_entry_terms SET (fastupdate = off)',
                        "SELECT gin_clean_pending_list('search_entry_terms')",
                    ],
                    ['ALTER INDEX search_entry_terms SET (fastupdate = on)'],
                ),
            ],
            state_operations=[
                migrations.RemoveIndex(model_name='entry', name='search_entry_terms'),
                migrations.AddIndex(
                    model_name='entry',
                    index=GinIndex(fields=['terms'], name='search_entry_terms', fastupdate=False),
                ),
            ],
        ),
    ]
