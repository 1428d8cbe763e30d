"""What people have to do and what they wrote down: tasks, reminders, notes, tags, the calendar.

A subject is named by kind and id; a person is always the kind "lead", before and after becoming a client, so that work
stays with them. A private note is sealed: the database, its backups and the audit hold no word of it in plain.
"""

from typing import Final

SECRET_COLUMNS: Final = {"work_note": ("sealed",), "work_calendarfeed": ("digest",)}
PERSONAL_COLUMNS: Final = {
    "work_note": ("subject_id", ("text",)),
    "work_task": ("subject_id", ("title", "note", "subject_label", "result")),
    "work_occasion": ("subject_id", ("title", "note")),
}
