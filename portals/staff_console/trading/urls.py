from django.urls import path

from portals.staff_console.trading import views

urlpatterns = [path("", views.accounts, name="trading_accounts")]
