//! Numbers in, numbers out: the figures behind charts and lists; pure.
