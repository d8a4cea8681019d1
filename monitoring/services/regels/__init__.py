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
from monitoring.services.regels.pactregels import (
    check_pactvoorstel,
    make_pactregels,
    withdraw_pactregels,
)

__all__ = [
    "check_pactvoorstel",
    "check_voorstel",
    "continue_herberekening",
    "finish_herberekeningen",
    "make_pactregels",
    "make_regelset",
    "restart_herberekening",
    "why_not_withdraw",
    "withdraw_pactregels",
    "withdraw_regelset",
]
