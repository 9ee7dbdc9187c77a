//! Devices of a station: narrow traits, real drivers and the simulators that speak the same wire.
