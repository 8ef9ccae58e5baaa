from detente.portal.assessments.jobs import queue
