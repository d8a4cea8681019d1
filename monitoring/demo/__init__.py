"""A composed region with people, casussen and a past, for trying out. Nobody is meant."""

from monitoring.demo.maken import Gemaakt, create_demo

__all__ = ["Gemaakt", "create_demo"]
