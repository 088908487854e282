"""Free text -> the entries it is about, best first, and whether that is sure enough to answer."""
