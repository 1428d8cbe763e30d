from django.urls import path

from portals.staff_console.board import views

urlpatterns = [
    path("", views.board, name="lead_board"),
    path("<uuid:lead_id>/give/", views.give, name="lead_board_give"),
]
