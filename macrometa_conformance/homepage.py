"""The web pages that reports may point at, in one place."""

HOME_PAGE = ""  # empty until the project is published: what would need it is left out of reports
INTERFACE_PAGE = "https://github.com/Macrometacorp/c8connector"  # the interface and guidelines that the tool judges by
