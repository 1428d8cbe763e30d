"""How names and e-mails begin, up to four letters, are words of their own in what is indexed already.

The index is taken away and built once: a million people take about a minute. Written for the words as they were in this
release; what a process of the release before writes meanwhile is found by its longer words until it changes or
`atrium search rebuild` is run.
"""

from django.contrib.postgres.indexes import GinIndex
from django.db import migrations

BEGINNINGS = """
UPDATE search_entry SET terms = array_to_tsvector(told.words || ARRAY(
    SELECT left(word, 1) || upper(substr(word, 2, 1)) || ':' || substr(word, 4, length)
    FROM unnest(told.words) word, generate_series(1, 4) length
    WHERE substr(word, 2) ~ '^(n|e):[a-z][a-z0-9]*$' OR substr(word, 2) ~ ('^e:[a-z][a-z0-9]{' || length - 1 || '}[.][^@]*$')
))
FROM (SELECT subject_id, tsvector_to_array(terms) AS words FROM search_entry WHERE kind IN ('person', 'partner', 'approval')) told
WHERE told.subject_id = search_entry.subject_id
"""


class Migration(migrations.Migration):
    dependencies = [("search", "0002_words_in_their_place")]

    operations = [
        migrations.RemoveIndex("entry", "search_entry_terms"),
        migrations.RunSQL([BEGINNINGS], reverse_sql=migrations.RunSQL.noop),
        migrations.AddIndex("entry", GinIndex(fields=["terms"], name="search_entry_terms", fastupdate=False)),
        # Whether a text is rare or common the planner knows from these.
        migrations.RunSQL(["ANALYZE search_entry"], reverse_sql=migrations.RunSQL.noop),
    ]
