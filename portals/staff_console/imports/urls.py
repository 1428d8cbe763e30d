from django.urls import path

from portals.staff_console.imports import views

urlpatterns = [
    path("", views.new_import, name="import_new"),
    path("<uuid:import_id>/", views.import_page, name="import"),
    path("<uuid:import_id>/match/", views.match, name="import_match"),
    path("<uuid:import_id>/encoding/", views.reread, name="import_encoding"),
    path("<uuid:import_id>/run/", views.run, name="import_run"),
    path("<uuid:import_id>/drop/", views.drop, name="import_drop"),
]
