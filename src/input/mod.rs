//! Reads what people have: annotated articles (the project's own gold data).

pub mod annotated;
