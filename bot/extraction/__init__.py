"""From a document to a Report: reading, layout, header, rating tables, picks, evidence."""
