"""The English pipeline that ships with the package, and the view of a parse the coder reads."""
