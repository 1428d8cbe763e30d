"""Parts of the bench of rebates."""
