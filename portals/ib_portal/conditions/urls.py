from django.urls import path

from . import views

urlpatterns = [path("", views.conditions, name="conditions")]
