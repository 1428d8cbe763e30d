from django.urls import path

from portals.staff_console.lists import views

urlpatterns = [
    path("", views.segments, name="segments"),
    path("audiences/", views.audiences, name="list_audiences"),
    path("segments/<uuid:segment_id>/forget/", views.forget_segment, name="segment_forget"),
    path("<slug:code>/fields/", views.fields, name="list_fields"),
    path("<slug:code>/count/", views.counted, name="list_count"),
    path("<slug:code>/columns/", views.columns, name="list_columns"),
    path("<slug:code>/save/", views.save, name="list_save"),
    path("<slug:code>/views/<uuid:view_id>/", views.change_view, name="list_view"),
]
