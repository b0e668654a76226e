"""Requests of companies: one lead at every moment, due dates, hand-overs, messages, pathway; and the rules that route."""

from maillage.modules.inquiries.models.exchanges import (
    Attachment,
    FollowLink,
    HandOver,
    InquiryEvent,
    LeadChange,
    Message,
    Participant,
)
from maillage.modules.inquiries.models.inquiry import Inquiry, Step, UnmetSearch
from maillage.modules.inquiries.models.rules import PathwayModel, PathwayModelStep, RoutingRule, RoutingTable

__all__ = [
    "Attachment",
    "FollowLink",
    "HandOver",
    "Inquiry",
    "InquiryEvent",
    "LeadChange",
    "Message",
    "Participant",
    "PathwayModel",
    "PathwayModelStep",
    "RoutingRule",
    "RoutingTable",
    "Step",
    "UnmetSearch",
]
