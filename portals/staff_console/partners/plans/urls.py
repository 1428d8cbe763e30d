from django.urls import path

from portals.staff_console.partners.plans import editor, shadows, trials, views

urlpatterns = [
    path("", views.plan_list, name="partner_plans"),
    path("new/", editor.new, name="partner_plan_new"),
    path("check/", editor.check, name="partner_plan_check"),
    path("shape/", editor.shape, name="partner_plan_shape"),
    path("<uuid:plan_id>/", views.plan_page, name="partner_plan"),
    path("<uuid:plan_id>/edit/", editor.edit, name="partner_plan_edit"),
    path("<uuid:plan_id>/next/", editor.next_version, name="partner_plan_next"),
    path("<uuid:plan_id>/publish/", views.ask, name="partner_plan_ask"),
    path("<uuid:plan_id>/discard/", views.discard, name="partner_plan_discard"),
    path("<uuid:plan_id>/end/", views.end, name="partner_plan_end"),
    path("<uuid:plan_id>/shadow/", shadows.page, name="partner_plan_shadow"),
    path("<uuid:plan_id>/shadow/switch/", shadows.switch, name="partner_plan_shadow_switch"),
    path("<uuid:plan_id>/what-if/", trials.start, name="partner_what_if_new"),
    path("what-if/<uuid:what_if_id>/", trials.page, name="partner_what_if"),
]
