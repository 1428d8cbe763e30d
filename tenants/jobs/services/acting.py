"""Something done to many rows: chunk by chunk, each asked for anew whether it is still theirs to change who began it."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.utils.module_loading import import_string

from atrium.kernel.errors import NotFound, Refused
from tenants.staff.models import Member
from tenants.staff.selectors import member_of

from .. import registry
from ..models import Job, Outcome, Selection
from ..rules import rows
from ..types import Action, Applied
from .outcomes import Line, note_outcomes
from .running import Run
from .starting import start

CHUNK: Final = 200
REVERSED: Final = "Changed by somebody since; it stays as it is now."


def act_on(*, selection: Selection, action: str, values: Mapping[str, Any], by: Member) -> Job:
    """Begins the work on what was selected; the selection is the one that was confirmed."""
    what = _of_list(action, selection.list_code)
    if what.check:
        import_string(what.check)(by, dict(values))
    params = {
        "selection_id": str(selection.id),
        "list": selection.list_code,
        "action": action,
        "values": dict(values),
    }
    count = len(selection.ids)
    title = f"{what.verb} {count:,} {selection.list_code}"
    return start(kind=kind_of(selection.list_code, action), params=params, by=by, title=title, total=count)


def kind_of(list_code: str, action: str) -> str:
    return f"bulk.{list_code}.{action}"


def act(run: Run) -> None:
    """The work itself. Rows that could not be changed are listed with the reason."""
    what = _of_list(run.params["action"], run.params["list"])
    ids = _ids(run)
    apply = import_string(what.apply)
    run.step(run.progress.done, len(ids), phase="Changing rows")
    while part := ids[(at := run.state.get("at", 0)) : at + CHUNK]:
        with run.chunk():
            applied: Applied = apply(_allowed(run, what.permission), part, run.params["values"])
            note_outcomes(run.job, _lines(at, part, applied))
            run.checkpoint(_counted(run, at + len(part), applied), done=at + len(part))
    changed, refused = run.state.get("changed", 0), run.state.get("refused", 0)
    text = f"{rows(changed)} changed" + (f", {refused:,} left as they are." if refused else ".")
    run.finish(text, result={"counts": {"changed": changed, "refused": refused}})


def take_back(run: Run) -> None:
    """Puts back what was changed, where nobody has changed it since."""
    done = Job.objects.get(id=run.params["job_id"])
    what = _of_list(done.params["action"], done.params["list"])
    outcomes = Outcome.objects.filter(job=done, what=Outcome.What.CHANGED).order_by("line")
    run.step(run.progress.done, outcomes.count(), phase="Putting back")
    revert = import_string(what.revert)
    while part := list(outcomes.filter(line__gt=run.state.get("line", -1))[:CHUNK]):
        with run.chunk():
            before = {row.subject_id: row.before or {} for row in part if row.subject_id}
            applied: Applied = revert(_allowed(run, what.permission), before, done.params["values"])
            note_outcomes(run.job, _lines(part[0].line, [row.subject_id for row in part], applied))
            counted = _counted(run, 0, applied) | {"line": part[-1].line}
            run.checkpoint(counted, done=run.progress.done + len(part))
    changed, refused = run.state.get("changed", 0), run.state.get("refused", 0)
    text = f"{rows(changed)} put back" + (
        f", {refused:,} changed by somebody since and left." if refused else "."
    )
    run.finish(text, result={"counts": {"changed": changed, "refused": refused}})


def _of_list(action: str, list_code: str) -> Action:
    what = registry.action(action)
    if list_code not in what.lists:
        raise NotFound("There is no such action on this list.")
    return what


def _ids(run: Run) -> list[uuid.UUID]:
    selection = Selection.objects.filter(id=run.params["selection_id"]).first()
    if selection is None:
        raise NotFound(
            "What was selected is not known any more. Select the rows again; nothing more was changed."
        )
    return list(selection.ids)


def _allowed(run: Run, permission: str) -> Member:
    member = member_of(run.job.started_by)
    if member is None or not member.allows(permission):
        raise Refused(
            "Your role does not allow this any more. What was changed before is kept and listed; the rest was left."
        )
    return member


def _lines(first: int, ids: Sequence[uuid.UUID | None], applied: Applied) -> list[Line]:
    lines = []
    for number, row_id in enumerate(ids, start=first):
        if row_id and row_id in applied.changed:
            lines.append(Line(number, "changed", row_id, before=applied.changed[row_id]))
        else:
            lines.append(
                Line(number, "refused", row_id, applied.refused.get(row_id, REVERSED) if row_id else REVERSED)
            )
    return lines


def _counted(run: Run, at: int, applied: Applied) -> dict[str, Any]:
    return {
        "at": at,
        "changed": run.state.get("changed", 0) + len(applied.changed),
        "refused": run.state.get("refused", 0) + len(applied.refused),
    }
