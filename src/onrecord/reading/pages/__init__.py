"""The article within a page: its blocks of text, where the article's body stands, and which blocks belong to it."""
