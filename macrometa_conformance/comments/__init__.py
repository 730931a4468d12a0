"""Comments that speak to this tool, in each kind of file that has comments, with the element that each belongs to."""
