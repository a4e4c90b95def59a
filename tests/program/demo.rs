//! The demo register: the driving-school case of B7 and its three numbers.
