from django.contrib.postgres.indexes import GinIndex
from django.db import migrations


class Migration(migrations.Migration):
    """What was written lately stands in the index itself: nothing is built anew, the list of what waits is cleared up once."""

    dependencies = [('messaging', '0002_whose_mail')]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    [
                        'ALTER INDEX messaging_mail_to SET (fastupdate = off)',
                        "SELECT gin_clean_pending_list('messaging_mail_to')",
                    ],
                    ['ALTER INDEX messaging_mail_to SET (fastupdate = on)'],
                ),
            ],
            state_operations=[
                migrations.RemoveIndex(model_name='mail', name='messaging_mail_to'),
                migrations.AddIndex(
                    model_name='mail',
                    index=GinIndex(fields=['to'], name='messaging_mail_to', opclasses=['jsonb_path_ops'], fastupdate=False),
                ),
            ],
        ),
    ]
