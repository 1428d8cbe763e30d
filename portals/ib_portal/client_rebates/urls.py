from django.urls import path

from . import views

urlpatterns = [path("", views.client_rebates, name="client_rebates")]
