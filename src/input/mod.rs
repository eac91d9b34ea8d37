//! Reads what people have: labelled quotes and annotated articles (the project's
//! own gold data).

pub mod annotated;
pub mod labelled;
pub mod walk;
