"""Tasks, notes and notifications of the staff member whose key it is. A private note is given to its author alone."""

import uuid
from typing import Any, ClassVar

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.generics import ListAPIView, RetrieveAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from api.idempotency import HEADER, once
from api.resource import Resource
from api.viewer import Viewer
from atrium.kernel.errors import NotFound
from tenants.clients.selectors import clients_for
from tenants.leads.models import Lead
from tenants.leads.selectors import leads_for
from tenants.notifications import selectors as news
from tenants.notifications import services as telling
from tenants.notifications.models import Notification
from tenants.staff.models import Member
from tenants.work import selectors, services
from tenants.work.models import Note, Task
from tenants.work.types import PERSON, Subject


def staff_member(viewer: Viewer) -> Member:
    viewer.must_be("staff")
    return viewer.member


def person_in_sight(member: Member, lead_id: uuid.UUID) -> Lead:
    """By the lead's id, before and after there is a client; whoever sees neither finds nobody."""
    lead = leads_for(member).filter(id=lead_id).first()
    if lead is None:
        client = clients_for(member).filter(lead_id=lead_id).first()
        lead = client.lead if client else None
    if lead is None:
        raise NotFound("There is no such person.")
    return lead


class TaskBody(serializers.Serializer[Task]):
    id = serializers.UUIDField()
    title = serializers.CharField()
    kind = serializers.ChoiceField(choices=Task.Kind.values)
    note = serializers.CharField()
    person_id = serializers.UUIDField(source="subject_id", allow_null=True, help_text="The lead it is about.")
    person = serializers.CharField(source="subject_label")
    owner = serializers.CharField(source="owner.name")
    due_at = serializers.DateTimeField(allow_null=True)
    remind_at = serializers.DateTimeField(allow_null=True)
    priority = serializers.ChoiceField(choices=Task.Priority.values, help_text="1 low, 2 normal, 3 high.")
    state = serializers.ChoiceField(choices=Task.State.values)
    outcome = serializers.CharField()
    result = serializers.CharField()
    repeats = serializers.CharField()
    done_at = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()


class NewTask(serializers.Serializer[Any]):
    title = serializers.CharField(max_length=200)
    kind = serializers.ChoiceField(choices=Task.Kind.values, default="todo")
    person_id = serializers.UUIDField(required=False, default=None, allow_null=True)
    due_at = serializers.DateTimeField(required=False, default=None, allow_null=True)
    remind_at = serializers.DateTimeField(required=False, default=None, allow_null=True)
    priority = serializers.ChoiceField(choices=Task.Priority.values, default=2)
    repeats = serializers.ChoiceField(choices=Task.Repeats.values, default="", required=False)
    note = serializers.CharField(required=False, default="", allow_blank=True, max_length=10_000)


class TaskEnd(serializers.Serializer[Any]):
    outcome = serializers.ChoiceField(choices=Task.Outcome.values, default="", required=False)
    result = serializers.CharField(required=False, default="", allow_blank=True, max_length=400)


@extend_schema_view(
    get=extend_schema(
        operation_id="tasks_list",
        summary="Tasks of one's own and of colleagues in scope, newest first",
        tags=["tasks"],
        parameters=[
            OpenApiParameter("state", str, enum=Task.State.values),
            OpenApiParameter("mine", bool, description="Only one's own."),
        ],
    )
)
class Tasks(Resource, ListAPIView[Any]):
    scopes: ClassVar = {"GET": "tasks:read", "POST": "tasks:write"}
    serializer_class = TaskBody

    def get_queryset(self) -> QuerySet[Task]:
        member, asked = staff_member(self.viewer), self.request.query_params
        found = (
            selectors.tasks_of(member.user) if asked.get("mine") == "true" else selectors.tasks_for(member)
        )
        return found.filter(state=asked["state"]) if asked.get("state") in Task.State.values else found

    @extend_schema(
        operation_id="tasks_create",
        summary="Add a task of one's own",
        tags=["tasks"],
        parameters=[HEADER],
        request=NewTask,
        responses={201: TaskBody},
    )
    def post(self, request: Request) -> Response:
        member, facts = staff_member(self.viewer), self.body(NewTask)
        about = facts.pop("person_id")
        lead = person_in_sight(member, about) if about else None
        subject = Subject(PERSON, lead.id, lead.name) if lead else None

        def work(key: str) -> tuple[int, Any]:
            task = services.create_task(**facts, owner=member.user, by=member.user, subject=subject)
            return 201, TaskBody(task).data

        return once(self, "tasks_create", work)


@extend_schema_view(get=extend_schema(operation_id="tasks_get", summary="One task", tags=["tasks"]))
class OneTask(Resource, RetrieveAPIView[Any]):
    scopes: ClassVar = {"GET": "tasks:read"}
    serializer_class = TaskBody

    def get_object(self) -> Task:
        return selectors.task_for(staff_member(self.viewer), self.one())


class TaskDone(Resource):
    scopes: ClassVar = {"POST": "tasks:write"}
    serializer_class = TaskBody

    @extend_schema(
        operation_id="tasks_finish",
        summary="Say that a task is done",
        description="Done twice, it stays as the first said. A task that repeats leaves its next one behind.",
        tags=["tasks"],
        request=TaskEnd,
        responses={200: TaskBody},
    )
    def post(self, request: Request, id: uuid.UUID) -> Response:
        member = staff_member(self.viewer)
        task = selectors.task_for(member, self.one())
        ended = services.finish_task(task_id=task.id, by=member.user, **self.body(TaskEnd))
        return Response(TaskBody(ended).data)


class NoteBody(serializers.Serializer[Note]):
    id = serializers.UUIDField()
    person_id = serializers.UUIDField(source="subject_id")
    author = serializers.CharField(source="author.name")
    text = serializers.SerializerMethodField()
    private = serializers.BooleanField(help_text="Only its author is ever given it.")
    pinned = serializers.BooleanField()
    created_at = serializers.DateTimeField()
    edited_at = serializers.DateTimeField(allow_null=True)

    def get_text(self, note: Note) -> str:
        return selectors.texts_of(self.context["view"].viewer.user, [note]).get(note.id, "")


class NewNote(serializers.Serializer[Any]):
    text = serializers.CharField(max_length=10_000)
    private = serializers.BooleanField(default=False, required=False)
    pinned = serializers.BooleanField(default=False, required=False)


@extend_schema_view(
    get=extend_schema(
        operation_id="notes_list",
        summary="Notes on a person: the shared ones and one's own private ones",
        tags=["notes"],
    )
)
class Notes(Resource, ListAPIView[Any]):
    scopes: ClassVar = {"GET": "notes:read", "POST": "notes:write"}
    serializer_class = NoteBody

    def get_queryset(self) -> QuerySet[Note]:
        member = staff_member(self.viewer)
        lead = person_in_sight(member, self.one())
        return selectors.readable(member.user).filter(subject_id=lead.id)

    @extend_schema(
        operation_id="notes_create",
        summary="Write a note on a person",
        description="`@name` tells colleagues who may see the person; a private note tells nobody.",
        tags=["notes"],
        parameters=[HEADER],
        request=NewNote,
        responses={201: NoteBody},
    )
    def post(self, request: Request, id: uuid.UUID) -> Response:
        member = staff_member(self.viewer)
        lead, facts = person_in_sight(member, self.one()), self.body(NewNote)

        def work(key: str) -> tuple[int, Any]:
            note = services.write_note(
                author=member.user,
                subject=Subject(PERSON, lead.id, lead.name),
                url=f"/people/{lead.id}/notes/",
                sees=lambda other: _sees(other, lead.id),
                **facts,
            )
            return 201, NoteBody(note, context={"view": self}).data

        return once(self, "notes_create", work)


def _sees(member: Member, lead_id: uuid.UUID) -> bool:
    try:
        person_in_sight(member, lead_id)
    except NotFound:
        return False
    return True


class NotificationBody(serializers.Serializer[Notification]):
    id = serializers.UUIDField()
    kind = serializers.CharField()
    title = serializers.CharField()
    text = serializers.CharField()
    url = serializers.CharField(help_text="A path on the surface of its reader.")
    urgent = serializers.BooleanField()
    at = serializers.DateTimeField()
    read_at = serializers.DateTimeField(allow_null=True)


@extend_schema_view(
    get=extend_schema(
        operation_id="notifications_list",
        summary="What one's own bell says, newest first",
        tags=["notifications"],
        parameters=[OpenApiParameter("unread", bool, description="Only what is unread.")],
    )
)
class Notifications(Resource, ListAPIView[Any]):
    scopes: ClassVar = {"GET": "notifications:read"}
    serializer_class = NotificationBody
    ordering: ClassVar = ("-at", "-id")

    def get_queryset(self) -> QuerySet[Notification]:
        found = news.news_of(staff_member(self.viewer).user)
        return found.filter(read_at=None) if self.request.query_params.get("unread") == "true" else found


class NotificationRead(Resource):
    scopes: ClassVar = {"POST": "notifications:write"}
    serializer_class = NotificationBody

    @extend_schema(
        operation_id="notifications_read",
        summary="Mark one as read",
        tags=["notifications"],
        request=None,
        responses={200: NotificationBody},
    )
    def post(self, request: Request, id: uuid.UUID) -> Response:
        user = staff_member(self.viewer).user
        telling.mark_read(user=user, ids=[self.one()])
        found = news.news_of(user).filter(id=self.one()).first()
        if found is None:
            raise NotFound("There is no such notification of yours.")
        return Response(NotificationBody(found).data)
