from django.urls import path

from maillage.shared.territories import views

app_name = "territories"
urlpatterns = [
    path("", views.search, name="search"),
    path("suggestions/", views.suggestions, name="suggestions"),
    path("contours/<slug:kind>.geojson", views.contours, name="contours"),
    path("<slug:kind>/<str:code>/", views.territory, name="territory"),
]
