"""The doors of vendors."""

from django.urls import path

from . import psp

urlpatterns = [
    path("psp/<str:public_key>/", psp.receive, name="webhook-psp"),
]
