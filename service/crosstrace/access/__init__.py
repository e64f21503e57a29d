"""Who may do what: principals, roles, keys, tokens, and how often somebody may ask."""

from crosstrace.access.control import (
    AccessControl,
    is_loopback,
    open_access,
    refuse_open_exposure,
    register_path,
)
from crosstrace.access.principal import (
    ANONYMOUS,
    GRAPH_PATTERN,
    LOCAL,
    LOCAL_ORGANIZATION,
    ORGANIZATION_PATTERN,
    Permission,
    Principal,
    Role,
    demand,
    graph_name,
    may,
    organization_slug,
)
from crosstrace.access.rates import Allowance, Rates, caller
from crosstrace.access.register import Change, Organization, Register

__all__ = [
    "ANONYMOUS",
    "GRAPH_PATTERN",
    "LOCAL",
    "LOCAL_ORGANIZATION",
    "ORGANIZATION_PATTERN",
    "AccessControl",
    "Allowance",
    "Change",
    "Organization",
    "Permission",
    "Principal",
    "Rates",
    "Register",
    "Role",
    "caller",
    "demand",
    "graph_name",
    "is_loopback",
    "may",
    "open_access",
    "organization_slug",
    "refuse_open_exposure",
    "register_path",
]
