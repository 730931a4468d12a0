"""Reading a connector: its files, its declarations, its documents, and the facts that rules judge."""
