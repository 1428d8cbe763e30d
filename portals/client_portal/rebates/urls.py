from django.urls import path

from portals.client_portal.rebates import views

urlpatterns = [path("", views.rebates, name="client_own_rebates")]
