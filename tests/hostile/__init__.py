"""Trees that are made to harm who reads them, and a guard that sees what the tool does while it reads them."""
