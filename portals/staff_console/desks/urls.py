from django.urls import path

from portals.staff_console.desks import views

urlpatterns = [
    path("", views.desk_list, name="desks"),
    path("<uuid:desk_id>/", views.desk_page, name="desk"),
]
