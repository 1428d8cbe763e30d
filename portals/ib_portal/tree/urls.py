from django.urls import path

from . import views

urlpatterns = [
    path("", views.tree, name="tree"),
    path("<uuid:partner_id>/below/", views.below, name="tree_below"),
]
