from django.urls import path

from portals.ib_portal.cpa import views

urlpatterns = [path("", views.progress, name="ib_cpa")]
