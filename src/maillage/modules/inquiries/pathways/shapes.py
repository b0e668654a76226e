"""What a pathway proposed to a company is made of."""

from dataclasses import dataclass

MOST = 3
"""H-154: no more than three next steps, whatever the model says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedStep:
    """One next step, with the one organisation to see. ``unit_pk`` None: no unit of it is known for this subject.

    ``scheme_slug``: the first aid the company can have, empty when there is none; ``aids``: how many there are.
    ``contact``: a public telephone, address or site; empty: not known, the page says so.
    """

    stage: str
    title: str
    organization_pk: int
    organization_name: str
    unit_pk: int | None = None
    unit_name: str = ""
    scheme_slug: str = ""
    scheme_title: str = ""
    aids: int = 0
    contact: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """The pathway of a company: at most ``MOST`` next steps, in the order of stages. ``model``: the code of the packaged
    pathway, empty for the plain one; ``title`` its name; ``source`` where it comes from, empty: to be confirmed."""

    model: str
    title: str
    source: str
    is_demo: bool
    steps: tuple[ProposedStep, ...]
