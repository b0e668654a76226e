from django.urls import path

from maillage.modules.crm.merging import views

urlpatterns = [
    path("doublons/", views.duplicates, name="duplicates"),
    path("doublons/<int:pk>/", views.duplicate, name="duplicate"),
    path("doublons/fusions/<int:pk>/", views.merged, name="merge"),
]
