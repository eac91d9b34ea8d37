//! (stage under construction)

pub mod labelled;
