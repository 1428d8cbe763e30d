from django.urls import path

from portals.staff_console.settings.desks import views

urlpatterns = [
    path("", views.desk_tree, name="settings_desks"),
    path("new/", views.new_desk, name="settings_desk_new"),
    path("<uuid:desk_id>/", views.desk_page, name="settings_desk"),
    path("<uuid:desk_id>/move/", views.move, name="settings_desk_move"),
    path("<uuid:desk_id>/remove/", views.remove, name="settings_desk_remove"),
]
