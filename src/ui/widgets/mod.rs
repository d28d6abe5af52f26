//! Widgets: each shows what it is given and says what happened.
