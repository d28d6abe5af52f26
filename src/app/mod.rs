//! The running program: carries out what screens want and hears what the threads say.
