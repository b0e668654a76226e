"""What is written by mail about a request: to the company, in its language; to officers, in French.

``letters`` holds the sentences, ``sending`` writes them once. Template: "inquiries/mail/letter.html".
"""

from maillage.modules.inquiries.mails.sending import held_back, to_company, to_person

__all__ = ["held_back", "to_company", "to_person"]
