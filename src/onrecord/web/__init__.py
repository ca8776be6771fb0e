"""The pages and the API: what `onrecord serve` shows of a ledger to a browser and to other programs."""
