"""Verbs on tasks, notes and tags."""

from .calendars import close_feed, open_feed
from .moving import move_back, move_open_tasks, move_subject, move_subject_back
from .notes import delete_note, edit_note, pin_note, write_note
from .occasions import add_occasion, remove_occasion
from .reminding import remind_due
from .tagging import add_tag, change_tag, merge_tags, put_tag, take_tag
from .tasks import change_task, create_task, drop_task, finish_task, give_task, reopen_task

__all__ = [
    "add_occasion",
    "add_tag",
    "change_tag",
    "change_task",
    "close_feed",
    "create_task",
    "delete_note",
    "drop_task",
    "edit_note",
    "finish_task",
    "give_task",
    "merge_tags",
    "move_back",
    "move_open_tasks",
    "move_subject",
    "move_subject_back",
    "open_feed",
    "pin_note",
    "put_tag",
    "remind_due",
    "remove_occasion",
    "reopen_task",
    "take_tag",
    "write_note",
]
