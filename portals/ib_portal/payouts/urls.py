from django.urls import path

from . import views

urlpatterns = [path("", views.payouts, name="payouts")]
