"""Addresses of the pages that write on the map: before those that read, which begin with any plan."""

from django.urls import path

from maillage.modules.missions.views import attesting, editing, placing, stating, structure

urlpatterns = [
    path("<slug:plan>/structure/", structure.plan_structure, name="structure"),
    path("<slug:plan>/confirmations/", attesting.campaigns, name="campaigns"),
    path("<slug:plan>/confirmations/<int:pk>/", attesting.campaign, name="campaign"),
    path("<slug:plan>/confirmations/<int:pk>/clore/", attesting.close, name="close_campaign"),
    path("<slug:plan>/case/<slug:code>/mode/", editing.say_mode, name="say_mode"),
    path("<slug:plan>/case/<slug:code>/mode/<int:pk>/", editing.mode, name="mode"),
    path("<slug:plan>/case/<slug:code>/mode/<int:pk>/corriger/", editing.correct_mode, name="correct_mode"),
    path("<slug:plan>/case/<slug:code>/trancher/", placing.settle, name="settle"),
    path("<slug:plan>/case/<slug:code>/place/", placing.place, name="place"),
    path("<slug:plan>/case/<slug:code>/liens/", placing.ties, name="ties"),
    path("<slug:plan>/case/<slug:code>/ajouter/", placing.add, name="add"),
    path("<slug:plan>/case/<slug:code>/dire/", stating.tell, name="tell"),
]
