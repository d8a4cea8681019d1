"""What mail is handed to, and what can be asked of it afterwards."""

from thuiszitters.berichten.relays.base import Answer, Outcome, Relay
from thuiszitters.berichten.relays.choose import open_relay

__all__ = ["Answer", "Outcome", "Relay", "open_relay"]
