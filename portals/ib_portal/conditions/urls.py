from django.urls import path

from . import views

urlpatterns = [
    path("", views.conditions, name="conditions"),
    path("steps/", views.steps, name="conditions_steps"),
]
