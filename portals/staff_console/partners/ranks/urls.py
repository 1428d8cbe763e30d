from django.urls import path

from portals.staff_console.partners.ranks import views

urlpatterns = [
    path("", views.rank_list, name="partner_ranks"),
    path("new/", views.edit, name="partner_rank_new"),
    path("policy/", views.policy, name="partner_rank_policy"),
    path("give/", views.give, name="partner_rank_give"),
    path("changes/<uuid:change_id>/", views.decide, name="partner_rank_decide"),
    path("<int:level>/", views.edit, name="partner_rank"),
    path("<int:level>/drop/", views.drop, name="partner_rank_drop"),
]
