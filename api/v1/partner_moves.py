"""Moves in the tree and ranks, for staff's programs."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.generics import ListAPIView, RetrieveAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from api.idempotency import HEADER, once
from api.v1.programme import Desk, one_of
from tenants.ibs.models import (
    Rank,
    RankChange,
    TreeMove,
)
from tenants.ibs.selectors.moves import moves
from tenants.ibs.selectors.ranks import rank_changes
from tenants.ibs.services import moves as moving
from tenants.ibs.services import ranks as ranking


class MoveBody(serializers.Serializer[TreeMove]):
    id = serializers.UUIDField()
    partner_id = serializers.UUIDField()
    from_parent_id = serializers.UUIDField(allow_null=True)
    to_parent_id = serializers.UUIDField(allow_null=True)
    with_downline = serializers.BooleanField()
    at = serializers.DateTimeField()
    state = serializers.ChoiceField(choices=TreeMove.State.values)
    reason = serializers.CharField()
    approval_id = serializers.UUIDField(allow_null=True)
    outcome = serializers.CharField()
    created_at = serializers.DateTimeField()


class NewMove(serializers.Serializer[Any]):
    partner_id = serializers.UUIDField()
    parent_id = serializers.UUIDField(allow_null=True, help_text="Null: it becomes a top.")
    with_downline = serializers.BooleanField(required=False, default=True)
    at = serializers.DateTimeField(required=False, default=None, allow_null=True, help_text="Null: now.")
    reason = serializers.CharField(max_length=300)


class RankBody(serializers.Serializer[Rank]):
    level = serializers.IntegerField()
    title = serializers.CharField()
    period_days = serializers.IntegerField()
    reach = serializers.DictField(child=serializers.CharField())
    keep = serializers.DictField(child=serializers.CharField())


class RankChangeBody(serializers.Serializer[RankChange]):
    id = serializers.UUIDField()
    partner_id = serializers.UUIDField()
    before = serializers.IntegerField()
    after = serializers.IntegerField()
    reason = serializers.CharField()
    state = serializers.ChoiceField(choices=RankChange.State.values)
    created_at = serializers.DateTimeField()


class NewRank(serializers.Serializer[Any]):
    partner_id = serializers.UUIDField()
    level = serializers.IntegerField(min_value=0, max_value=99)
    reason = serializers.CharField(max_length=400)


class Moves(Desk, ListAPIView[Any]):
    scopes: ClassVar = {"GET": "partners:read", "POST": "partners:write"}
    serializer_class = MoveBody

    def get_queryset(self) -> QuerySet[TreeMove]:
        self.member()
        return moves()

    @extend_schema(
        operation_id="partner_moves_list", summary="Moves in the tree, newest first", tags=["partners"]
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    @extend_schema(
        operation_id="partner_moves_create",
        summary="Move a partner",
        description="Now or at a moment to come. Where the broker wants a second person, it waits until somebody agreed.",
        tags=["partners"],
        parameters=[HEADER],
        request=NewMove,
        responses={201: MoveBody},
    )
    def post(self, request: Request) -> Response:
        member, asked = self.member("partners.manage"), self.body(NewMove)

        def work(key: str) -> tuple[int, Any]:
            return 201, MoveBody(moving.move_partner(**asked, by=member.user_id)).data

        return once(self, "partner_moves_create", work)


@extend_schema_view(
    get=extend_schema(operation_id="partner_moves_get", summary="One move in the tree", tags=["partners"])
)
class OneMove(Desk, RetrieveAPIView[Any]):
    serializer_class = MoveBody

    def get_object(self) -> TreeMove:
        self.member()
        return one_of(moves(), self, "There is no such move.")


class UndoMove(Desk):
    scopes: ClassVar = {"POST": "partners:write"}

    @extend_schema(
        operation_id="partner_moves_undo",
        summary="Undo a move",
        description="Only while no later change and nothing that was earned hangs on it.",
        tags=["partners"],
        parameters=[HEADER],
        request=None,
        responses={200: MoveBody},
    )
    def post(self, request: Request, **kwargs: Any) -> Response:
        member = self.member("partners.manage")
        move = one_of(moves(), self, "There is no such move.")

        def work(key: str) -> tuple[int, Any]:
            return 200, MoveBody(moving.undo_move(move_id=move.id, by=member.user_id)).data

        return once(self, "partner_moves_undo", work)


@extend_schema_view(
    get=extend_schema(
        operation_id="partner_ranks_list", summary="Ranks and what they ask for", tags=["partners"]
    )
)
class Ranks(Desk, ListAPIView[Any]):
    ordering = ("-level",)
    serializer_class = RankBody

    def get_queryset(self) -> QuerySet[Rank]:
        self.member()
        return Rank.objects.order_by("-level")


class RankChanges(Desk, ListAPIView[Any]):
    scopes: ClassVar = {"GET": "partners:read", "POST": "partners:write"}
    serializer_class = RankChangeBody

    def get_queryset(self) -> QuerySet[RankChange]:
        self.member()
        return rank_changes()

    @extend_schema(
        operation_id="partner_rank_changes_list",
        summary="Promotions and demotions, newest first",
        tags=["partners"],
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    @extend_schema(
        operation_id="partner_rank_changes_create",
        summary="Give a partner a rank",
        description="It counts from this second on.",
        tags=["partners"],
        parameters=[HEADER],
        request=NewRank,
        responses={201: RankChangeBody},
    )
    def post(self, request: Request) -> Response:
        member, asked = self.member("partners.manage"), self.body(NewRank)

        def work(key: str) -> tuple[int, Any]:
            return 201, RankChangeBody(ranking.give_rank(**asked, by=member.user_id)).data

        return once(self, "partner_rank_changes_create", work)
