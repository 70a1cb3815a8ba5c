//! Everything else that is read: the manual, the README, help and messages.
