"""What comes from the network: pages, feeds and sitemaps, fetched politely, within limits, from allowed places only."""
