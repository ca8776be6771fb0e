"""What the ledger holds as people read it: sentences, briefs, timelines, single claims, and exports."""
