"""What does the document say, and where does it say so?"""

from detente.positions.ingest.copies import Copies
from detente.positions.ingest.dates import said_on
from detente.positions.ingest.describe import About
from detente.positions.ingest.mapped import MappedText
from detente.positions.ingest.read import Document, expand, read_document

__all__ = ["About", "Copies", "Document", "MappedText", "expand", "read_document", "said_on"]
