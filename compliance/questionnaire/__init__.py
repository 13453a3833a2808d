"""A questionnaire in no format: what is asked of whom, and the answers that are filled in."""
