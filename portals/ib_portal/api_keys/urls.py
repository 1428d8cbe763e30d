from django.urls import path

from . import views

urlpatterns = [
    path("", views.api_keys, name="ib_api_keys"),
    path("<uuid:key_id>/revoke/", views.revoke, name="ib_api_key_revoke"),
]
