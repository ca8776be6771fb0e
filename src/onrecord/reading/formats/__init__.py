"""What files other than texts and pages hold: web archives, mail, PDF, Word and the exports of news databases."""
