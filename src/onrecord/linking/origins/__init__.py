"""Which documents only repeat another one, who did so how, and how many sources that leaves."""
