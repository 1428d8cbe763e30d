from django.urls import path

from portals.staff_console.partners.moves import views

urlpatterns = [
    path("", views.move_list, name="partner_moves"),
    path("new/", views.new, name="partner_move_new"),
    path("<uuid:move_id>/undo/", views.undo, name="partner_move_undo"),
]
