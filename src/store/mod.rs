//! Records on disk: one closed list of requests, answered by one thread.
