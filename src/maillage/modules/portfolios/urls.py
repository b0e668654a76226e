from django.urls import path

from maillage.modules.portfolios import views

app_name = "portfolios"
urlpatterns = [
    path("portefeuille/", views.mine, name="mine"),
    path("portefeuille/relais/<str:public_id>/", views.relay, name="relay"),
    path("entreprises/<str:public_id>/suivi/", views.referent, name="referent"),
]
