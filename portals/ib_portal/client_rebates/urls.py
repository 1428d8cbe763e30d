from django.urls import path

from . import views

urlpatterns = [
    path("", views.client_rebates, name="client_rebates"),
    path("changes/<uuid:change_id>/take-back/", views.take_back, name="client_rebate_take_back"),
]
