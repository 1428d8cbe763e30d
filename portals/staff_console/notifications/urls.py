from django.urls import path

from portals.staff_console.notifications import views

urlpatterns = [
    path("", views.news, name="notifications"),
    path("bell/", views.bell, name="notification_bell"),
    path("read/", views.read, name="notifications_read"),
    path("<uuid:notification_id>/", views.follow, name="notification"),
    path("<uuid:notification_id>/unread/", views.unread, name="notification_unread"),
    path("settings/", views.choices, name="notification_settings"),
]
