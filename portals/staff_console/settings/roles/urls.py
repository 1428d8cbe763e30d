from django.urls import path

from portals.staff_console.settings.roles import views

urlpatterns = [
    path("", views.role_list, name="settings_roles"),
    path("new/", views.new_role, name="settings_role_new"),
    path("preview/", views.role_preview, name="settings_role_preview"),
    path("<uuid:role_id>/", views.role_page, name="settings_role"),
    path("<uuid:role_id>/copy/", views.copy_role, name="settings_role_copy"),
    path("<uuid:role_id>/remove/", views.remove_role, name="settings_role_remove"),
]
