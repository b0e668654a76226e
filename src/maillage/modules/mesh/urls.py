"""Addresses of the mesh."""

from django.urls import path

from maillage.modules.mesh import gap_views, merge_views, overlap_views, study_views, views

app_name = "mesh"
urlpatterns = [
    path("", views.home, name="home"),
    path("dispositifs.csv", views.home_export, name="home_export"),
    path("calcul/", views.computing, name="computing"),
    path("dispositifs/<slug:slug>/", views.scheme, name="scheme"),
    path("dispositifs/<slug:slug>.csv", views.scheme_export, name="scheme_export"),
    path("dispositifs/<slug:slug>/conditions/", views.exclusions, name="exclusions"),
    path("dispositifs/<slug:slug>/conditions.csv", views.exclusions_export, name="exclusions_export"),
    path("doublons/", overlap_views.listing, name="overlaps"),
    path("doublons.csv", overlap_views.export, name="overlaps_export"),
    path("doublons/<slug:first>/<slug:second>/", overlap_views.page, name="overlap"),
    path("doublons/<slug:first>/<slug:second>.csv", overlap_views.page_export, name="overlap_export"),
    path("reunir/", merge_views.merge, name="merge"),
    path("reunions/<slug:slug>/", merge_views.merged, name="merged"),
    path("comparer/", overlap_views.compare, name="compare"),
    path("comparer.csv", overlap_views.compare_export, name="compare_export"),
    path("trous/", gap_views.listing, name="gaps"),
    path("trous.csv", gap_views.export, name="gaps_export"),
    path("trous/<slug:kind>/<slug:group>/<str:division>/", gap_views.page, name="gap"),
    path("trous/<slug:kind>/<slug:group>/<str:division>.csv", gap_views.page_export, name="gap_export"),
    path("demande-en-vain/", gap_views.asked_in_vain, name="uncovered"),
    path("demande-en-vain.csv", gap_views.asked_in_vain_export, name="uncovered_export"),
    path("etablissements/", views.rows, name="rows"),
    path("etablissements.csv", views.rows_export, name="rows_export"),
    path("et-si/", study_views.bench, name="bench"),
    path("et-si.csv", study_views.bench_export, name="bench_export"),
    path("etudes/", study_views.listing, name="studies"),
    path("etudes/comparer/", study_views.compare, name="studies_compared"),
    path("etudes/<slug:slug>/", study_views.page, name="study"),
    path("etudes/<slug:slug>.csv", study_views.page_export, name="study_export"),
    path("besoins/", gap_views.matrix, name="matrix"),
    path("besoins.csv", gap_views.matrix_export, name="matrix_export"),
]
