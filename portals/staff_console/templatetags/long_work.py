"""The work that runs: for the count above every page, and in words for its bar."""

from typing import Any

from django import template

from portals.staff_console.counters import count_of
from portals.staff_console.jobs.presenting import word_of
from tenants.jobs.models import Job

register = template.Library()


@register.simple_tag(takes_context=True)
def running_work(context: dict[str, Any]) -> int:
    return count_of(context, "work")


@register.filter
def doing(job: Job) -> str:
    """The phase that the work itself tells of, or else its state."""
    return job.progress.phase or word_of(job)
