"""The protocol of NOWPayments: payments to addresses of their own, and instant payment notifications."""
