"""Versions of the rules: making one, withdrawing one, and recomputing what it is about."""

from monitoring.services.regels.herberekenen import (
    continue_herberekening,
    finish_herberekeningen,
    restart_herberekening,
)
from monitoring.services.regels.maken import (
    check_voorstel,
    make_regelset,
    why_not_withdraw,
    withdraw_regelset,
)

__all__ = [
    "check_voorstel",
    "continue_herberekening",
    "finish_herberekeningen",
    "make_regelset",
    "restart_herberekening",
    "why_not_withdraw",
    "withdraw_regelset",
]
