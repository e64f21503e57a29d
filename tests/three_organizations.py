"""What was found by hand in the three graphs of `data/examples/three-organizations`.

The answers are the same whichever way they are asked for: of the functions, over HTTP, or where
SPARQL can say it by a query. Elements are those of SP 800-218A where nothing else is said.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

DAY: Final = dt.date(2026, 11, 25)
LATER: Final = dt.date(2027, 2, 15)
FOLDER: Final = "three-organizations"
NAMES: Final = ("model-producer", "system-producer", "acquirer")


def heron(name: str) -> str:
    return f"https://example.org/heron/{name}"


def millrace(name: str) -> str:
    return f"https://example.org/millrace/{name}"


# PS.3.2 says itself that it is partial; RV.2.2 is contradicted by the finding of the drill.
PARTIAL: Final = {"PS.3.2", "RV.2.2"}
# Nothing is decided on any item of PS.3.2; of PS.1.1, C1 is omitted and C2 left open.
OPEN_ITEMS: Final = {
    "PS.3.2": ["PS.3.2.R1", "PS.3.2.R2", "PS.3.2.C1"],
    "PS.1.1": ["PS.1.1.C2"],
}
OWN_COVERAGE: Final = {
    "full": 22,
    "partial": 2,
    "planned": 2,
    "unknown": 0,
    "none": 21,
    "not_applicable": 1,
}
# Of the 22 full tasks five are new and two modified. So 15 of SSDF are full; PO.1.3 and PW.2.1
# (modified) and RV.2.2 partial; PS.3.2, modified and only partial, unknown; PO.5.2 and RV.1.2
# planned; PW.4.2 does not apply; the other 20 of 42 are not stated.
SSDF_COVERAGE: Final = {
    "full": 15,
    "partial": 3,
    "planned": 2,
    "unknown": 1,
    "none": 20,
    "not_applicable": 1,
}
CSF_SUBCATEGORIES: Final = 106
DEPARTURES: Final = [
    ("PS.1.1.C1", "omitted"),
    ("PS.1.3.R4", "adapted"),
    ("PW.4.2", "not_applicable"),
]
# New: PO.5.3, PS.1.2, PS.1.3, PW.3.1 and PW.3.2 are done, PW.3.3 is not.
NEW_DONE, NEW_OPEN = 5, 1
# Modified: PO.1.3 and PW.2.1 are done, PS.3.2 in part.
MODIFIED_DONE, MODIFIED_PARTIAL = 2, 1
DIFFERING: Final = {
    "PO.4.1": ("none", "planned"),
    "PO.5.2": ("planned", "none"),
    "PO.5.3": ("full", "none"),
    "PS.3.2": ("partial", "none"),
    "PW.2.1": ("full", "partial"),
    "PW.3.1": ("full", "none"),
    "PW.3.2": ("full", "none"),
    "PW.4.2": ("none", "none"),
    "PW.9.1": ("none", "full"),
    "RV.1.2": ("planned", "none"),
    "RV.1.3": ("none", "full"),
    "RV.2.2": ("partial", "full"),
}
# PS.1.1 rests on the review alone; with it go its four adopted recommendations, and PS.1.1 of
# SSDF 1.1 and of the draft of 1.2, which mean the same.
LOST_WITH_REVIEW: Final = {
    "sp800-218a:PS.1.1",
    *(f"sp800-218a:PS.1.1.R{number}" for number in range(1, 5)),
    "ssdf-1.1:PS.1.1",
    "ssdf-1.2-ipd:PS.1.1",
}
# Behind these items of the form is PO.5.1 alone, which rests on the audit alone.
ITEMS_LOST_WITH_AUDIT: Final = {"1a", "1b", "1d"}
# Seven elements rest on the review; on the audit of the toolchain PO.3.1 with its one
# recommendation, and PO.3.1 of both SSDF editions.
EXPIRING: Final = [(heron("weight-review"), 7), (heron("toolchain-audit"), 4)]
UNSUPPORTED: Final = {DAY: set[str](), LATER: {"PO.3.1", "PS.1.1"}}
# On the policy rest PO.1.1, PO.1.2, PO.1.3 and PO.2.1, each alone; with them five
# recommendations (two of PO.1.1) and the four tasks of either SSDF.
ON_THE_POLICY: Final = (4, 17)
PIECES_OF_EVIDENCE: Final = 16
OBJECTIONS: Final = {
    DAY: {"drill-finding": "accepted", "jailbreak-report": "refuted"},
    # The acceptance ended with the year.
    LATER: {"drill-finding": "open", "jailbreak-report": "refuted"},
}
# Of the 48 tasks for LedgerLens 27 are named by somebody; of Heron-7B, 30. The county shares
# PO.1, PO.2 and RV.1 as wholes, and PW.4.4; Millrace shares PW.8.2. RV.2.2 and PW.1.1 both do.
# PW.3.1 applies to neither. PW.9.1 of the model each leaves to the other; RV.3.1 is left to
# Heron, whose graph is silent; PW.4.2 does not apply to the model.
OWNERSHIP: Final = {
    ("ledgerlens", "unowned"): 21,
    ("ledgerlens", "owned"): 13,
    ("ledgerlens", "shared"): 11,
    ("ledgerlens", "doubly_owned"): 2,
    ("ledgerlens", "not_applicable"): 1,
    ("heron-7b", "owned"): 27,
    ("heron-7b", "passed_around"): 1,
    ("heron-7b", "unconfirmed"): 1,
    ("heron-7b", "not_applicable"): 1,
}
DOUBLY_OWNED: Final = {"PW.1.1", "RV.2.2"}
PASSED_AROUND: Final = {"PW.9.1"}
ASKED_OF_HERON: Final = {
    "PW.3.1": "shown",
    "PS.1.1": "shown",
    "PO.5.2": "not_done",
    "PW.9.1": "not_stated",
    "RV.3.1": "not_stated",
    # The joint red team exercise is on LedgerLens, of which Heron's graph says nothing.
    "PW.8.2": "not_stated",
}
# The county's six statements that rest on the attestation of Millrace alone.
ON_THE_ATTESTATION: Final = {"PO.5.3", "PS.1.1", "PW.5.1", "PW.7.2", "PW.8.1", "PW.8.2"}
# Behind item 2 are 13 tasks; Heron has not stated four of them, and planned PO.5.2.
BEHIND_ITEM_2: Final = 13
BLOCKERS_OF_ITEM_2: Final = {"PO.5.2", "PS.2.1", "PS.3.1", "PW.4.1", "PW.7.1"}
READY_ITEMS: Final = {"1a", "1b", "1d"}
PLANS: Final = ["PO.5.2", "RV.1.2"]
ACCEPTED_UNTIL: Final = dt.date(2026, 12, 31)
# Two pieces of evidence close a High gap each and gain three; RV.2.2 gains one. Each renewal
# lifts one task of SSDF, so the identifier decides. Of the Medium tasks that are not stated,
# PO.2.3 and PO.3.3 are the first that also lift one; PO.1.3 is done.
STEPS: Final = [
    ("renew_evidence", "PO.3.1"),
    ("renew_evidence", "PS.1.1"),
    ("answer_objection", "RV.2.2"),
    ("state", "PO.2.3"),
    ("state", "PO.3.3"),
]
