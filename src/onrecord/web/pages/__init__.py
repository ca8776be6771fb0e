"""The pages: each module holds a few of them, with a router that `application` takes in."""
