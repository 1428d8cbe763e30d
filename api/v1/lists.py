"""The console's lists for programs: the same conditions, columns, scope and masks; views and segments that people saved."""

import json
import uuid
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.resource import Resource
from api.viewer import Viewer
from atrium.kernel.errors import InvalidInput, NotFound
from atrium.kernel.money import Money
from tenants.lists import services
from tenants.lists.models import Segment, View
from tenants.lists.registry import definition_of
from tenants.lists.selectors import run, segment_for, segments_for, view_for, views_for
from tenants.lists.types import Column, ListDefinition
from tenants.staff.masking import shown
from tenants.staff.models import Member

_FILTER = "A condition as JSON, such as {“all”: [{“field”: “country”, “is”: “CY”}]}. See the console's filters for fields."


class RowsBody(serializers.Serializer[Any]):
    results = serializers.ListField(
        child=serializers.DictField(), help_text="Each with `id` and its columns by code."
    )
    next_cursor = serializers.CharField(allow_blank=True, help_text="For the next page; empty at the end.")


class SavedBody(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    name = serializers.CharField()
    owner = serializers.CharField(source="owner.user.name")
    audience = serializers.ChoiceField(choices=["private", "roles", "desks", "everybody"])
    document = serializers.DictField(help_text="The condition.")


class ViewBody(SavedBody):
    sort = serializers.CharField(allow_blank=True)
    columns = serializers.ListField(child=serializers.CharField())


class NewSaved(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=80)
    document = serializers.DictField(required=False, default=dict)
    audience = serializers.ChoiceField(choices=["private", "roles", "desks", "everybody"], default="private")
    audience_ids = serializers.ListField(
        child=serializers.CharField(max_length=80),
        required=False,
        default=list,
        help_text="Role names or desk ids.",
    )


class NewView(NewSaved):
    sort = serializers.CharField(required=False, default="", allow_blank=True, max_length=60)
    columns = serializers.ListField(child=serializers.CharField(max_length=40), required=False, default=list)


class ListResource(Resource):
    pagination_class = None  # type: ignore[assignment] # lists page by a key of their own
    scopes: ClassVar = {"GET": "lists:read", "POST": "lists:write", "DELETE": "lists:write"}

    def opened(self) -> tuple[ListDefinition, Member]:
        """The list, if the viewer's role opens it; else it does not exist."""
        definition = definition_of(str(self.kwargs["code"]))
        return definition, _member(self.viewer, definition)


def _member(viewer: Viewer, definition: ListDefinition) -> Member:
    viewer.must_be("staff")
    return viewer.permitted(definition.permission) if definition.permission else viewer.member


class Rows(ListResource):
    @extend_schema(
        operation_id="list_rows",
        summary="Rows of a list that fit a condition",
        tags=["lists"],
        parameters=[
            OpenApiParameter("filter", str, description=_FILTER),
            OpenApiParameter(
                "view", str, description="The id of a saved view; filter, sort and columns override it."
            ),
            OpenApiParameter("q", str, description="Words that a row must fit."),
            OpenApiParameter(
                "sort", str, description="A column's code, with - before it for the falling order."
            ),
            OpenApiParameter("columns", str, description="Codes with commas between."),
            OpenApiParameter("cursor", str),
            OpenApiParameter("limit", int, description="1 to 200, 50 unless told."),
        ],
        responses={200: RowsBody},
    )
    def get(self, request: Request, code: str) -> Response:
        definition, member = self.opened()
        asked = request.query_params
        view = view_for(member, code, asked["view"]) if asked.get("view") else None
        columns = asked["columns"].split(",") if asked.get("columns") else view.columns if view else ()
        page = run(
            definition,
            member,
            document=_document(asked["filter"]) if asked.get("filter") else view.document if view else {},
            text=asked.get("q", ""),
            sort=asked.get("sort", "") or (view.sort if view else ""),
            cursor=asked.get("cursor", ""),
            limit=_limit(asked.get("limit", "50")),
            columns=columns,
        )
        rows = [_row(row, page.columns, member) for row in page.rows]
        return Response({"results": rows, "next_cursor": page.next_cursor})


class Views(ListResource):
    @extend_schema(
        operation_id="list_views",
        summary="Saved views of a list",
        tags=["lists"],
        responses={200: ViewBody(many=True)},
    )
    def get(self, request: Request, code: str) -> Response:
        definition, member = self.opened()
        return Response(ViewBody(views_for(member, definition.code), many=True).data)

    @extend_schema(
        operation_id="list_views_save",
        summary="Save a view",
        tags=["lists"],
        request=NewView,
        responses={201: ViewBody},
    )
    def post(self, request: Request, code: str) -> Response:
        definition, member = self.opened()
        view: View = services.save_view(by=member, list_code=definition.code, **self.body(NewView))
        return Response(ViewBody(view).data, status=201)


class OneView(ListResource):
    @extend_schema(
        operation_id="list_views_forget", summary="Delete a view", tags=["lists"], responses={204: None}
    )
    def delete(self, request: Request, code: str, id: uuid.UUID) -> Response:
        definition, member = self.opened()
        services.forget_view(by=member, list_code=definition.code, view_id=id)
        return Response(status=204)


class Segments(ListResource):
    @extend_schema(
        operation_id="list_segments",
        summary="Segments of a list",
        tags=["lists"],
        responses={200: SavedBody(many=True)},
    )
    def get(self, request: Request, code: str) -> Response:
        definition, member = self.opened()
        return Response(SavedBody(segments_for(member, definition.code), many=True).data)

    @extend_schema(
        operation_id="list_segments_save",
        summary="Save a segment",
        tags=["lists"],
        request=NewSaved,
        responses={201: SavedBody},
    )
    def post(self, request: Request, code: str) -> Response:
        definition, member = self.opened()
        segment: Segment = services.save_segment(by=member, list_code=definition.code, **self.body(NewSaved))
        return Response(SavedBody(segment).data, status=201)


class OneSegment(ListResource):
    @extend_schema(
        operation_id="list_segments_forget", summary="Delete a segment", tags=["lists"], responses={204: None}
    )
    def delete(self, request: Request, code: str, id: uuid.UUID) -> Response:
        definition, member = self.opened()
        if segment_for(member, id).list_code != definition.code:
            raise NotFound("There is no such segment.")
        services.forget_segment(by=member, segment_id=id)
        return Response(status=204)


def _document(written: str) -> Any:
    try:
        return json.loads(written)
    except ValueError:
        raise InvalidInput("The filter is not JSON.", field="filter") from None


def _limit(written: str) -> int:
    if not written.isdecimal() or not 1 <= int(written) <= 200:
        raise InvalidInput("The limit is a whole number, 1 to 200.", field="limit")
    return int(written)


def _row(row: Any, columns: tuple[Column, ...], member: Member) -> dict[str, Any]:
    return {"id": str(row.pk), **{column.code: _value(column, row, member) for column in columns}}


def _value(column: Column, row: Any, member: Member) -> Any:
    value = column.read(row)
    how = member.authority.mask(column.mask) if column.mask else ""
    if value is None or value == "":
        return None
    return shown(value, how, column.mask) if how else _plain(value)


def _plain(value: Any) -> Any:
    if isinstance(value, Money):
        return {"amount": value.plain(), "currency": value.currency}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [str(one) for one in value]
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value if isinstance(value, bool | int) else str(value)
