"""The next number of a series."""

from django.db import connection


def next_number(series: str) -> int:
    """Gapless: the series' row stays locked until the caller's transaction ends. Take it as late as possible."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO numbering_series AS s (name, last) VALUES (%s, 1)"
            " ON CONFLICT (name) DO UPDATE SET last = s.last + 1 RETURNING last",
            [series],
        )
        return int(cursor.fetchone()[0])


def next_numbers(series: str, count: int) -> range:
    """A block of numbers for as many rows, in one step."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO numbering_series AS s (name, last) VALUES (%s, %s)"
            " ON CONFLICT (name) DO UPDATE SET last = s.last + excluded.last RETURNING last",
            [series, count],
        )
        last = int(cursor.fetchone()[0])
    return range(last - count + 1, last + 1)
