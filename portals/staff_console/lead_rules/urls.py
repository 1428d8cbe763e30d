from django.urls import path

from portals.staff_console.lead_rules import assignment, protection, scoring, sources

urlpatterns = [
    path("", assignment.rules, name="settings_assignment"),
    path("new/", assignment.rule, name="settings_assignment_new"),
    path("rule/<uuid:rule_id>/", assignment.rule, name="settings_assignment_rule"),
    path("rule/<uuid:rule_id>/move/", assignment.move, name="settings_assignment_move"),
    path("rule/<uuid:rule_id>/delete/", assignment.delete, name="settings_assignment_delete"),
    path("capacity/<uuid:member_id>/", assignment.capacity, name="settings_capacity"),
    path("try/", assignment.trial, name="settings_assignment_try"),
    path("protection/", protection.protection, name="settings_protection"),
    path("scoring/", scoring.rules, name="settings_scoring"),
    path("scoring/new/", scoring.rule, name="settings_scoring_new"),
    path("scoring/preview/", scoring.preview, name="settings_scoring_preview"),
    path("scoring/<uuid:rule_id>/", scoring.rule, name="settings_scoring_rule"),
    path("scoring/<uuid:rule_id>/delete/", scoring.delete, name="settings_scoring_delete"),
    path("sources/", sources.sources, name="settings_sources"),
    path("sources/<slug:code>/", sources.switch, name="settings_source"),
]
