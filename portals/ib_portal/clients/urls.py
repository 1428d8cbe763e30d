from django.urls import path

from . import views

urlpatterns = [
    path("", views.clients, name="ib_clients"),
    path("clients.csv", views.clients_file, name="ib_clients_file"),
]
