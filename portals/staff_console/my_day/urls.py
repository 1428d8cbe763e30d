from django.urls import path

from portals.staff_console.my_day import views

urlpatterns = [
    path("", views.my_day, name="staff_home"),
    path("live/counts/", views.live_counts, name="staff_counts"),
    path("live/counters/", views.live_counters, name="staff_counters"),
    path("live/day/<slug:code>/", views.live_part, name="staff_day_part"),
]
