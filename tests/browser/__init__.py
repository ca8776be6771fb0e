"""The pages in a browser, as a reader and as a reviewer walk them."""
