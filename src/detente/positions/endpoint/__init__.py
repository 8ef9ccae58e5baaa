"""What does a language model behind an endpoint propose, and which of it stands in the document?"""

from detente.positions.endpoint.ask import Answered, Endpoint, EndpointBusy
from detente.positions.endpoint.settings import EndpointSettings, settings_of

__all__ = ["Answered", "Endpoint", "EndpointBusy", "EndpointSettings", "settings_of"]
