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
    LOCAL,
    Permission,
    Principal,
    Role,
    demand,
    may,
)
from crosstrace.access.rates import Allowance, Rates, caller
from crosstrace.access.register import Change, Organization, Register

__all__ = [
    "ANONYMOUS",
    "LOCAL",
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
    "is_loopback",
    "may",
    "open_access",
    "refuse_open_exposure",
    "register_path",
]
