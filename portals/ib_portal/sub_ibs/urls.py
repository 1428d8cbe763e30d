from django.urls import path

from . import views

urlpatterns = [
    path("", views.sub_ibs, name="sub_ibs"),
    path("subs.csv", views.subs_file, name="sub_ibs_file"),
    path("invite/", views.invite, name="sub_ib_invite"),
    path("invitations/<uuid:invitation_id>/send/", views.send_again, name="sub_ib_send_again"),
    path("invitations/<uuid:invitation_id>/withdraw/", views.withdraw, name="sub_ib_withdraw"),
]
