//! Work calendar, limits and deadlines with their explanation; pure.
