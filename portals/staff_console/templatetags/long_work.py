"""The work that runs, for the count above every page."""

from typing import Any

from django import template

from tenants.jobs.models import Job
from tenants.jobs.selectors import running_of

register = template.Library()


@register.simple_tag(takes_context=True)
def running_work(context: dict[str, Any]) -> list[Job]:
    viewer = context.get("viewer")
    return running_of(viewer.user) if viewer else []
