"""Requests, for the programs of partners: lists and files, requests entered, and the acts of officers in their name."""

from ninja import Router

from maillage.modules.inquiries.api import acts, pathway, reading

router = Router(tags=["Demandes"])
router.add_router("/inquiries", reading.router)
router.add_router("/inquiries", acts.router)
router.add_router("/inquiries", pathway.router)

__all__ = ["router"]
