import atrium.kernel.ids
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('payments', '0002_methods_banks_and_proofs'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Case',
            fields=[
                ('way', models.CharField(choices=[('platform', 'Trading platform'), ('psp', 'Payment provider'), ('bank', 'Bank'), ('books', 'Our own books')], max_length=8)),
                ('source', models.CharField(max_length=80)),
                ('subject', models.CharField(max_length=20)),
                ('reference', models.CharField(max_length=200)),
                ('verdict', models.CharField(choices=[('matched', 'Matched'), ('missing_here', 'Missing here'), ('missing_there', 'Missing there'), ('differs', 'Amount differs')], max_length=13)),
                ('ours_minor', models.BigIntegerField(null=True)),
                ('theirs_minor', models.BigIntegerField(null=True)),
                ('currency', models.CharField(max_length=8)),
                ('account', models.CharField(blank=True, max_length=120)),
                ('since', models.DateTimeField()),
                ('record_kind', models.CharField(blank=True, max_length=20)),
                ('record_id', models.UUIDField(null=True)),
                ('id', models.UUIDField(default=atrium.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('number', models.BigIntegerField()),
                ('fingerprint', models.CharField(max_length=400)),
                ('state', models.CharField(choices=[('open', 'Open'), ('proposed', 'Waiting for approval'), ('booked', 'Booked, to be seen gone'), ('closed', 'Closed')], default='open', max_length=8)),
                ('explained_minor', models.BigIntegerField(default=0)),
                ('found_at', models.DateTimeField()),
                ('seen_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(null=True)),
                ('closed_why', models.CharField(blank=True, max_length=300)),
                ('owner', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Reconciliation',
            fields=[
                ('id', models.UUIDField(default=atrium.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('state', models.CharField(choices=[('running', 'Running'), ('done', 'Done'), ('partly', 'Done in part'), ('failed', 'Failed')], default='running', max_length=8)),
                ('since', models.DateTimeField()),
                ('started_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('matched', models.BigIntegerField(default=0)),
                ('differing', models.BigIntegerField(default=0)),
                ('opened', models.IntegerField(default=0)),
                ('closed', models.IntegerField(default=0)),
                ('sources', models.JSONField(default=list)),
                ('unasked', models.JSONField(default=list)),
                ('started_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Finding',
            fields=[
                ('way', models.CharField(choices=[('platform', 'Trading platform'), ('psp', 'Payment provider'), ('bank', 'Bank'), ('books', 'Our own books')], max_length=8)),
                ('source', models.CharField(max_length=80)),
                ('subject', models.CharField(max_length=20)),
                ('reference', models.CharField(max_length=200)),
                ('verdict', models.CharField(choices=[('matched', 'Matched'), ('missing_here', 'Missing here'), ('missing_there', 'Missing there'), ('differs', 'Amount differs')], max_length=13)),
                ('ours_minor', models.BigIntegerField(null=True)),
                ('theirs_minor', models.BigIntegerField(null=True)),
                ('currency', models.CharField(max_length=8)),
                ('account', models.CharField(blank=True, max_length=120)),
                ('since', models.DateTimeField()),
                ('record_kind', models.CharField(blank=True, max_length=20)),
                ('record_id', models.UUIDField(null=True)),
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('case', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='payments.case')),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='payments.reconciliation')),
            ],
        ),
        migrations.AddField(
            model_name='case',
            name='found_in',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='payments.reconciliation'),
        ),
        migrations.CreateModel(
            name='Correction',
            fields=[
                ('id', models.UUIDField(default=atrium.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('reverse', 'Mirror image of a booking'), ('adjust', 'Adjustment between two accounts'), ('explain', 'Explained without a booking')], max_length=8)),
                ('state', models.CharField(choices=[('asked', 'Waiting for approval'), ('posted', 'Booked'), ('refused', 'Refused'), ('failed', 'Not possible')], default='asked', max_length=8)),
                ('reverses', models.UUIDField(null=True)),
                ('debit', models.CharField(blank=True, max_length=120)),
                ('credit', models.CharField(blank=True, max_length=120)),
                ('amount_minor', models.BigIntegerField()),
                ('currency', models.CharField(max_length=8)),
                ('explains_minor', models.BigIntegerField(default=0)),
                ('reason', models.CharField(max_length=300)),
                ('key', models.CharField(max_length=100)),
                ('approval_id', models.UUIDField(null=True)),
                ('transaction_id', models.UUIDField(null=True)),
                ('asked_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('result', models.CharField(blank=True, max_length=300)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='payments.case')),
            ],
            options={
                'indexes': [models.Index(fields=['-asked_at', '-id'], name='payments_correction_newest')],
                'constraints': [models.UniqueConstraint(fields=('key',), name='payments_correction_key'), models.UniqueConstraint(condition=models.Q(('state', 'asked')), fields=('case',), name='payments_correction_one_asked'), models.CheckConstraint(condition=models.Q(('kind__in', ['reverse', 'adjust', 'explain'])), name='payments_correction_kind'), models.CheckConstraint(condition=models.Q(('state__in', ['asked', 'posted', 'refused', 'failed'])), name='payments_correction_state'), models.CheckConstraint(condition=models.Q(('amount_minor__gte', 0)), name='payments_correction_amount')],
            },
        ),
        migrations.CreateModel(
            name='MonthClose',
            fields=[
                ('id', models.UUIDField(default=atrium.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('month', models.DateField()),
                ('state', models.CharField(choices=[('closed', 'Closed'), ('reopened', 'Opened again')], default='closed', max_length=8)),
                ('period_id', models.UUIDField()),
                ('checklist', models.JSONField(default=list)),
                ('closed_at', models.DateTimeField()),
                ('approval_id', models.UUIDField(null=True)),
                ('reopened_at', models.DateTimeField(null=True)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('closed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'closed')), fields=('month',), name='payments_monthclose_once'), models.CheckConstraint(condition=models.Q(('state__in', ['closed', 'reopened'])), name='payments_monthclose_state'), models.CheckConstraint(condition=models.Q(('month__day', 1)), name='payments_monthclose_first_day')],
            },
        ),
        migrations.AddIndex(
            model_name='reconciliation',
            index=models.Index(fields=['-started_at', '-id'], name='payments_reconciliation_new'),
        ),
        migrations.AddConstraint(
            model_name='reconciliation',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['running', 'done', 'partly', 'failed'])), name='payments_reconciliation_state'),
        ),
        migrations.AddConstraint(
            model_name='reconciliation',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'running')), fields=('state',), name='payments_reconciliation_one_running'),
        ),
        migrations.AddIndex(
            model_name='finding',
            index=models.Index(fields=['run', '-id'], name='payments_finding_of_run'),
        ),
        migrations.AddIndex(
            model_name='finding',
            index=models.Index(condition=models.Q(('verdict', 'matched'), _negated=True), fields=['run'], name='payments_finding_differing'),
        ),
        migrations.AddConstraint(
            model_name='finding',
            constraint=models.CheckConstraint(condition=models.Q(('verdict__in', ['matched', 'missing_here', 'missing_there', 'differs'])), name='payments_finding_verdict'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['-found_at', '-id'], name='payments_case_newest'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('state__in', ['open', 'proposed', 'booked'])), fields=['way', 'source'], name='payments_case_unclosed'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.UniqueConstraint(fields=('number',), name='payments_case_number'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.UniqueConstraint(fields=('fingerprint',), name='payments_case_fingerprint'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['open', 'proposed', 'booked', 'closed'])), name='payments_case_state'),
        ),
    ]
