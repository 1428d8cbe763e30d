"""Reads of lists; the first argument that matters is who is looking."""

from .conditions import condition, fields_for, filterable
from .rows import as_rows, choose_columns, closed_fields, columns_for, count, run, selected
from .saved import default_view, names_of_views, preference_of, segment_for, segments_for, view_for, views_for
from .segments import expanded, members

__all__ = [
    "as_rows",
    "choose_columns",
    "closed_fields",
    "columns_for",
    "condition",
    "count",
    "default_view",
    "expanded",
    "fields_for",
    "filterable",
    "members",
    "names_of_views",
    "preference_of",
    "run",
    "segment_for",
    "segments_for",
    "selected",
    "view_for",
    "views_for",
]
