//! Every action a person or the clock can take; permission is asked here.
