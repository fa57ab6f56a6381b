"""Reports: from the file that comes in to the picks that an editor has confirmed, and every correction after that."""
