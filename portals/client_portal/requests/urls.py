from django.urls import path

from portals.client_portal.requests import views

urlpatterns = [
    path("", views.requests, name="requests"),
    path("list", views.listed, name="requests_list"),
    path("new/<str:kind>", views.ask, name="request_new"),
    path("<uuid:approval_id>/cancel", views.cancel, name="request_cancel"),
]
