from django.urls import path

from portals.staff_console.search import views

urlpatterns = [path("", views.results, name="search")]
