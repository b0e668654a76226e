from django.urls import path

from maillage.shared.audit import views

app_name = "audit"
urlpatterns = [
    path("journal/<str:kind>/<str:ref>/", views.history, name="history"),
    path("journal/<str:kind>/<str:ref>/export.csv", views.history_csv, name="history_csv"),
    path("reglages/journal/", views.acts, name="acts"),
    path("reglages/journal/actes.csv", views.acts_csv, name="acts_csv"),
    path("reglages/journal/verifier/", views.verify, name="verify"),
    path("reglages/journal/lectures/", views.readings, name="readings"),
]
