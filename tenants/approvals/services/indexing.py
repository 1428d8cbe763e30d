"""What a request can be found by: the words of its title, its own id and its subject's."""

from collections.abc import Iterable

from tenants.search.services import index_many
from tenants.search.types import Indexed, Terms

from ..models import Approval


def index_approvals(approvals: Iterable[Approval]) -> None:
    index_many(
        Indexed(
            "approval",
            asked.id,
            Terms(names=(asked.title,), references=(str(asked.id), str(asked.subject_id))),
        )
        for asked in approvals
    )
