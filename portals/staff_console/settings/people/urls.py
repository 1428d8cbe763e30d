from django.urls import path

from portals.staff_console.settings.people import views

urlpatterns = [
    path("", views.staff_list, name="settings_staff"),
    path("invite/", views.invite, name="settings_invite"),
    path("<uuid:member_id>/", views.member_page, name="settings_member"),
    path("<uuid:member_id>/change/", views.change, name="settings_member_change"),
    path("<uuid:member_id>/roles/", views.appoint, name="settings_appoint"),
    path("<uuid:member_id>/roles/<uuid:appointment_id>/end/", views.end_role, name="settings_end_role"),
    path("<uuid:member_id>/end/", views.end, name="settings_end_member"),
    path("<uuid:member_id>/invitation/", views.resend, name="settings_resend"),
    path("<uuid:member_id>/sign-out/", views.sign_out, name="settings_sign_out"),
    path("<uuid:member_id>/factors/", views.reset_factors, name="settings_reset_factors"),
]
