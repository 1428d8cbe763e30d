from django.urls import path

from portals.staff_console.leads import (
    duplicates,
    editing,
    entering,
    giving,
    handovers,
    page,
    pool,
    views,
)

urlpatterns = [
    path("", views.lead_list, name="leads"),
    path("new/", entering.new_lead, name="lead_new"),
    path("register/", entering.register, name="client_register"),
    path("pool/", pool.pool, name="lead_pool"),
    path("duplicates/", duplicates.duplicates, name="lead_duplicates"),
    path("handovers/", handovers.handovers, name="handovers"),
    path("handovers/of/<uuid:member_id>/", handovers.hand_over, name="hand_over"),
    path("handovers/<uuid:handover_id>/", handovers.handover, name="handover"),
    path("handovers/<uuid:handover_id>/undo/", handovers.undo, name="handover_undo"),
    path("<uuid:lead_id>/", page.lead_page, name="lead"),
    path("<uuid:lead_id>/take/", page.take, name="lead_take"),
    path("<uuid:lead_id>/contact/", page.contact, name="lead_contact"),
    path("<uuid:lead_id>/close/", page.close, name="lead_close"),
    path("<uuid:lead_id>/part/", page.let_take_part, name="lead_part"),
    path("<uuid:lead_id>/part/<uuid:member_id>/end/", page.take_no_part, name="lead_part_end"),
    path("<uuid:lead_id>/assign/", giving.assign, name="lead_assign"),
    path("<uuid:lead_id>/edit/", editing.edit, name="lead_edit"),
    path("<uuid:lead_id>/convert/", entering.convert, name="lead_convert"),
    path("<uuid:lead_id>/password/", entering.mail_password, name="lead_password"),
    path("<uuid:lead_id>/merge/<uuid:other_id>/", duplicates.merge, name="lead_merge"),
    path("<uuid:lead_id>/merged/<uuid:merge_id>/undo/", page.undo_merge, name="lead_unmerge"),
]
