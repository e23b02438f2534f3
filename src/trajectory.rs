//! Everything random in one replication, drawn before any dispatch.
